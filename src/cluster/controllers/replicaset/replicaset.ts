import type { Pod, ReplicaSet } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { controllerOf } from '#machinery/owner.ts';
import { selectorFromLabelSelector } from '#machinery/selector.ts';
import { StatusError } from '#machinery/status-error.ts';
import { isNotFound } from '#machinery/status-errors.ts';
import { pods as podType, replicaSets } from '../../resource-types.ts';
import { claim, controllerReference, orphanIndex, possibleOwners } from '../claim.ts';
import { defineController, defineWatch, type ReconcileContext, type ReconcileResult } from '../controller.ts';
import { isPodActive, isPodFinished } from '../pod-state.ts';
import { podFromTemplate } from '../pod-template.ts';
import { planDeletions } from './ranking.ts';
import { isSameStatus, planStatus, type ReplicaFailure } from './status.ts';

/**
 * Pods created or deleted in one reconcile at most. Upstream's 500 take it many seconds (20 requests a second); here a
 * reconcile is one step of the simulation, and a page must not wait for it.
 */
const BURST_REPLICAS = 100;

/** How many pods a ReplicaSet lacks (positive) or has too many (negative), one burst at most. */
export function planScale(replicas: number, active: number): number {
  return Math.max(-BURST_REPLICAS, Math.min(BURST_REPLICAS, replicas - active));
}

/**
 * The sizes in which pods are created: 1, 2, 4 … If one batch has failures, the rest is not tried, so that a quota
 * that is used up costs one refused request and not hundreds.
 */
export function planSlowStart(count: number): readonly number[] {
  const batches: number[] = [];
  for (let left = count, size = 1; left > 0; size *= 2) {
    batches.push(Math.min(size, left));
    left -= size;
  }
  return batches;
}

/** Keeps as many pods running as a ReplicaSet asks for. */
export const replicaSetController = defineController({
  name: 'replicaset',
  for: replicaSets,
  owns: [podType],
  watches: [
    defineWatch<Pod>({
      type: podType,
      keys: (pod, lister) =>
        possibleOwners(pod, lister<ReplicaSet>(replicaSets).list(pod.metadata.namespace), (set) => selectorFromLabelSelector(set.spec?.selector)),
    }),
  ],
  indexes: [orphanIndex(podType)],
  reconcile({ namespace, name }, context) {
    const set = context.lister<ReplicaSet>(replicaSets).get(namespace, name);
    if (!set) return undefined;
    const selector = selectorFromLabelSelector(set.spec?.selector);
    const claimed = claim<Pod>(context, replicaSets, set, podType, selector);
    const active = claimed.filter(isPodActive);
    const terminating = claimed.filter((pod) => pod.metadata.deletionTimestamp !== undefined && !isPodFinished(pod)).length;

    const { failure, error } = set.metadata.deletionTimestamp === undefined ? scale(set, active, context) : { failure: undefined, error: undefined };
    const result = writeStatus(set, active, terminating, failure, context);
    if (error) throw error;
    return result;
  },
});

interface ScaleOutcome {
  readonly failure: ReplicaFailure | undefined;
  readonly error: StatusError | undefined;
}

function scale(set: Stored<ReplicaSet>, active: readonly Stored<Pod>[], context: ReconcileContext): ScaleOutcome {
  const change = planScale(set.spec?.replicas ?? 1, active.length);
  const error = change > 0 ? createPods(set, change, context) : change < 0 ? deletePods(set, active, -change, context) : undefined;
  if (!error) return { failure: undefined, error: undefined };
  return { failure: { reason: change > 0 ? 'FailedCreate' : 'FailedDelete', message: error.message }, error };
}

function createPods(set: Stored<ReplicaSet>, count: number, context: ReconcileContext): StatusError | undefined {
  const pod = podFromTemplate(set.spec?.template, set.metadata.name, controllerReference(replicaSets, set));
  const namespace = set.metadata.namespace ?? '';
  for (const batch of planSlowStart(count)) {
    let failure: StatusError | undefined;
    for (let i = 0; i < batch; i++) {
      try {
        const created = context.client.create(podType, namespace, pod);
        context.event(set, 'Normal', 'SuccessfulCreate', `Created pod: ${created.metadata.name}`);
      } catch (error) {
        if (!(error instanceof StatusError)) throw error;
        // In a namespace that is going away nothing can be created, and nobody needs to be told.
        if (error.status.details?.causes?.some((cause) => cause.reason === 'NamespaceTerminating')) continue;
        context.event(set, 'Warning', 'FailedCreate', `Error creating: ${error.message}`);
        failure ??= error;
      }
    }
    if (failure) return failure;
  }
  return undefined;
}

function deletePods(set: Stored<ReplicaSet>, active: readonly Stored<Pod>[], count: number, context: ReconcileContext): StatusError | undefined {
  let failure: StatusError | undefined;
  for (const pod of planDeletions(active, relatedPods(set, active, context), count, context.nowMs)) {
    try {
      context.client.delete(podType, pod.metadata.namespace ?? '', pod.metadata.name, { preconditions: { uid: pod.metadata.uid } });
      context.event(set, 'Normal', 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`);
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      if (isNotFound(error)) continue;
      context.event(set, 'Warning', 'FailedDelete', `Error deleting: ${error.message}`);
      failure ??= error;
    }
  }
  return failure;
}

/** The pods of all ReplicaSets with the same controller owner. */
function relatedPods(set: Stored<ReplicaSet>, own: readonly Stored<Pod>[], context: ReconcileContext): readonly Stored<Pod>[] {
  const owner = controllerOf(set);
  if (!owner) return own;
  const sets = context.lister<ReplicaSet>(replicaSets).controlledBy(owner.uid);
  return sets.flatMap((sibling) => context.lister<Pod>(podType).controlledBy(sibling.metadata.uid));
}

function writeStatus(
  set: Stored<ReplicaSet>,
  active: readonly Stored<Pod>[],
  terminating: number,
  failure: ReplicaFailure | undefined,
  context: ReconcileContext,
): ReconcileResult | undefined {
  const { status, nextAvailableAtMs } = planStatus(set, active, terminating, failure, context.nowMs);
  if (!isSameStatus(status, set.status)) context.client.updateStatus<ReplicaSet>(replicaSets, set.metadata.namespace ?? '', { ...set, status });
  return nextAvailableAtMs === undefined ? undefined : { requeueAfterMs: nextAvailableAtMs - context.nowMs };
}
