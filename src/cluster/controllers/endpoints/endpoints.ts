import { isSemanticallyEqual } from '#machinery/equality.ts';
import type { Endpoints, Pod, Service } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { isNotFound } from '#machinery/status-errors.ts';
import { formatTime } from '#machinery/time.ts';
import { endpoints, pods, services } from '../../resource-types.ts';
import { defineController, defineWatch, type ReconcileContext } from '../controller.ts';
import { earliestReady, HEADLESS, isHeadless, selectedPods, TRIGGER_TIME } from '../service-endpoints.ts';
import { servicesOfPod } from '../services-of-pod.ts';
import { planSubsets } from './subsets.ts';

const MANAGED_BY = 'endpoints.kubernetes.io/managed-by';
const OVER_CAPACITY = 'endpoints.kubernetes.io/over-capacity';

/** Keeps the older Endpoints object of a Service, for those who still read it. */
export const endpointsController = defineController({
  name: 'endpoint',
  for: services,
  watches: [
    defineWatch<Pod>({ type: pods, keys: (pod, lister, before) => servicesOfPod(pod, lister<Service>(services), before) }),
    defineWatch<Endpoints>({
      type: endpoints,
      keys: (object) => (object.metadata.labels?.[MANAGED_BY] ? [{ namespace: object.metadata.namespace ?? '', name: object.metadata.name }] : []),
    }),
  ],
  reconcile({ namespace, name }, context) {
    const service = context.lister<Service>(services).get(namespace, name);
    const present = context.lister<Endpoints>(endpoints).get(namespace, name);
    if (!service) {
      if (present?.metadata.labels?.[MANAGED_BY]) removeEndpoints(present, context);
      return undefined;
    }
    if (service.spec?.type === 'ExternalName' || !service.spec?.selector) return undefined;
    writeEndpoints(service, present, context);
    return undefined;
  },
});

function writeEndpoints(service: Stored<Service>, present: Stored<Endpoints> | undefined, context: ReconcileContext): void {
  const selected = selectedPods(service, context.lister<Pod>(pods));
  const { subsets, truncated } = planSubsets(service, selected);
  const labels = { ...service.metadata.labels, ...(isHeadless(service) && { [HEADLESS]: '' }), [MANAGED_BY]: 'endpoint-controller' };
  const overCapacity = truncated ? 'truncated' : undefined;
  if (
    present &&
    isSemanticallyEqual(present.subsets, subsets) &&
    isSemanticallyEqual(present.metadata.labels, labels) &&
    present.metadata.annotations?.[OVER_CAPACITY] === overCapacity
  ) {
    return;
  }
  const ready = earliestReady(selected);
  const { [OVER_CAPACITY]: _, ...others } = present?.metadata.annotations ?? {};
  const annotations = {
    ...others,
    [TRIGGER_TIME]: ready === undefined ? service.metadata.creationTimestamp : formatTime(ready),
    ...(overCapacity !== undefined && { [OVER_CAPACITY]: overCapacity }),
  };
  const namespace = service.metadata.namespace ?? '';
  if (present) {
    context.client.update<Endpoints>(endpoints, namespace, { ...present, metadata: { ...present.metadata, labels, annotations }, subsets });
  } else {
    const metadata = { name: service.metadata.name, namespace, labels, annotations };
    context.client.create<Endpoints>(endpoints, namespace, { apiVersion: 'v1', kind: 'Endpoints', metadata, subsets });
  }
}

function removeEndpoints(present: Stored<Endpoints>, context: ReconcileContext): void {
  try {
    context.client.delete(endpoints, present.metadata.namespace ?? '', present.metadata.name, { preconditions: { uid: present.metadata.uid } });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}
