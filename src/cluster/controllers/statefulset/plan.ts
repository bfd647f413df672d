import type { Pod, StatefulSet, StatefulSetStatus } from '#machinery/generated/types.ts';
import { scaledValue } from '#machinery/int-or-string.ts';
import type { Stored } from '#machinery/object.ts';
import { isPodAvailable, isPodFinished, isPodReady } from '../pod-state.ts';
import { ordinalOf, revisionNameOf } from './identity.ts';

/** One thing to do for a set. */
export type MemberStep =
  | { readonly kind: 'create'; readonly ordinal: number; readonly revision: 'current' | 'update' }
  /** A member that ended: it is deleted and comes back under its name. */
  | { readonly kind: 'replace'; readonly pod: Stored<Pod> }
  | { readonly kind: 'delete'; readonly pod: Stored<Pod> };

export interface Revisions {
  readonly current: string;
  readonly update: string;
}

/**
 * Decides what a StatefulSet does next. With OrderedReady one member at a time: it is created when all before it are
 * available, and removed (the highest first) when all others are; with Parallel all at once. Updates go from the highest
 * ordinal down to the partition, as many at a time as may be unavailable.
 */
export function planMembers(set: Stored<StatefulSet>, pods: readonly Stored<Pod>[], revisions: Revisions, nowMs: number): readonly MemberStep[] {
  const start = set.spec?.ordinals?.start ?? 0;
  const replicas = set.spec?.replicas ?? 1;
  const ordered = set.spec?.podManagementPolicy !== 'Parallel';
  const byOrdinal = new Map(pods.map((pod) => [ordinalOf(set, pod), pod]));
  const settled = (pod: Stored<Pod>): boolean => !isLeaving(pod) && isAvailable(set, pod, nowMs);
  const steps: MemberStep[] = [];

  for (let ordinal = start; ordinal < start + replicas; ordinal++) {
    const pod = byOrdinal.get(ordinal);
    const step = pod ? planEnded(pod) : ({ kind: 'create', ordinal, revision: revisionFor(set, revisions, ordinal, start) } as const);
    if (step) steps.push(step);
    if (ordered && (step || !pod || !settled(pod))) return steps;
  }

  const inRange = (ordinal: number): boolean => ordinal >= start && ordinal < start + replicas;
  const condemned = [...byOrdinal].flatMap(([ordinal, pod]) => (ordinal !== undefined && !inRange(ordinal) ? [{ ordinal, pod }] : []));
  condemned.sort((a, b) => b.ordinal - a.ordinal);
  const firstUnhealthy = pods.filter((pod) => !settled(pod)).sort((a, b) => (ordinalOf(set, a) ?? 0) - (ordinalOf(set, b) ?? 0))[0];
  for (const { pod } of condemned) {
    if (!isLeaving(pod) && (!ordered || settled(pod) || pod === firstUnhealthy)) steps.push({ kind: 'delete', pod });
    if (ordered) return steps;
  }
  if (steps.length > 0 || set.spec?.updateStrategy?.type === 'OnDelete') return steps;
  return planUpdate(set, byOrdinal, revisions, nowMs);
}

function planEnded(pod: Stored<Pod>): MemberStep | undefined {
  return isPodFinished(pod) && !isLeaving(pod) ? { kind: 'replace', pod } : undefined;
}

/** Members below the partition come back as they were. */
function revisionFor(set: StatefulSet, revisions: Revisions, ordinal: number, start: number): 'current' | 'update' {
  const partition = set.spec?.updateStrategy?.rollingUpdate?.partition ?? 0;
  return revisions.current !== revisions.update && set.spec?.updateStrategy?.type !== 'OnDelete' && ordinal < start + partition ? 'current' : 'update';
}

function planUpdate(
  set: Stored<StatefulSet>,
  byOrdinal: ReadonlyMap<number | undefined, Stored<Pod>>,
  revisions: Revisions,
  nowMs: number,
): readonly MemberStep[] {
  const start = set.spec?.ordinals?.start ?? 0;
  const replicas = set.spec?.replicas ?? 1;
  const { partition = 0, maxUnavailable = 1 } = set.spec?.updateStrategy?.rollingUpdate ?? {};
  const limit = Math.max(1, scaledValue(maxUnavailable, replicas, false));
  let unavailable = 0;
  for (let ordinal = start; ordinal < start + replicas; ordinal++) {
    const pod = byOrdinal.get(ordinal);
    if (!pod || isLeaving(pod) || !isAvailable(set, pod, nowMs)) unavailable++;
  }
  const steps: MemberStep[] = [];
  for (let ordinal = start + replicas - 1; ordinal >= start + partition; ordinal--) {
    const pod = byOrdinal.get(ordinal);
    if (!pod || isLeaving(pod)) continue;
    const isOld = revisionNameOf(pod) !== revisions.update;
    if (isOld && isAvailable(set, pod, nowMs)) {
      if (unavailable >= limit) return steps;
      unavailable++;
    }
    if (isOld) steps.push({ kind: 'delete', pod });
    // A new member that does not come up stops the update; an old one that is broken may go.
    else if (!isAvailable(set, pod, nowMs) && unavailable >= limit) return steps;
    if (steps.length >= limit) return steps;
  }
  return steps;
}

/** The numbers of a StatefulSet's status. */
export function planStatus(set: Stored<StatefulSet>, pods: readonly Stored<Pod>[], revisions: Revisions, nowMs: number): StatefulSetStatus {
  const alive = pods.filter((pod) => !isLeaving(pod));
  const count = (of: readonly Stored<Pod>[], holds: (pod: Stored<Pod>) => boolean): number => of.filter(holds).length;
  const ready = count(pods, (pod) => pod.status?.phase === 'Running' && isPodReady(pod));
  const available = count(pods, (pod) => isAvailable(set, pod, nowMs));
  const updated = count(alive, (pod) => revisionNameOf(pod) === revisions.update);
  const wanted = set.spec?.replicas ?? 1;
  const isComplete = set.spec?.updateStrategy?.type !== 'OnDelete' && [updated, ready, pods.length].every((number) => number === wanted);
  const currentRevision = isComplete ? revisions.update : revisions.current;
  const current = count(alive, (pod) => revisionNameOf(pod) === currentRevision);
  return {
    ...(set.metadata.generation !== undefined && { observedGeneration: set.metadata.generation }),
    replicas: pods.length,
    ...(ready > 0 && { readyReplicas: ready }),
    ...(current > 0 && { currentReplicas: current }),
    ...(updated > 0 && { updatedReplicas: updated }),
    currentRevision,
    updateRevision: revisions.update,
    collisionCount: set.status?.collisionCount ?? 0,
    availableReplicas: available,
    ...(set.status?.conditions && { conditions: set.status.conditions }),
  };
}

function isAvailable(set: StatefulSet, pod: Stored<Pod>, nowMs: number): boolean {
  return pod.status?.phase === 'Running' && isPodAvailable(pod, set.spec?.minReadySeconds ?? 0, nowMs);
}

function isLeaving(pod: Stored<Pod>): boolean {
  return pod.metadata.deletionTimestamp !== undefined;
}
