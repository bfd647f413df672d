import type { EndpointSlice, Node, Pod, Service } from '#machinery/generated/types.ts';
import { endpointSlices, nodes, pods, services } from '../../resource-types.ts';
import { defineController, defineIndex, defineWatch } from '../controller.ts';
import { selectedPods } from '../service-endpoints.ts';
import { servicesOfPod } from '../services-of-pod.ts';
import { MANAGED_BY, MANAGER, planSlices, SERVICE_NAME } from './slices.ts';

const BY_SERVICE = 'service';

/** Tells in EndpointSlices which pods answer for a Service. */
export const endpointSliceController = defineController({
  name: 'endpointslice',
  eventSource: 'endpoint-slice-controller',
  for: services,
  watches: [
    defineWatch<Pod>({ type: pods, keys: (pod, lister, before) => servicesOfPod(pod, lister<Service>(services), before) }),
    defineWatch<EndpointSlice>({
      type: endpointSlices,
      keys: (slice) => (isOurs(slice) ? [{ namespace: slice.metadata.namespace ?? '', name: serviceName(slice) }] : []),
    }),
    // Zones are read from nodes; a node's change alone wakes nobody.
    defineWatch<Node>({ type: nodes, keys: () => [] }),
  ],
  indexes: [
    defineIndex<EndpointSlice>({
      type: endpointSlices,
      name: BY_SERVICE,
      values: (slice) => (isOurs(slice) ? [`${slice.metadata.namespace ?? ''}/${serviceName(slice)}`] : []),
    }),
  ],
  reconcile({ namespace, name }, context) {
    const service = context.lister<Service>(services).get(namespace, name);
    if (!service || service.metadata.deletionTimestamp !== undefined) return undefined;
    if (service.spec?.type === 'ExternalName' || !service.spec?.selector) return undefined;
    const existing = context
      .lister<EndpointSlice>(endpointSlices)
      .byIndex(BY_SERVICE, `${namespace}/${name}`)
      .filter((slice) => slice.metadata.deletionTimestamp === undefined);
    const nodeLister = context.lister<Node>(nodes);
    const plan = planSlices(service, selectedPods(service, context.lister<Pod>(pods)), existing, (node) => nodeLister.get('', node));
    for (const slice of plan.create) context.client.create<EndpointSlice>(endpointSlices, namespace, slice);
    for (const slice of plan.update) context.client.update<EndpointSlice>(endpointSlices, namespace, slice);
    for (const slice of plan.delete) context.client.delete(endpointSlices, namespace, slice.metadata.name, { preconditions: { uid: slice.metadata.uid } });
    return undefined;
  },
});

function isOurs(slice: EndpointSlice): boolean {
  return slice.metadata?.labels?.[MANAGED_BY] === MANAGER && serviceName(slice) !== '';
}

function serviceName(slice: EndpointSlice): string {
  return slice.metadata?.labels?.[SERVICE_NAME] ?? '';
}
