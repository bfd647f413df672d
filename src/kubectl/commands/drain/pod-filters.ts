import type { Pod } from '#machinery/generated/types.ts';
import { controllerOf } from '#machinery/owner.ts';

export interface DrainPolicy {
  readonly force: boolean;
  readonly ignoreDaemonSets: boolean;
  readonly deleteEmptyDirData: boolean;
  readonly disableEviction: boolean;
}

/** What becomes of one pod when its node is drained. */
export interface PodDecision {
  readonly pod: Pod;
  readonly leaves: boolean;
  readonly problem?: 'error' | 'warning';
  readonly message?: string;
}

const isFinished = (pod: Pod): boolean => pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
const hasLocalStorage = (pod: Pod): boolean => (pod.spec?.volumes ?? []).some((volume) => volume.emptyDir !== undefined);

/**
 * Decides about one pod; of several reasons the last one of the list is told, as upstream's filters do.
 * @param daemonSetMissing kubectl's words when the DaemonSet that made the pod is gone; undefined when it is there
 */
export function decidePod(pod: Pod, policy: DrainPolicy, daemonSetMissing: string | undefined): PodDecision {
  const owner = controllerOf(pod);
  if (pod.metadata?.annotations?.['kubernetes.io/config.mirror'] !== undefined) return { pod, leaves: false };
  if (isFinished(pod)) return { pod, leaves: true };
  let decision: PodDecision = { pod, leaves: true };
  if (owner?.kind === 'DaemonSet') {
    if (daemonSetMissing !== undefined) {
      decision = policy.force
        ? { pod, leaves: true, problem: 'warning', message: daemonSetMissing }
        : { pod, leaves: false, problem: 'error', message: daemonSetMissing };
    } else if (policy.ignoreDaemonSets) return { pod, leaves: false, problem: 'warning', message: 'ignoring DaemonSet-managed Pods' };
    else return { pod, leaves: false, problem: 'error', message: 'DaemonSet-managed Pods (use --ignore-daemonsets to ignore)' };
    if (!decision.leaves) return decision;
  }
  if (hasLocalStorage(pod)) {
    if (!policy.deleteEmptyDirData)
      return { pod, leaves: false, problem: 'error', message: 'Pods with local storage (use --delete-emptydir-data to override)' };
    decision = { pod, leaves: true, problem: 'warning', message: 'deleting Pods with local storage' };
  }
  if (owner !== undefined) return decision;
  if (policy.force) return { pod, leaves: true, problem: 'warning', message: 'deleting Pods that declare no controller' };
  return { pod, leaves: false, problem: 'error', message: 'cannot delete Pods that declare no controller (use --force to override)' };
}

/** `message: ns/a, ns/b` for each message of one kind, in the order in which they first came. */
export function formatDecisions(decisions: readonly PodDecision[], problem: 'error' | 'warning'): readonly string[] {
  const groups = new Map<string, string[]>();
  for (const decision of decisions) {
    if (decision.problem !== problem || decision.message === undefined) continue;
    const pods = groups.get(decision.message) ?? [];
    pods.push(`${decision.pod.metadata?.namespace}/${decision.pod.metadata?.name}`);
    groups.set(decision.message, pods);
  }
  return [...groups].map(([message, pods]) => {
    const head = problem === 'error' && !/^cannot delete/i.test(message) ? `cannot delete ${message}` : message;
    return `${head}: ${pods.join(', ')}`;
  });
}
