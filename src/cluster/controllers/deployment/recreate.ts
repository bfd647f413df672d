import type { Pod, ReplicaSet } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { isPodFinished } from '../pod-state.ts';
import type { ScaleStep } from './rolling.ts';

/** The steps by which Recreate ends the old pods: every old set to 0. */
export function planStopOld(oldSets: readonly Stored<ReplicaSet>[]): readonly ScaleStep[] {
  return oldSets.filter((set) => (set.spec?.replicas ?? 0) > 0).map((set) => ({ set, replicas: 0 }));
}

/**
 * Whether old pods may still run, so that the new ones must wait. Unlike a ReplicaSet's status, which leaves out pods
 * that are being deleted, this looks at the pods themselves.
 * @param podsOf the pods of a set, those being deleted included
 */
export function isOldRunning(oldSets: readonly Stored<ReplicaSet>[], podsOf: (set: Stored<ReplicaSet>) => readonly Stored<Pod>[]): boolean {
  return oldSets.some((set) => (set.status?.replicas ?? 0) > 0 || podsOf(set).some((pod) => !isPodFinished(pod)));
}
