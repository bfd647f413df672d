import type { Condition, Pod, PodDisruptionBudget, PodDisruptionBudgetStatus } from '#machinery/generated/types.ts';
import { scaledValue } from '#machinery/int-or-string.ts';
import type { Stored } from '#machinery/object.ts';
import { formatTime, parseTime } from '#machinery/time.ts';
import { isPodReady } from '../pod-state.ts';

/** An eviction that was allowed counts as under way for so long, unless the pod is seen to go. */
const DELETION_LIMIT_MS = 2 * 60_000;

/**
 * Works out how many pods of a budget may be disrupted.
 * @param pods the pods it selects
 * @param scale how many pods their controllers want in all
 */
export function planBudget(
  budget: Stored<PodDisruptionBudget>,
  pods: readonly Stored<Pod>[],
  scale: number,
  nowMs: number,
): { readonly status: PodDisruptionBudgetStatus; readonly nextLookMs: number | undefined } {
  const { minAvailable, maxUnavailable } = budget.spec ?? {};
  let expectedPods = scale;
  let desiredHealthy: number;
  if (maxUnavailable !== undefined) {
    desiredHealthy = Math.max(0, scale - scaledValue(maxUnavailable, scale, true));
  } else if (typeof minAvailable === 'number') {
    expectedPods = pods.length;
    desiredHealthy = minAvailable;
  } else {
    desiredHealthy = minAvailable === undefined ? 0 : scaledValue(minAvailable, scale, true);
  }
  const byName = new Map(pods.map((pod) => [pod.metadata.name, pod]));
  const disrupted = Object.entries(budget.status?.disruptedPods ?? {}).filter(([name, since]) => {
    const pod = byName.get(name);
    return pod !== undefined && pod.metadata.deletionTimestamp === undefined && parseTime(since) + DELETION_LIMIT_MS > nowMs;
  });
  const isDisrupted = new Set(disrupted.map(([name]) => name));
  const healthy = pods.filter((pod) => pod.metadata.deletionTimestamp === undefined && !isDisrupted.has(pod.metadata.name) && isPodReady(pod)).length;
  const disruptionsAllowed = expectedPods > 0 ? Math.max(0, healthy - desiredHealthy) : 0;
  const status: PodDisruptionBudgetStatus = {
    conditions: planConditions(budget, disruptionsAllowed > 0, nowMs),
    currentHealthy: healthy,
    desiredHealthy,
    ...(disrupted.length > 0 && { disruptedPods: Object.fromEntries(disrupted) }),
    disruptionsAllowed,
    expectedPods,
    ...(budget.metadata.generation !== undefined && { observedGeneration: budget.metadata.generation }),
  };
  const ends = disrupted.map(([, since]) => parseTime(since) + DELETION_LIMIT_MS - nowMs);
  return { status, nextLookMs: ends.length === 0 ? undefined : Math.min(...ends) };
}

function planConditions(budget: Stored<PodDisruptionBudget>, allowed: boolean, nowMs: number): readonly Condition[] {
  const before = budget.status?.conditions ?? [];
  const present = before.find((condition) => condition.type === 'DisruptionAllowed');
  const status = allowed ? 'True' : 'False';
  const next: Condition = {
    type: 'DisruptionAllowed',
    status,
    reason: allowed ? 'SufficientPods' : 'InsufficientPods',
    message: '',
    lastTransitionTime: present?.status === status ? present.lastTransitionTime : formatTime(nowMs),
    ...(budget.metadata.generation !== undefined && { observedGeneration: budget.metadata.generation }),
  };
  return [...before.filter((condition) => condition !== present), next];
}
