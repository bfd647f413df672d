import type { Diagnosis } from './diagnosis.ts';
import { type FilterPlugin, type FilterRun, isRejection, type PluginContext, type Rejection } from './framework.ts';
import { addToNode, type NodeInfo, removeFromNode } from './node-info.ts';
import type { PodInfo } from './pod-info.ts';

/** Nodes that are always looked at, however many there are. */
const MIN_FEASIBLE_NODES = 100;
const MIN_PERCENTAGE = 5;

export interface Feasible {
  readonly nodes: readonly NodeInfo[];
  readonly diagnosis: Diagnosis;
  /** How many nodes were looked at. */
  readonly examined: number;
}

/** Pods that were promised a node by preemption and wait for its pods to go. */
export type Nominated = ReadonlyMap<string, readonly PodInfo[]>;

/**
 * How many feasible nodes are enough. As upstream's percentageOfNodesToScore: all of up to 100, then from 50 % falling
 * to 5 %, but never fewer than 100.
 */
export function enoughNodes(nodeCount: number): number {
  if (nodeCount < MIN_FEASIBLE_NODES) return nodeCount;
  const percentage = Math.max(MIN_PERCENTAGE, 50 - Math.trunc(nodeCount / 125));
  return Math.max(MIN_FEASIBLE_NODES, Math.trunc((nodeCount * percentage) / 100));
}

/**
 * Finds the nodes that can take a pod.
 * @param startIndex where in the order of nodes to begin, so that all are asked in turn
 */
export function findFeasible(pod: PodInfo, plugins: readonly FilterPlugin[], context: PluginContext, nominated: Nominated, startIndex: number): Feasible {
  const all = context.cluster.nodes();
  const runs = prepareRuns(pod, plugins, context);
  if (!Array.isArray(runs)) return { nodes: [], examined: 0, diagnosis: rejectedByAll(all.length, runs as Rejection) };

  const only = onlyNodes(pod, plugins);
  const enough = only ? all.length : enoughNodes(all.length);
  const nodes: NodeInfo[] = [];
  const byNode = new Map<string, Rejection>();
  let examined = 0;
  for (; examined < all.length && nodes.length < enough; examined++) {
    const info = all[(startIndex + examined) % all.length] as NodeInfo;
    if (only && !only.names.has(info.name)) continue;
    const rejection = filterNode(pod, info, runs, nominated);
    if (rejection) byNode.set(info.name, rejection);
    else nodes.push(info);
  }
  const others: Rejection | undefined = only && {
    plugin: only.plugin,
    reasons: [`node(s) didn't satisfy plugin(s) [${only.plugin}]`],
    resolvable: false,
  };
  return { nodes, examined, diagnosis: { nodeCount: all.length, byNode, others, forAll: undefined } };
}

/** Asks every plugin how it will look at nodes. @returns the answers of those that do, or the rejection of all nodes */
export function prepareRuns(pod: PodInfo, plugins: readonly FilterPlugin[], context: PluginContext): readonly FilterRun[] | Rejection {
  const runs: FilterRun[] = [];
  for (const plugin of plugins) {
    const answer = plugin.prepare(pod, context);
    if (!answer) continue;
    if (isRejection(answer)) return answer;
    runs.push(answer);
  }
  return runs;
}

/** Whether one node can take a pod. Pods promised to the node with the same or a higher priority count as being there. */
export function filterNode(pod: PodInfo, info: NodeInfo, runs: readonly FilterRun[], nominated: Nominated): Rejection | undefined {
  const promised = nominated.size === 0 ? undefined : nominated.get(info.name)?.filter((other) => other.uid !== pod.uid && other.priority >= pod.priority);
  if (!promised?.length) return firstRejection(info, runs);
  for (const other of promised) addToNode(info, other);
  try {
    return firstRejection(info, runs);
  } finally {
    for (const other of promised) removeFromNode(info, other);
  }
}

function firstRejection(info: NodeInfo, runs: readonly FilterRun[]): Rejection | undefined {
  for (const run of runs) {
    const rejection = run.filter(info);
    if (rejection) return rejection;
  }
  return undefined;
}

function onlyNodes(pod: PodInfo, plugins: readonly FilterPlugin[]): { readonly plugin: string; readonly names: ReadonlySet<string> } | undefined {
  for (const plugin of plugins) {
    const names = plugin.onlyNodes?.(pod);
    if (names) return { plugin: plugin.name, names };
  }
  return undefined;
}

function rejectedByAll(nodeCount: number, rejection: Rejection): Diagnosis {
  return { nodeCount, byNode: new Map(), others: rejection, forAll: rejection.reasons.join(', ') };
}
