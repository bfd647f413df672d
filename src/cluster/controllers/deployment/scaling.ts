import type { Deployment, ReplicaSet } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { desiredReplicasOf, maxReplicasOf } from './history.ts';
import { compareAge, type OwnedSets } from './replica-sets.ts';
import { type ScaleStep, sumReplicas } from './rolling.ts';
import { surgeOf } from './surge.ts';

/** Whether the Deployment was scaled since its sets were: then they are scaled before a rollout goes on. */
export function isScalingEvent(deployment: Deployment, { newSet, oldSets }: OwnedSets): boolean {
  return [...oldSets, ...(newSet ? [newSet] : [])].some((set) => {
    const desired = desiredReplicasOf(set);
    return isActive(set) && desired !== undefined && desired !== (deployment.spec?.replicas ?? 1);
  });
}

/**
 * How a change of the Deployment's size is spread over its sets, in a rollout that is paused or under way.
 * With one set that has pods: all to it. When the new set is complete: the old ones to 0. Otherwise in proportion to
 * their sizes, so that a rollout that is half done stays half done, and the rest to the largest.
 */
export function planProportionalScale(deployment: Deployment, owned: OwnedSets): readonly ScaleStep[] {
  const wanted = deployment.spec?.replicas ?? 1;
  const only = activeOrLatest(owned);
  if (only) return only.spec?.replicas === wanted ? [] : [{ set: only, replicas: wanted }];
  if (isSaturated(deployment, owned.newSet)) return owned.oldSets.filter(isActive).map((set) => ({ set, replicas: 0 }));
  if (deployment.spec?.strategy?.type === 'Recreate') return [];

  const active = [...owned.oldSets, ...(owned.newSet ? [owned.newSet] : [])].filter(isActive);
  const allowed = wanted > 0 ? wanted + surgeOf(deployment).maxSurge : 0;
  const toAdd = allowed - sumReplicas(active);
  const sorted = [...active].sort((a, b) => (b.spec?.replicas ?? 0) - (a.spec?.replicas ?? 0) || (toAdd > 0 ? compareAge(b, a) : compareAge(a, b)));
  const sizes = sorted.map((set) => set.spec?.replicas ?? 0);
  let added = 0;
  if (toAdd !== 0) {
    sorted.forEach((set, i) => {
      const share = proportion(deployment, set, toAdd, added);
      sizes[i] = (sizes[i] ?? 0) + share;
      added += share;
    });
    sizes[0] = Math.max(0, (sizes[0] ?? 0) + toAdd - added);
  }
  // Also the sets whose size stays are written: their annotations must tell the new size of the Deployment.
  return sorted.map((set, i) => ({ set, replicas: sizes[i] ?? 0 }));
}

/** A set's part of what is to be added (or, when negative, removed). */
function proportion(deployment: Deployment, set: Stored<ReplicaSet>, toAdd: number, added: number): number {
  const replicas = set.spec?.replicas ?? 0;
  if (replicas === 0 || toAdd === added) return 0;
  const left = toAdd - added;
  const fraction = fractionOf(deployment, set, replicas);
  return toAdd > 0 ? Math.min(fraction, left) : Math.max(fraction, left);
}

function fractionOf(deployment: Deployment, set: Stored<ReplicaSet>, replicas: number): number {
  const wanted = deployment.spec?.replicas ?? 1;
  if (wanted === 0) return -replicas;
  const before = maxReplicasOf(set) || deployment.status?.replicas || 0;
  if (before === 0) return 0;
  return Math.round((replicas * (wanted + surgeOf(deployment).maxSurge)) / before) - replicas;
}

/** The only set with pods; the new (or else the youngest) one when none has; undefined when several have. */
function activeOrLatest({ newSet, oldSets }: OwnedSets): Stored<ReplicaSet> | undefined {
  const active = [...oldSets, ...(newSet ? [newSet] : [])].filter(isActive);
  if (active.length === 0) return newSet ?? oldSets.at(-1);
  return active.length === 1 ? active[0] : undefined;
}

function isSaturated(deployment: Deployment, set: Stored<ReplicaSet> | undefined): boolean {
  const wanted = deployment.spec?.replicas ?? 1;
  return set !== undefined && set.spec?.replicas === wanted && desiredReplicasOf(set) === wanted && (set.status?.availableReplicas ?? 0) === wanted;
}

function isActive(set: ReplicaSet): boolean {
  return (set.spec?.replicas ?? 0) > 0;
}
