import type { Node } from '#machinery/generated/types.ts';
import { type FilterPlugin, MAX_SCORE, type Rejection, type ScorePlugin } from '../framework.ts';
import type { NodeInfo } from '../node-info.ts';
import { parseResources, type Resources } from '../pod-resources.ts';

const NAME = 'NodeResourcesFit';

/** Keeps a pod from nodes that have not enough left of what it asks for. */
export const nodeResourcesFit: FilterPlugin = {
  name: NAME,
  prepare(pod) {
    const request = pod.request.exact;
    return { filter: (info) => findShortage(info, request) };
  },
  isHelpful: (event, pod) =>
    event.kind === 'pod-removed' || event.kind === 'pod-itself-changed' || (event.node !== undefined && mayFit(pod.request.exact, event.node)),
};

/** Prefers nodes of which less is taken: the mean of the parts of CPU and memory that stay free. */
export const leastAllocated: ScorePlugin = {
  name: NAME,
  weight: 1,
  prepare: (pod) => ({
    score(info) {
      const cpu = freePart(info.nonZeroMilliCpu + pod.request.nonZeroMilliCpu, info.allocatable.milliCpu);
      const memory = freePart(info.nonZeroMemory + pod.request.nonZeroMemory, info.allocatable.memory);
      const known = (info.allocatable.milliCpu > 0 ? 1 : 0) + (info.allocatable.memory > 0 ? 1 : 0);
      return known === 0 ? 0 : Math.trunc((cpu + memory) / known);
    },
  }),
};

function freePart(requested: number, allocatable: number): number {
  return allocatable === 0 || requested > allocatable ? 0 : Math.trunc(((allocatable - requested) * MAX_SCORE) / allocatable);
}

function findShortage(info: NodeInfo, request: Resources): Rejection | undefined {
  let reasons: string[] | undefined;
  let resolvable = true;
  const short = (name: string, wanted: number, taken: number, total: number): void => {
    if (wanted === 0 || wanted <= total - taken) return;
    reasons ??= [];
    reasons.push(`Insufficient ${name}`);
    // More than the whole node: no pod that goes could help.
    if (wanted > total) resolvable = false;
  };
  if (info.pods.size + 1 > info.maxPods) reasons = ['Too many pods'];
  const { requested, allocatable } = info;
  short('cpu', request.milliCpu, requested.milliCpu, allocatable.milliCpu);
  short('memory', request.memory, requested.memory, allocatable.memory);
  short('ephemeral-storage', request.ephemeralStorage, requested.ephemeralStorage, allocatable.ephemeralStorage);
  if (request.scalar) {
    for (const [name, wanted] of request.scalar) short(name, wanted, requested.scalar?.get(name) ?? 0, allocatable.scalar?.get(name) ?? 0);
  }
  return reasons && { plugin: NAME, reasons, resolvable };
}

/** Whether the empty node would be large enough. */
function mayFit(request: Resources, node: Node): boolean {
  const total = parseResources(node.status?.allocatable);
  if (request.milliCpu > total.milliCpu || request.memory > total.memory || request.ephemeralStorage > total.ephemeralStorage) return false;
  for (const [name, wanted] of request.scalar ?? []) if (wanted > (total.scalar?.get(name) ?? 0)) return false;
  return true;
}
