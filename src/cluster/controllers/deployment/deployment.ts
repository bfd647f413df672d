import { isSemanticallyEqual } from '#machinery/equality.ts';
import type { Deployment, DeploymentStatus, Pod, ReplicaSet } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { controllerOf } from '#machinery/owner.ts';
import { selectorFromLabelSelector } from '#machinery/selector.ts';
import { deployments, pods, replicaSets } from '../../resource-types.ts';
import { claim, orphanIndex, possibleOwners } from '../claim.ts';
import { defineController, defineWatch, type ReconcileContext, type ReconcileResult } from '../controller.ts';
import { planCleanup, withReplicasAnnotations } from './history.ts';
import { syncNewSet } from './new-set.ts';
import { isComplete, planNextLook, planPauseCondition, planRolloutStatus, planStatus } from './progress.ts';
import { isOldRunning, planStopOld } from './recreate.ts';
import { type OwnedSets, planOwnedSets } from './replica-sets.ts';
import { planRolling, type ScaleStep } from './rolling.ts';
import { isScalingEvent, planProportionalScale } from './scaling.ts';
import { surgeOf } from './surge.ts';

/** Rolls a Deployment's pods from one template to the next through ReplicaSets. */
export const deploymentController = defineController({
  name: 'deployment',
  for: deployments,
  owns: [replicaSets],
  watches: [
    defineWatch<ReplicaSet>({
      type: replicaSets,
      keys: (set, lister) =>
        possibleOwners(set, lister<Deployment>(deployments).list(set.metadata.namespace), (owner) => selectorFromLabelSelector(owner.spec?.selector)),
    }),
    // Recreate waits for the last old pod to go.
    defineWatch<Pod>({
      type: pods,
      keys(pod, lister) {
        const setName = controllerOf(pod);
        if (setName?.kind !== 'ReplicaSet') return [];
        const set = lister<ReplicaSet>(replicaSets).get(pod.metadata.namespace ?? '', setName.name);
        const owner = set && controllerOf(set);
        const deployment = owner && lister<Deployment>(deployments).get(pod.metadata.namespace ?? '', owner.name);
        return deployment?.spec?.strategy?.type === 'Recreate' ? [{ namespace: pod.metadata.namespace ?? '', name: deployment.metadata.name }] : [];
      },
    }),
  ],
  indexes: [orphanIndex(replicaSets)],
  reconcile({ namespace, name }, context) {
    const deployment = context.lister<Deployment>(deployments).get(namespace, name);
    if (!deployment) return undefined;
    const selector = selectorFromLabelSelector(deployment.spec?.selector);
    if (!selector.matchesNothing && selector.requirements.length === 0) {
      context.event(deployment, 'Warning', 'SelectingAll', 'This deployment is selecting all pods. A non-empty selector is required.');
      return undefined;
    }
    const sets = claim<ReplicaSet>(context, deployments, deployment, replicaSets, selector);
    if (deployment.metadata.deletionTimestamp !== undefined) return writePlainStatus(deployment, planOwnedSets(deployment, sets), context);
    return roll(tellPause(deployment, context), sets, context);
  },
});

function tellPause(deployment: Stored<Deployment>, context: ReconcileContext): Stored<Deployment> {
  const status = planPauseCondition(deployment, context.nowMs);
  return status ? context.client.updateStatus<Deployment>(deployments, deployment.metadata.namespace ?? '', { ...deployment, status }) : deployment;
}

function roll(deployment: Stored<Deployment>, sets: readonly Stored<ReplicaSet>[], context: ReconcileContext): ReconcileResult | undefined {
  const owned = planOwnedSets(deployment, sets);
  if (deployment.spec?.paused || isScalingEvent(deployment, owned)) {
    const synced = syncNewSet(deployment, owned, false, context);
    applySteps(synced.deployment, planProportionalScale(synced.deployment, synced.owned), context);
    if (deployment.spec?.paused) cleanUp(synced.deployment, synced.owned.oldSets, context);
    return writePlainStatus(synced.deployment, synced.owned, context);
  }
  return deployment.spec?.strategy?.type === 'Recreate' ? rollRecreate(deployment, owned, context) : rollRolling(deployment, owned, context);
}

function rollRolling(before: Stored<Deployment>, found: OwnedSets, context: ReconcileContext): ReconcileResult | undefined {
  const { deployment, owned } = syncNewSet(before, found, true, context);
  if (owned.newSet) {
    const steps = planRolling(deployment, owned.newSet, owned.oldSets);
    if (steps.length > 0) applySteps(deployment, steps, context);
    else if (isComplete(deployment, deployment.status ?? {})) cleanUp(deployment, owned.oldSets, context);
  }
  return writeRolloutStatus(deployment, owned, context);
}

function rollRecreate(before: Stored<Deployment>, found: OwnedSets, context: ReconcileContext): ReconcileResult | undefined {
  const present = syncNewSet(before, found, false, context);
  const stop = planStopOld(present.owned.oldSets);
  if (stop.length > 0) {
    applySteps(present.deployment, stop, context);
    return writeRolloutStatus(present.deployment, present.owned, context);
  }
  const podsOf = (set: Stored<ReplicaSet>): readonly Stored<Pod>[] => context.lister<Pod>(pods).controlledBy(set.metadata.uid);
  if (isOldRunning(present.owned.oldSets, podsOf)) return writeRolloutStatus(present.deployment, present.owned, context);

  const { deployment, owned } = present.owned.newSet ? present : syncNewSet(present.deployment, present.owned, true, context);
  const wanted = deployment.spec?.replicas ?? 1;
  if (owned.newSet && owned.newSet.spec?.replicas !== wanted) applySteps(deployment, [{ set: owned.newSet, replicas: wanted }], context);
  if (isComplete(deployment, deployment.status ?? {})) cleanUp(deployment, owned.oldSets, context);
  return writeRolloutStatus(deployment, owned, context);
}

/** Writes sizes and the annotations that go with them, and tells each change of a size. */
function applySteps(deployment: Stored<Deployment>, steps: readonly ScaleStep[], context: ReconcileContext): void {
  const wanted = deployment.spec?.replicas ?? 1;
  const most = wanted + surgeOf(deployment).maxSurge;
  const written = new Map<string, Stored<ReplicaSet>>();
  for (const step of steps) {
    const set = written.get(step.set.metadata.uid) ?? step.set;
    const annotations = withReplicasAnnotations(set.metadata.annotations, wanted, most);
    const from = set.spec?.replicas ?? 0;
    if (annotations === set.metadata.annotations && from === step.replicas) continue;
    const next: Stored<ReplicaSet> = {
      ...set,
      metadata: { ...set.metadata, annotations },
      ...(set.spec && { spec: { ...set.spec, replicas: step.replicas } }),
    };
    written.set(set.metadata.uid, context.client.update<ReplicaSet>(replicaSets, set.metadata.namespace ?? '', next));
    if (from === step.replicas) continue;
    const direction = from < step.replicas ? 'up' : 'down';
    context.event(deployment, 'Normal', 'ScalingReplicaSet', `Scaled ${direction} replica set ${set.metadata.name} from ${from} to ${step.replicas}`);
  }
}

function cleanUp(deployment: Stored<Deployment>, oldSets: readonly Stored<ReplicaSet>[], context: ReconcileContext): void {
  for (const set of planCleanup(deployment, oldSets)) {
    context.client.delete(replicaSets, set.metadata.namespace ?? '', set.metadata.name, {
      propagationPolicy: 'Background',
      preconditions: { uid: set.metadata.uid },
    });
  }
}

function writePlainStatus(deployment: Stored<Deployment>, owned: OwnedSets, context: ReconcileContext): undefined {
  writeStatus(deployment, planStatus(deployment, allSets(owned), owned.newSet, context.nowMs), context);
}

function writeRolloutStatus(deployment: Stored<Deployment>, owned: OwnedSets, context: ReconcileContext): ReconcileResult | undefined {
  const status = planRolloutStatus(deployment, allSets(owned), owned.newSet, context.nowMs);
  writeStatus(deployment, status, context);
  const requeueAfterMs = planNextLook(deployment, status, context.nowMs);
  return requeueAfterMs === undefined ? undefined : { requeueAfterMs };
}

function writeStatus(deployment: Stored<Deployment>, status: DeploymentStatus, context: ReconcileContext): void {
  if (isSemanticallyEqual(deployment.status, status)) return;
  context.client.updateStatus<Deployment>(deployments, deployment.metadata.namespace ?? '', { ...deployment, status });
}

function allSets({ newSet, oldSets }: OwnedSets): readonly Stored<ReplicaSet>[] {
  return newSet ? [...oldSets, newSet] : oldSets;
}
