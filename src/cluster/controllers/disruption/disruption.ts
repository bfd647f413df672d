import { isSemanticallyEqual } from '#machinery/equality.ts';
import type { Deployment, Pod, PodDisruptionBudget, ReplicaSet, StatefulSet } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { controllerOf } from '#machinery/owner.ts';
import { matchesSelector, selectorFromLabelSelector } from '#machinery/selector.ts';
import { deployments, podDisruptionBudgets, pods as podType, replicaSets, statefulSets } from '../../resource-types.ts';
import { defineController, defineWatch, type ReconcileContext } from '../controller.ts';
import { isPodFinished, isPodReady } from '../pod-state.ts';
import { planBudget } from './plan.ts';

/** Keeps count of how many pods of a budget may be evicted. */
export const disruptionController = defineController({
  name: 'disruption',
  eventSource: 'controllermanager',
  for: podDisruptionBudgets,
  watches: [
    defineWatch<Pod>({
      type: podType,
      keys(pod, lister, before) {
        if (before && isSameForBudgets(pod, before)) return [];
        return lister<PodDisruptionBudget>(podDisruptionBudgets)
          .list(pod.metadata.namespace)
          .filter((budget) => selectsPod(budget, pod) || (before !== undefined && selectsPod(budget, before)))
          .map((budget) => ({ namespace: budget.metadata.namespace ?? '', name: budget.metadata.name }));
      },
    }),
    // How many pods there should be is read from their controllers; a change of it shows in the pods.
    defineWatch<ReplicaSet>({ type: replicaSets, keys: () => [] }),
    defineWatch<Deployment>({ type: deployments, keys: () => [] }),
    defineWatch<StatefulSet>({ type: statefulSets, keys: () => [] }),
  ],
  reconcile({ namespace, name }, context) {
    const budget = context.lister<PodDisruptionBudget>(podDisruptionBudgets).get(namespace, name);
    if (!budget || budget.metadata.deletionTimestamp !== undefined) return undefined;
    const pods = context
      .lister<Pod>(podType)
      .list(namespace)
      .filter((pod) => !isPodFinished(pod) && selectsPod(budget, pod));
    if (pods.length === 0 && budget.status?.observedGeneration !== budget.metadata.generation) {
      context.event(budget, 'Normal', 'NoPods', 'No matching pods found');
    }
    const { status, nextLookMs } = planBudget(budget, pods, expectedScale(pods, context), context.nowMs);
    if (!isSemanticallyEqual(status, budget.status)) context.client.updateStatus<PodDisruptionBudget>(podDisruptionBudgets, namespace, { ...budget, status });
    return nextLookMs === undefined ? undefined : { requeueAfterMs: nextLookMs };
  },
});

function isSameForBudgets(pod: Stored<Pod>, before: Stored<Pod>): boolean {
  return (
    pod.metadata.labels === before.metadata.labels &&
    pod.metadata.deletionTimestamp === before.metadata.deletionTimestamp &&
    isPodReady(pod) === isPodReady(before) &&
    isPodFinished(pod) === isPodFinished(before)
  );
}

function selectsPod(budget: PodDisruptionBudget, pod: Stored<Pod>): boolean {
  return matchesSelector(selectorFromLabelSelector(budget.spec?.selector), pod.metadata.labels);
}

/** The sizes of all controllers that own one of the pods, each counted once. */
function expectedScale(pods: readonly Stored<Pod>[], context: ReconcileContext): number {
  const scales = new Map<string, number>();
  for (const pod of pods) {
    const owner = controllerOf(pod);
    const namespace = pod.metadata.namespace ?? '';
    if (owner?.kind === 'StatefulSet') {
      const set = context.lister<StatefulSet>(statefulSets).get(namespace, owner.name);
      if (set) scales.set(set.metadata.uid, set.spec?.replicas ?? 1);
    } else if (owner?.kind === 'ReplicaSet') {
      const set = context.lister<ReplicaSet>(replicaSets).get(namespace, owner.name);
      const deployment = set && context.lister<Deployment>(deployments).get(namespace, controllerOf(set)?.name ?? '');
      if (deployment) scales.set(deployment.metadata.uid, deployment.spec?.replicas ?? 1);
      else if (set) scales.set(set.metadata.uid, set.spec?.replicas ?? 1);
    }
  }
  return [...scales.values()].reduce((sum, scale) => sum + scale, 0);
}
