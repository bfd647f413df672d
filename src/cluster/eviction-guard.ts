import type { DirectClient } from '#client/client.ts';
import type { Pod, PodDisruptionBudget } from '#machinery/generated/types.ts';
import type { KubeObject, Stored } from '#machinery/object.ts';
import { matchesSelector, selectorFromLabelSelector } from '#machinery/selector.ts';
import { internalError, tooManyRequests } from '#machinery/status-errors.ts';
import { formatTime } from '#machinery/time.ts';
import type { Clock } from '#sim/simulation.ts';
import { podDisruptionBudgets } from './resource-types.ts';

const REFUSED = "Cannot evict pod as it would violate the pod's disruption budget.";
/** How long a client waits that asked before the budget was counted. */
const RETRY_SECONDS = 10;

/**
 * Refuses evictions that would break a disruption budget, and takes one off the budget for each that is allowed. As the
 * API server's eviction subresource does.
 * @returns what throws StatusError 429, or 500 when a pod has several budgets
 */
export function createEvictionGuard(client: DirectClient, clock: Clock): (pod: KubeObject, dryRun: boolean) => void {
  return (object, dryRun) => {
    const pod = object as Pod;
    // Pods that have ended, or have not begun, are no loss.
    const phase = pod.status?.phase;
    if (phase === 'Succeeded' || phase === 'Failed' || phase === 'Pending' || pod.metadata?.deletionTimestamp !== undefined) return;
    const namespace = pod.metadata?.namespace ?? '';
    const budgets = client
      .list<PodDisruptionBudget>(podDisruptionBudgets, { namespace })
      .items.filter((budget) => matchesSelector(selectorFromLabelSelector(budget.spec?.selector), pod.metadata?.labels));
    const [budget, ...more] = budgets;
    if (!budget) return;
    if (more.length > 0) throw internalError('This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.');
    if (isSpared(pod, budget)) return;
    requireAllowed(budget);
    if (dryRun) return;
    const status = {
      ...budget.status,
      disruptionsAllowed: (budget.status?.disruptionsAllowed ?? 0) - 1,
      disruptedPods: { ...budget.status?.disruptedPods, [pod.metadata?.name ?? '']: formatTime(clock.now) },
    };
    client.updateStatus<PodDisruptionBudget>(podDisruptionBudgets, namespace, { ...budget, status });
  };
}

/** A pod that is not ready does not count towards the budget: it may go when the others suffice, or always if the policy says so. */
function isSpared(pod: Pod, { spec, status }: PodDisruptionBudget): boolean {
  const isReady = pod.status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') ?? false;
  if (isReady) return false;
  if (spec?.unhealthyPodEvictionPolicy === 'AlwaysAllow') return true;
  const { currentHealthy = 0, desiredHealthy = 0 } = status ?? {};
  return desiredHealthy > 0 && currentHealthy >= desiredHealthy;
}

function requireAllowed(budget: Stored<PodDisruptionBudget>): void {
  const { name, generation = 0 } = budget.metadata;
  const { observedGeneration = 0, disruptionsAllowed = 0, currentHealthy = 0, desiredHealthy = 0 } = budget.status ?? {};
  const refuse = (message: string, retryAfterSeconds: number): Error => tooManyRequests(REFUSED, retryAfterSeconds, [{ reason: 'DisruptionBudget', message }]);
  if (observedGeneration < generation) throw refuse(`The disruption budget ${name} is still being processed by the server.`, RETRY_SECONDS);
  if (disruptionsAllowed <= 0) throw refuse(`The disruption budget ${name} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`, 0);
}
