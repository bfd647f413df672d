import type { Deployment, DeploymentCondition, DeploymentStatus, ReplicaSet } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { formatTime, parseTime } from '#machinery/time.ts';
import { sumAvailable, sumReplicas } from './rolling.ts';
import { surgeOf } from './surge.ts';

/** A progress deadline of this many seconds means none. */
const NO_DEADLINE = 2_147_483_647;

type Conditions = readonly DeploymentCondition[];

/** Whether a Deployment wants to be told when it makes no progress. */
export function hasProgressDeadline(deployment: Deployment): boolean {
  const seconds = deployment.spec?.progressDeadlineSeconds;
  return seconds !== undefined && seconds !== NO_DEADLINE;
}

/** A condition of a Deployment's status by its type. */
export function conditionOf(status: DeploymentStatus | undefined, type: string): DeploymentCondition | undefined {
  return status?.conditions?.find((condition) => condition.type === type);
}

/** A new condition, as of now. */
export function newCondition(type: string, status: string, reason: string, message: string, nowMs: number): DeploymentCondition {
  const now = formatTime(nowMs);
  return { type, status, lastUpdateTime: now, lastTransitionTime: now, reason, message };
}

/** Sets a condition: nothing changes when status and reason stay, and the transition time stays with the status. */
export function withCondition(conditions: Conditions, condition: DeploymentCondition): Conditions {
  const before = conditions.find((existing) => existing.type === condition.type);
  if (before?.status === condition.status && before.reason === condition.reason) return conditions;
  const next = before?.status === condition.status && before.lastTransitionTime ? { ...condition, lastTransitionTime: before.lastTransitionTime } : condition;
  return [...conditions.filter((existing) => existing.type !== condition.type), next];
}

function withoutCondition(conditions: Conditions, type: string): Conditions {
  return conditions.some((condition) => condition.type === type) ? conditions.filter((condition) => condition.type !== type) : conditions;
}

/** The numbers of a Deployment's status and its condition Available. @param sets all its sets, the new one included */
export function planStatus(
  deployment: Stored<Deployment>,
  sets: readonly Stored<ReplicaSet>[],
  newSet: Stored<ReplicaSet> | undefined,
  nowMs: number,
): DeploymentStatus {
  const available = sumAvailable(sets);
  const minAvailable = (deployment.spec?.replicas ?? 1) - surgeOf(deployment).maxUnavailable;
  const condition =
    available >= minAvailable
      ? newCondition('Available', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.', nowMs)
      : newCondition('Available', 'False', 'MinimumReplicasUnavailable', 'Deployment does not have minimum availability.', nowMs);
  return statusOf(
    {
      observedGeneration: deployment.metadata.generation ?? 0,
      replicas: sum(sets, (set) => set.status?.replicas),
      updatedReplicas: newSet?.status?.replicas ?? 0,
      readyReplicas: sum(sets, (set) => set.status?.readyReplicas),
      availableReplicas: available,
      unavailableReplicas: Math.max(0, sumReplicas(sets) - available),
      collisionCount: deployment.status?.collisionCount ?? 0,
    },
    terminatingReplicas(sets),
    withCondition(deployment.status?.conditions ?? [], condition),
  );
}

/** What a rollout says of itself besides its numbers: Progressing and ReplicaFailure. */
export function planRolloutStatus(
  deployment: Stored<Deployment>,
  sets: readonly Stored<ReplicaSet>[],
  newSet: Stored<ReplicaSet> | undefined,
  nowMs: number,
): DeploymentStatus {
  const status = planStatus(deployment, sets, newSet, nowMs);
  const progressing = planProgressing(deployment, status, newSet, nowMs);
  return { ...status, conditions: planFailure(progressing, sets, newSet, nowMs) };
}

function planProgressing(deployment: Stored<Deployment>, status: DeploymentStatus, newSet: Stored<ReplicaSet> | undefined, nowMs: number): Conditions {
  const conditions = status.conditions ?? [];
  if (!hasProgressDeadline(deployment)) return withoutCondition(conditions, 'Progressing');
  const current = conditionOf(deployment.status, 'Progressing');
  // A finished rollout stays finished: pods that fail later do not make it progress again.
  if ((status.replicas ?? 0) === (status.updatedReplicas ?? 0) && current?.reason === 'NewReplicaSetAvailable') return conditions;
  const who = newSet ? `ReplicaSet "${newSet.metadata.name}"` : `Deployment "${deployment.metadata.name}"`;
  if (isComplete(deployment, status)) {
    return withCondition(conditions, newCondition('Progressing', 'True', 'NewReplicaSetAvailable', `${who} has successfully progressed.`, nowMs));
  }
  if (isProgressing(deployment, status)) {
    const next = newCondition('Progressing', 'True', 'ReplicaSetUpdated', `${who} is progressing.`, nowMs);
    // Every step renews the time from which the deadline counts, even when status and reason stay.
    const kept = current?.status === 'True' && current.lastTransitionTime ? { ...next, lastTransitionTime: current.lastTransitionTime } : next;
    return withCondition(withoutCondition(conditions, 'Progressing'), kept);
  }
  if (isTimedOut(deployment, status, nowMs)) {
    return withCondition(conditions, newCondition('Progressing', 'False', 'ProgressDeadlineExceeded', `${who} has timed out progressing.`, nowMs));
  }
  return conditions;
}

/** A set's ReplicaFailure becomes the Deployment's; the new set's comes first. */
function planFailure(conditions: Conditions, sets: readonly Stored<ReplicaSet>[], newSet: Stored<ReplicaSet> | undefined, nowMs: number): Conditions {
  const failure = [...(newSet ? [newSet] : []), ...sets]
    .flatMap((set) => set.status?.conditions ?? [])
    .find((condition) => condition.type === 'ReplicaFailure');
  if (!failure) return withoutCondition(conditions, 'ReplicaFailure');
  const condition = {
    type: 'ReplicaFailure',
    status: failure.status,
    lastUpdateTime: failure.lastTransitionTime ?? formatTime(nowMs),
    lastTransitionTime: failure.lastTransitionTime ?? formatTime(nowMs),
    reason: failure.reason ?? '',
    message: failure.message ?? '',
  };
  return withCondition(conditions, condition);
}

/** Pausing and resuming show in Progressing; so the deadline does not run while a rollout is paused. `undefined`: nothing to write. */
export function planPauseCondition(deployment: Stored<Deployment>, nowMs: number): DeploymentStatus | undefined {
  if (!hasProgressDeadline(deployment)) return undefined;
  const current = conditionOf(deployment.status, 'Progressing');
  if (current?.reason === 'ProgressDeadlineExceeded') return undefined;
  const told = current?.reason === 'DeploymentPaused';
  const paused = deployment.spec?.paused === true;
  if (paused === told) return undefined;
  const condition = paused
    ? newCondition('Progressing', 'Unknown', 'DeploymentPaused', 'Deployment is paused', nowMs)
    : newCondition('Progressing', 'Unknown', 'DeploymentResumed', 'Deployment is resumed', nowMs);
  return { ...deployment.status, conditions: withCondition(deployment.status?.conditions ?? [], condition) };
}

/** When to look again at a rollout that neither is complete nor has timed out; undefined when no time matters. */
export function planNextLook(deployment: Deployment, status: DeploymentStatus, nowMs: number): number | undefined {
  const current = conditionOf(status, 'Progressing');
  if (!hasProgressDeadline(deployment) || !current) return undefined;
  if (isComplete(deployment, status) || current.reason === 'ProgressDeadlineExceeded') return undefined;
  return Math.max(0, deadlineMs(deployment, current) - nowMs) + 1000;
}

/** Whether every pod is of the new template and available, and no old one is left. */
export function isComplete(deployment: Deployment, status: DeploymentStatus): boolean {
  const wanted = deployment.spec?.replicas ?? 1;
  return (
    (status.updatedReplicas ?? 0) === wanted &&
    (status.replicas ?? 0) === wanted &&
    (status.availableReplicas ?? 0) === wanted &&
    (status.observedGeneration ?? 0) >= (deployment.metadata?.generation ?? 0)
  );
}

function isProgressing(deployment: Deployment, status: DeploymentStatus): boolean {
  const before = deployment.status;
  const old = (of: DeploymentStatus | undefined): number => (of?.replicas ?? 0) - (of?.updatedReplicas ?? 0);
  return (
    (status.updatedReplicas ?? 0) > (before?.updatedReplicas ?? 0) ||
    old(status) < old(before) ||
    (status.readyReplicas ?? 0) > (before?.readyReplicas ?? 0) ||
    (status.availableReplicas ?? 0) > (before?.availableReplicas ?? 0)
  );
}

function isTimedOut(deployment: Deployment, status: DeploymentStatus, nowMs: number): boolean {
  const current = conditionOf(status, 'Progressing');
  if (!current || current.reason === 'NewReplicaSetAvailable') return false;
  return current.reason === 'ProgressDeadlineExceeded' || deadlineMs(deployment, current) < nowMs;
}

function deadlineMs(deployment: Deployment, condition: DeploymentCondition): number {
  return parseTime(condition.lastUpdateTime ?? condition.lastTransitionTime ?? '') + (deployment.spec?.progressDeadlineSeconds ?? 600) * 1000;
}

/** The terminating pods of all sets; unknown as long as one set has not told. */
function terminatingReplicas(sets: readonly Stored<ReplicaSet>[]): number | undefined {
  let total = 0;
  for (const set of sets) {
    if (set.status?.terminatingReplicas === undefined) return undefined;
    total += set.status.terminatingReplicas;
  }
  return total;
}

/** A status without the numbers that are 0, as Go leaves them out. */
function statusOf(counts: Readonly<Record<string, number>>, terminating: number | undefined, conditions: Conditions): DeploymentStatus {
  const present = Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));
  return { ...present, ...(terminating !== undefined && { terminatingReplicas: terminating }), ...(conditions.length > 0 && { conditions }) };
}

function sum(sets: readonly Stored<ReplicaSet>[], count: (set: Stored<ReplicaSet>) => number | undefined): number {
  return sets.reduce((total, set) => total + (count(set) ?? 0), 0);
}
