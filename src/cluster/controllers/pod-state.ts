import type { Pod, PodCondition } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { parseTime } from '#machinery/time.ts';

/** A condition of a pod by its type. */
export function podCondition(pod: Pod, type: string): PodCondition | undefined {
  return pod.status?.conditions?.find((condition) => condition.type === type);
}

/** Whether a pod's condition Ready is True. */
export function isPodReady(pod: Pod): boolean {
  return podCondition(pod, 'Ready')?.status === 'True';
}

/** When a pod became ready, in virtual milliseconds; undefined when it is not. */
export function podReadySince(pod: Pod): number | undefined {
  const condition = podCondition(pod, 'Ready');
  if (condition?.status !== 'True' || !condition.lastTransitionTime) return undefined;
  return parseTime(condition.lastTransitionTime);
}

/** When a ready pod counts as available, in virtual milliseconds; undefined when it is not ready. */
export function podAvailableAt(pod: Pod, minReadySeconds: number): number | undefined {
  if (minReadySeconds === 0) return isPodReady(pod) ? 0 : undefined;
  const since = podReadySince(pod);
  return since === undefined ? undefined : since + minReadySeconds * 1000;
}

/** Whether a pod has been ready for at least `minReadySeconds`. */
export function isPodAvailable(pod: Pod, minReadySeconds: number, nowMs: number): boolean {
  const at = podAvailableAt(pod, minReadySeconds);
  return at !== undefined && at <= nowMs;
}

/** Whether a pod has run to its end. */
export function isPodFinished(pod: Pod): boolean {
  const phase = pod.status?.phase;
  return phase === 'Succeeded' || phase === 'Failed';
}

/** Whether a pod is neither finished nor being deleted. */
export function isPodActive(pod: Pod): boolean {
  return pod.metadata?.deletionTimestamp === undefined && !isPodFinished(pod);
}

/** Restarts of a pod's containers: the most of regular containers, and of restartable init containers. */
export function podRestarts(pod: Pod): { readonly regular: number; readonly sidecar: number } {
  let regular = 0;
  let sidecar = 0;
  for (const status of pod.status?.containerStatuses ?? []) regular = Math.max(regular, status.restartCount);
  const sidecars = new Set(pod.spec?.initContainers?.filter((container) => container.restartPolicy === 'Always').map((container) => container.name));
  if (sidecars.size > 0) {
    for (const status of pod.status?.initContainerStatuses ?? []) {
      if (sidecars.has(status.name)) sidecar = Math.max(sidecar, status.restartCount);
    }
  }
  return { regular, sidecar };
}

/** `status.conditions` with one condition set: the others keep their order, a new one goes last. `undefined` when nothing changes. */
export function withPodCondition(pod: Stored<Pod>, condition: PodCondition, nowText: string): Stored<Pod> | undefined {
  const before = podCondition(pod, condition.type);
  if (before && before.status === condition.status && before.reason === condition.reason && before.message === condition.message) return undefined;
  const lastTransitionTime = before?.status === condition.status && before.lastTransitionTime ? before.lastTransitionTime : nowText;
  const next = { ...condition, lastTransitionTime };
  const conditions = pod.status?.conditions ?? [];
  return {
    ...pod,
    status: { ...pod.status, conditions: before ? conditions.map((existing) => (existing === before ? next : existing)) : [...conditions, next] },
  };
}
