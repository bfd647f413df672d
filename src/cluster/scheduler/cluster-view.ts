import type { Node } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { addToNode, type NodeInfo, nodeInfo, removeFromNode, withNode } from './node-info.ts';
import { createPodGroups, type PodGroups } from './pod-groups.ts';
import type { PodInfo } from './pod-info.ts';

/**
 * The scheduler's picture of the cluster: nodes with their pods, those included that it has bound itself and whose
 * binding has not come back through the watch yet.
 */
export interface ClusterView {
  /** Zone by zone in turn, so that a search that ends early has seen all zones. */
  nodes(): readonly NodeInfo[];
  node(name: string): NodeInfo | undefined;
  readonly groups: PodGroups;
  /** Pods on nodes with required anti-affinity: each may keep a new pod away. */
  readonly withAntiAffinity: ReadonlyMap<string, PodInfo>;
  /** Pods on nodes with any affinity that scores: each may draw a new pod or put it off. */
  readonly withScoringAffinity: ReadonlyMap<string, PodInfo>;
  /** How many nodes have an image. */
  nodesWithImage(name: string): number;
  setNode(node: Stored<Node>): void;
  removeNode(name: string): void;
  /** Puts a pod on a node (which may not be known yet). A pod that is there already is replaced. */
  addPod(pod: PodInfo, nodeName: string): void;
  removePod(uid: string): void;
  /** The node a pod is on. */
  nodeOf(uid: string): string | undefined;
  podOf(uid: string): PodInfo | undefined;
}

interface Placed {
  readonly pod: PodInfo;
  readonly nodeName: string;
}

/** Creates a picture without nodes. */
export function createClusterView(): ClusterView {
  const infos = new Map<string, NodeInfo>();
  const placed = new Map<string, Placed>();
  /** Pods of nodes that are not known (yet). */
  const homeless = new Map<string, Map<string, PodInfo>>();
  const withAntiAffinity = new Map<string, PodInfo>();
  const withScoringAffinity = new Map<string, PodInfo>();
  const imageNodes = new Map<string, number>();
  const groups = createPodGroups();
  let order: readonly NodeInfo[] | undefined;

  const countImages = (info: NodeInfo, change: 1 | -1): void => {
    for (const name of info.images.keys()) imageNodes.set(name, (imageNodes.get(name) ?? 0) + change);
  };

  const removePod = (uid: string): void => {
    const { pod, nodeName } = placed.get(uid) ?? {};
    if (!pod || nodeName === undefined) return;
    placed.delete(uid);
    withAntiAffinity.delete(uid);
    withScoringAffinity.delete(uid);
    groups.remove(pod, nodeName);
    const info = infos.get(nodeName);
    if (info) removeFromNode(info, pod);
    else homeless.get(nodeName)?.delete(uid);
  };

  return {
    groups,
    withAntiAffinity,
    withScoringAffinity,
    nodes: () => (order ??= interleaveZones([...infos.values()])),
    node: (name) => infos.get(name),
    nodesWithImage: (name) => imageNodes.get(name) ?? 0,
    setNode(node) {
      const name = node.metadata.name;
      const before = infos.get(name);
      const info = before ? withNode(before, node) : nodeInfo(node);
      if (before?.images !== info.images) {
        if (before) countImages(before, -1);
        countImages(info, 1);
      }
      infos.set(name, info);
      order = undefined;
      if (before) return;
      for (const pod of homeless.get(name)?.values() ?? []) addToNode(info, pod);
      homeless.delete(name);
    },
    removeNode(name) {
      const info = infos.get(name);
      if (!info) return;
      countImages(info, -1);
      infos.delete(name);
      order = undefined;
      if (info.pods.size > 0) homeless.set(name, new Map(info.pods));
    },
    addPod(pod, nodeName) {
      removePod(pod.uid);
      placed.set(pod.uid, { pod, nodeName });
      groups.add(pod, nodeName);
      if (pod.antiAffinity.length > 0) withAntiAffinity.set(pod.uid, pod);
      if (pod.affinity.length > 0 || pod.preferredAffinity.length > 0 || pod.preferredAntiAffinity.length > 0) withScoringAffinity.set(pod.uid, pod);
      const info = infos.get(nodeName);
      if (info) {
        addToNode(info, pod);
        return;
      }
      const others = homeless.get(nodeName) ?? new Map<string, PodInfo>();
      homeless.set(nodeName, others.set(pod.uid, pod));
    },
    removePod,
    nodeOf: (uid) => placed.get(uid)?.nodeName,
    podOf: (uid) => placed.get(uid)?.pod,
  };
}

/** One node of each zone in turn. */
function interleaveZones(infos: readonly NodeInfo[]): readonly NodeInfo[] {
  const zones = new Map<string, NodeInfo[]>();
  for (const info of infos) {
    const zone = `${info.labels['topology.kubernetes.io/region'] ?? ''}:${info.labels['topology.kubernetes.io/zone'] ?? ''}`;
    const list = zones.get(zone);
    if (list) list.push(info);
    else zones.set(zone, [info]);
  }
  if (zones.size <= 1) return infos;
  const lists = [...zones.values()];
  const longest = Math.max(...lists.map((list) => list.length));
  const out: NodeInfo[] = [];
  for (let i = 0; i < longest; i++) for (const list of lists) out.push(...list.slice(i, i + 1));
  return out;
}
