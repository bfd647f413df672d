import type { PodInfo } from './pod-info.ts';

/** Which pods were promised which node by preemption. */
export interface Nominations {
  readonly byNode: ReadonlyMap<string, readonly PodInfo[]>;
  set(pod: PodInfo, nodeName: string): void;
  remove(uid: string): void;
}

/** Creates an empty list of promises. */
export function createNominations(): Nominations {
  const byNode = new Map<string, readonly PodInfo[]>();
  const nodes = new Map<string, string>();
  const remove = (uid: string): void => {
    const nodeName = nodes.get(uid);
    if (nodeName === undefined) return;
    nodes.delete(uid);
    const left = byNode.get(nodeName)?.filter((pod) => pod.uid !== uid) ?? [];
    if (left.length > 0) byNode.set(nodeName, left);
    else byNode.delete(nodeName);
  };
  return {
    byNode,
    remove,
    set(pod, nodeName) {
      remove(pod.uid);
      nodes.set(pod.uid, nodeName);
      byNode.set(nodeName, [...(byNode.get(nodeName) ?? []), pod]);
    },
  };
}
