import type { Lister } from '#client/informer.ts';
import type { Pod, Service, ServicePort } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { isPodFinished, podReadySince } from './pod-state.ts';
import { selects } from './services-of-pod.ts';

/** A port of a Service as one pod offers it. */
export interface TargetPort {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
  readonly appProtocol?: string;
}

/** The annotation with the time of the change that led to the present endpoints. */
export const TRIGGER_TIME = 'endpoints.kubernetes.io/last-change-trigger-time';
/** The label of endpoints of a Service without an address of its own. */
export const HEADLESS = 'service.kubernetes.io/headless';

/** The pods a Service selects that have an address and run, by name. */
export function selectedPods(service: Service, pods: Lister<Pod>): readonly Stored<Pod>[] {
  const selector = service.spec?.selector;
  if (!selector) return [];
  return pods.list(service.metadata?.namespace).filter((pod) => !isPodFinished(pod) && pod.status?.podIP && selects(selector, pod.metadata.labels));
}

/** The ports at which a pod answers for a Service. Ports by name that the pod does not have are left out. */
export function targetPorts(service: Service, pod: Pod): readonly TargetPort[] {
  return (service.spec?.ports ?? []).flatMap((port) => {
    const number = findPort(pod, port);
    if (number === undefined) return [];
    return [
      { name: port.name ?? '', port: number, protocol: port.protocol ?? 'TCP', ...(port.appProtocol !== undefined && { appProtocol: port.appProtocol }) },
    ];
  });
}

/** Whether a Service has no address of its own. */
export function isHeadless(service: Service): boolean {
  return service.spec?.clusterIP === 'None';
}

/** The host name a pod has within a Service: its own, when it names the Service as its subdomain. */
export function hostnameIn(service: Service, pod: Pod): string | undefined {
  return pod.spec?.hostname && pod.spec.subdomain === service.metadata?.name ? pod.spec.hostname : undefined;
}

/** The first moment at which one of some pods became ready, in virtual milliseconds; undefined when none is. */
export function earliestReady(pods: readonly Pod[]): number | undefined {
  let earliest: number | undefined;
  for (const pod of pods) {
    const since = podReadySince(pod);
    if (since !== undefined && (earliest === undefined || since < earliest)) earliest = since;
  }
  return earliest;
}

function findPort(pod: Pod, port: ServicePort): number | undefined {
  const target = port.targetPort ?? port.port;
  if (typeof target === 'number') return target === 0 ? port.port : target;
  const containers = [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers?.filter((container) => container.restartPolicy === 'Always') ?? [])];
  for (const container of containers) {
    const found = container.ports?.find((candidate) => candidate.name === target && (candidate.protocol ?? 'TCP') === (port.protocol ?? 'TCP'));
    if (found) return found.containerPort;
  }
  return /^\d+$/.test(target) ? Number(target) : undefined;
}
