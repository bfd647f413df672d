import type { PodInfo } from './pod-info.ts';

/**
 * The pods with the same namespace and labels, counted by node. Spreading and affinity ask "how many pods that match
 * this selector are where": answered by looking at the few groups instead of at every pod.
 */
export interface PodGroup {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Whether its pods are being deleted. */
  readonly terminating: boolean;
  /** How many pods each node has; no node with 0. */
  readonly byNode: Map<string, number>;
}

export interface PodGroups {
  add(pod: PodInfo, nodeName: string): void;
  remove(pod: PodInfo, nodeName: string): void;
  all(): Iterable<PodGroup>;
}

/** Creates an empty count. */
export function createPodGroups(): PodGroups {
  const groups = new Map<string, PodGroup>();
  return {
    add(pod, nodeName) {
      const key = keyOf(pod);
      let group = groups.get(key);
      if (!group) {
        group = { namespace: pod.namespace, labels: pod.labels, terminating: isTerminating(pod), byNode: new Map() };
        groups.set(key, group);
      }
      group.byNode.set(nodeName, (group.byNode.get(nodeName) ?? 0) + 1);
    },
    remove(pod, nodeName) {
      const key = keyOf(pod);
      const group = groups.get(key);
      const count = group?.byNode.get(nodeName) ?? 0;
      if (count > 1) group?.byNode.set(nodeName, count - 1);
      else group?.byNode.delete(nodeName);
      if (group?.byNode.size === 0) groups.delete(key);
    },
    all: () => groups.values(),
  };
}

function isTerminating(pod: PodInfo): boolean {
  return pod.pod.metadata.deletionTimestamp !== undefined;
}

function keyOf(pod: PodInfo): string {
  let key = `${pod.namespace}${isTerminating(pod) ? '!' : '/'}`;
  for (const name of Object.keys(pod.labels).sort()) key += `${name}=${pod.labels[name]},`;
  return key;
}
