import type { Lister } from '#client/informer.ts';
import type { Pod, Service } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import type { Key } from './controller.ts';
import { isPodFinished, isPodReady } from './pod-state.ts';

/**
 * The Services that must look at a pod again, because it came, went, or changed in what their endpoints tell of it.
 * @param before the pod before its change; undefined when it came or went
 */
export function servicesOfPod(pod: Stored<Pod>, services: Lister<Service>, before?: Stored<Pod>): readonly Key[] {
  const sameLabels = before === undefined || before.metadata.labels === pod.metadata.labels;
  if (before && sameLabels && !isEndpointChange(pod, before)) return [];
  const keys: Key[] = [];
  for (const service of services.list(pod.metadata.namespace)) {
    const selector = service.spec?.selector;
    if (!selector) continue;
    if (selects(selector, pod.metadata.labels) || (!sameLabels && selects(selector, before?.metadata.labels))) {
      keys.push({ namespace: service.metadata.namespace ?? '', name: service.metadata.name });
    }
  }
  return keys;
}

/** Whether all labels of a Service's selector are there. An empty selector selects nothing. */
export function selects(selector: Readonly<Record<string, string>>, labels: Readonly<Record<string, string>> | undefined): boolean {
  let some = false;
  for (const key in selector) {
    if (labels?.[key] !== selector[key]) return false;
    some = true;
  }
  return some;
}

function isEndpointChange(pod: Stored<Pod>, before: Stored<Pod>): boolean {
  return (
    pod.status?.podIP !== before.status?.podIP ||
    pod.spec?.nodeName !== before.spec?.nodeName ||
    pod.metadata.deletionTimestamp !== before.metadata.deletionTimestamp ||
    isPodReady(pod) !== isPodReady(before) ||
    isPodFinished(pod) !== isPodFinished(before)
  );
}
