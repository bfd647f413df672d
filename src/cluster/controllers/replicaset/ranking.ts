import type { Pod } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { parseTime } from '#machinery/time.ts';
import { isPodActive, podReadySince, podRestarts } from '../pod-state.ts';

/** What decides the order in which pods go, worked out once per pod. Smaller goes first. */
interface Rank {
  readonly pod: Stored<Pod>;
  readonly assigned: number;
  readonly phase: number;
  readonly ready: number;
  readonly cost: number;
  /** Active pods of the same family on the pod's node. */
  readonly neighbours: number;
  readonly readySinceMs: number | undefined;
  readonly regularRestarts: number;
  readonly sidecarRestarts: number;
  readonly createdMs: number;
}

const PHASES: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };

/**
 * Chooses the pods that a ReplicaSet deletes when it has too many. As upstream's ActivePodsWithRanks: not assigned,
 * then by phase, not ready, lower deletion cost, more pods of the same family on the node, ready for a shorter time,
 * more restarts, younger; times are compared by their order of magnitude, so that neither old nor young always lose.
 * @param related the active pods of all ReplicaSets of the same Deployment (of this one, if it has none)
 * @param count how many must go
 */
export function planDeletions(pods: readonly Stored<Pod>[], related: readonly Stored<Pod>[], count: number, nowMs: number): readonly Stored<Pod>[] {
  if (count >= pods.length) return pods;
  const onNode = new Map<string, number>();
  for (const pod of related) {
    if (isPodActive(pod)) onNode.set(pod.spec?.nodeName ?? '', (onNode.get(pod.spec?.nodeName ?? '') ?? 0) + 1);
  }
  return pods
    .map((pod) => rank(pod, onNode))
    .sort((a, b) => compare(a, b, nowMs))
    .slice(0, count)
    .map((ranked) => ranked.pod);
}

function rank(pod: Stored<Pod>, onNode: ReadonlyMap<string, number>): Rank {
  const node = pod.spec?.nodeName ?? '';
  const readySinceMs = podReadySince(pod);
  const restarts = podRestarts(pod);
  return {
    pod,
    assigned: node === '' ? 0 : 1,
    phase: PHASES[pod.status?.phase ?? ''] ?? 0,
    ready: readySinceMs === undefined ? 0 : 1,
    cost: deletionCost(pod),
    neighbours: onNode.get(node) ?? 0,
    readySinceMs,
    regularRestarts: restarts.regular,
    sidecarRestarts: restarts.sidecar,
    createdMs: parseTime(pod.metadata.creationTimestamp),
  };
}

function deletionCost(pod: Stored<Pod>): number {
  const text = pod.metadata.annotations?.['controller.kubernetes.io/pod-deletion-cost'] ?? '0';
  return /^[+-]?\d+$/.test(text) ? Number(text) : 0;
}

function compare(a: Rank, b: Rank, nowMs: number): number {
  return (
    a.assigned - b.assigned ||
    a.phase - b.phase ||
    a.ready - b.ready ||
    a.cost - b.cost ||
    b.neighbours - a.neighbours ||
    compareAges(a.readySinceMs, b.readySinceMs, nowMs) ||
    b.regularRestarts - a.regularRestarts ||
    b.sidecarRestarts - a.sidecarRestarts ||
    compareAges(a.createdMs, b.createdMs, nowMs) ||
    byUid(a, b)
  );
}

/** The younger first, but only when their ages differ by a power of two. */
function compareAges(a: number | undefined, b: number | undefined, nowMs: number): number {
  if (a === undefined || b === undefined || a === b) return 0;
  return magnitude(nowMs - a) - magnitude(nowMs - b);
}

function byUid(a: Rank, b: Rank): number {
  return a.pod.metadata.uid < b.pod.metadata.uid ? -1 : 1;
}

/** The binary logarithm of an age in nanoseconds, rounded down; -1 for none. */
function magnitude(ageMs: number): number {
  let power = -1;
  for (let left = ageMs * 1e6; left >= 1; left /= 2) power++;
  return power;
}
