import type { Pod, ReplicaSet, ReplicaSetCondition, ReplicaSetStatus } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { formatTime } from '#machinery/time.ts';
import { isPodReady, podAvailableAt } from '../pod-state.ts';

/** What went wrong when pods were to be created (too few) or deleted (too many). */
export interface ReplicaFailure {
  readonly reason: 'FailedCreate' | 'FailedDelete';
  readonly message: string;
}

export interface ReplicaSetStatusPlan {
  readonly status: ReplicaSetStatus;
  /** When the next ready pod becomes available, in virtual milliseconds; undefined when none is on its way. */
  readonly nextAvailableAtMs: number | undefined;
}

/** Counts what a ReplicaSet's status tells. @param active its active pods @param terminating how many are being deleted */
export function planStatus(
  set: Stored<ReplicaSet>,
  active: readonly Stored<Pod>[],
  terminating: number,
  failure: ReplicaFailure | undefined,
  nowMs: number,
): ReplicaSetStatusPlan {
  const wanted = Object.entries(set.spec?.template?.metadata?.labels ?? {});
  const minReadySeconds = set.spec?.minReadySeconds ?? 0;
  let fullyLabeled = 0;
  let ready = 0;
  let available = 0;
  let next: number | undefined;
  for (const pod of active) {
    const { labels } = pod.metadata;
    if (wanted.every(([key, value]) => labels?.[key] === value)) fullyLabeled++;
    if (!isPodReady(pod)) continue;
    ready++;
    const at = podAvailableAt(pod, minReadySeconds);
    if (at === undefined) continue;
    if (at <= nowMs) available++;
    else next = Math.min(next ?? at, at);
  }
  const conditions = planConditions(set.status?.conditions, failure, nowMs);
  const status: ReplicaSetStatus = {
    replicas: active.length,
    ...(fullyLabeled > 0 && { fullyLabeledReplicas: fullyLabeled }),
    ...(ready > 0 && { readyReplicas: ready }),
    ...(available > 0 && { availableReplicas: available }),
    terminatingReplicas: terminating,
    ...(set.metadata.generation !== undefined && { observedGeneration: set.metadata.generation }),
    ...(conditions !== undefined && { conditions }),
  };
  return { status, nextAvailableAtMs: next };
}

/** A failure is told once, when it begins, and taken back when there is none any more. */
function planConditions(
  before: readonly ReplicaSetCondition[] | undefined,
  failure: ReplicaFailure | undefined,
  nowMs: number,
): readonly ReplicaSetCondition[] | undefined {
  const told = before?.some((condition) => condition.type === 'ReplicaFailure') ?? false;
  if (failure && !told) {
    const condition = { type: 'ReplicaFailure', status: 'True', lastTransitionTime: formatTime(nowMs), reason: failure.reason, message: failure.message };
    return [...(before ?? []), condition];
  }
  if (!failure && told) {
    const rest = before?.filter((condition) => condition.type !== 'ReplicaFailure') ?? [];
    return rest.length > 0 ? rest : undefined;
  }
  return before;
}

/** Whether a status says the same as another. */
export function isSameStatus(a: ReplicaSetStatus, b: ReplicaSetStatus | undefined): boolean {
  return (
    b !== undefined &&
    a.replicas === b.replicas &&
    (a.fullyLabeledReplicas ?? 0) === (b.fullyLabeledReplicas ?? 0) &&
    (a.readyReplicas ?? 0) === (b.readyReplicas ?? 0) &&
    (a.availableReplicas ?? 0) === (b.availableReplicas ?? 0) &&
    a.terminatingReplicas === b.terminatingReplicas &&
    a.observedGeneration === b.observedGeneration &&
    a.conditions === b.conditions
  );
}
