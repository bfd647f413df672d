import type { Deployment, ReplicaSet } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { surgeOf } from './surge.ts';

/** One change of a set's size. */
export interface ScaleStep {
  readonly set: Stored<ReplicaSet>;
  readonly replicas: number;
}

/**
 * The size of the new set as far as it may grow now: the wanted number, but all pods together never beyond maxSurge.
 * @param newSet undefined when it is still to be created
 */
export function planNewReplicas(deployment: Deployment, newSet: Stored<ReplicaSet> | undefined, oldSets: readonly ReplicaSet[]): number {
  const wanted = deployment.spec?.replicas ?? 1;
  if (deployment.spec?.strategy?.type === 'Recreate') return wanted;
  const present = newSet?.spec?.replicas ?? 0;
  const room = wanted + surgeOf(deployment).maxSurge - present - sumReplicas(oldSets);
  if (room <= 0) return present;
  return present + Math.min(room, wanted - present);
}

/** The next steps of a rolling update: the new set first; only when it has its size, the old ones shrink. */
export function planRolling(deployment: Deployment, newSet: Stored<ReplicaSet>, oldSets: readonly Stored<ReplicaSet>[]): readonly ScaleStep[] {
  const wanted = deployment.spec?.replicas ?? 1;
  const present = newSet.spec?.replicas ?? 0;
  const next = present > wanted ? wanted : planNewReplicas(deployment, newSet, oldSets);
  if (next !== present) return [{ set: newSet, replicas: next }];
  return planShrink(deployment, newSet, oldSets);
}

/**
 * How the old sets shrink: first the pods that are not healthy anyway, then as many as the available ones of all sets
 * allow. As upstream's rolling.go: never below minAvailable, and pods of the new set that are not up yet count as missing.
 */
function planShrink(deployment: Deployment, newSet: Stored<ReplicaSet>, oldSets: readonly Stored<ReplicaSet>[]): readonly ScaleStep[] {
  const sizes = new Map(oldSets.map((set) => [set, set.spec?.replicas ?? 0]));
  const oldPods = sumReplicas(oldSets);
  if (oldPods === 0) return [];
  const minAvailable = (deployment.spec?.replicas ?? 1) - surgeOf(deployment).maxUnavailable;
  const newPods = newSet.spec?.replicas ?? 0;
  const newUnavailable = newPods - (newSet.status?.availableReplicas ?? 0);
  const mostToRemove = oldPods + newPods - minAvailable - newUnavailable;
  if (mostToRemove <= 0) return [];

  const steps: ScaleStep[] = [];
  const remove = (set: Stored<ReplicaSet>, count: number): number => {
    const size = (sizes.get(set) ?? 0) - count;
    sizes.set(set, size);
    steps.push({ set, replicas: size });
    return count;
  };

  let unhealthy = 0;
  for (const set of oldSets) {
    if (unhealthy >= mostToRemove) break;
    const size = sizes.get(set) ?? 0;
    const sick = size - (set.status?.availableReplicas ?? 0);
    if (size > 0 && sick > 0) unhealthy += remove(set, Math.min(mostToRemove - unhealthy, sick));
  }

  let spare = sumAvailable([...oldSets, newSet]) - minAvailable;
  for (const set of oldSets) {
    if (spare <= 0) break;
    const size = sizes.get(set) ?? 0;
    if (size > 0) spare -= remove(set, Math.min(size, spare));
  }
  return steps;
}

/** Replicas asked for by some sets together. */
export function sumReplicas(sets: readonly ReplicaSet[]): number {
  return sets.reduce((sum, set) => sum + (set.spec?.replicas ?? 0), 0);
}

/** Available replicas of some sets together. */
export function sumAvailable(sets: readonly ReplicaSet[]): number {
  return sets.reduce((sum, set) => sum + (set.status?.availableReplicas ?? 0), 0);
}
