import { isSemanticallyEqual } from '#machinery/equality.ts';
import type { ControllerRevision, PersistentVolumeClaim, Pod, StatefulSet } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { selectorFromLabelSelector } from '#machinery/selector.ts';
import { StatusError } from '#machinery/status-error.ts';
import { isAlreadyExists, isNotFound } from '#machinery/status-errors.ts';
import { controllerRevisions, persistentVolumeClaims, pods as podType, statefulSets } from '../../resource-types.ts';
import { claim, orphanIndex, possibleOwners } from '../claim.ts';
import { defineController, defineWatch, type ReconcileContext } from '../controller.ts';
import { podAvailableAt } from '../pod-state.ts';
import { planRevisionCleanup, revisionTemplate, syncRevision } from '../revisions.ts';
import { memberClaims, memberPod, ordinalOf, revisionNameOf } from './identity.ts';
import { type MemberStep, planMembers, planStatus } from './plan.ts';

/** The label of a revision that carries its hash. */
const HASH_LABEL = 'controller.kubernetes.io/hash';

/** Runs pods that keep their names, host names and claims. */
export const statefulSetController = defineController({
  name: 'statefulset',
  for: statefulSets,
  owns: [podType, controllerRevisions],
  watches: [
    defineWatch<Pod>({
      type: podType,
      keys: (pod, lister) =>
        possibleOwners(pod, lister<StatefulSet>(statefulSets).list(pod.metadata.namespace), (set) => selectorFromLabelSelector(set.spec?.selector)),
    }),
  ],
  indexes: [orphanIndex(podType)],
  reconcile({ namespace, name }, context) {
    const set = context.lister<StatefulSet>(statefulSets).get(namespace, name);
    if (!set) return undefined;
    const claimed = claim<Pod>(context, statefulSets, set, podType, selectorFromLabelSelector(set.spec?.selector));
    const pods = claimed.filter((pod) => ordinalOf(set, pod) !== undefined);
    const known = context.lister<ControllerRevision>(controllerRevisions).controlledBy(set.metadata.uid);
    const owner = { type: statefulSets, object: set, template: set.spec?.template, collisionCount: set.status?.collisionCount, hashLabel: HASH_LABEL };
    const update = syncRevision(owner, known, context, () => countCollision(set, context));
    const current = known.find((revision) => revision.metadata.name === set.status?.currentRevision) ?? update;
    const revisions = { current: current.metadata.name, update: update.metadata.name };

    const steps = set.metadata.deletionTimestamp === undefined ? planMembers(set, pods, revisions, context.nowMs) : [];
    const status = planStatus(set, pods, revisions, context.nowMs);
    if (!isSemanticallyEqual(status, set.status)) context.client.updateStatus<StatefulSet>(statefulSets, namespace, { ...set, status });
    for (const step of steps) carryOut(set, step, current, update, context);
    cleanUp(set, known, pods, [current, update], context);
    return nextLook(set, pods, context.nowMs);
  },
});

function countCollision(set: Stored<StatefulSet>, context: ReconcileContext): void {
  const status = { replicas: 0, ...set.status, collisionCount: (set.status?.collisionCount ?? 0) + 1 };
  context.client.updateStatus<StatefulSet>(statefulSets, set.metadata.namespace ?? '', { ...set, status });
}

function carryOut(
  set: Stored<StatefulSet>,
  step: MemberStep,
  current: Stored<ControllerRevision>,
  update: Stored<ControllerRevision>,
  context: ReconcileContext,
): void {
  if (step.kind === 'create') {
    const revision = step.revision === 'current' ? current : update;
    createMember(set, memberPod(set, revisionTemplate(revision), revision.metadata.name, step.ordinal), context);
    return;
  }
  const { name } = step.pod.metadata;
  if (step.kind === 'replace') {
    const failed = step.pod.status?.phase === 'Failed';
    const [type, reason, what] = failed
      ? (['Warning', 'RecreatingFailedPod', 'failed'] as const)
      : (['Normal', 'RecreatingTerminatedPod', 'terminated'] as const);
    context.event(set, type, reason, `StatefulSet ${set.metadata.namespace}/${set.metadata.name} is recreating ${what} Pod ${name}`);
  }
  try {
    context.client.delete(podType, set.metadata.namespace ?? '', name, { preconditions: { uid: step.pod.metadata.uid } });
    context.event(set, 'Normal', 'SuccessfulDelete', `delete Pod ${name} in StatefulSet ${set.metadata.name} successful`);
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    if (isNotFound(error)) return;
    context.event(set, 'Warning', 'FailedDelete', `delete Pod ${name} in StatefulSet ${set.metadata.name} failed error: ${error.message}`);
    throw error;
  }
}

function createMember(set: Stored<StatefulSet>, pod: Pod, context: ReconcileContext): void {
  const namespace = set.metadata.namespace ?? '';
  const name = pod.metadata?.name ?? '';
  for (const wanted of memberClaims(set, name)) ensureClaim(set, wanted, name, context);
  try {
    context.client.create<Pod>(podType, namespace, pod);
    context.event(set, 'Normal', 'SuccessfulCreate', `create Pod ${name} in StatefulSet ${set.metadata.name} successful`);
  } catch (error) {
    if (!(error instanceof StatusError) || isAlreadyExists(error)) throw error;
    context.event(set, 'Warning', 'FailedCreate', `create Pod ${name} in StatefulSet ${set.metadata.name} failed error: ${error.message}`);
    throw error;
  }
}

function ensureClaim(set: Stored<StatefulSet>, wanted: PersistentVolumeClaim, podName: string, context: ReconcileContext): void {
  const namespace = set.metadata.namespace ?? '';
  const name = wanted.metadata?.name ?? '';
  const what = `create Claim ${name} Pod ${podName} in StatefulSet ${set.metadata.name}`;
  try {
    context.client.create<PersistentVolumeClaim>(persistentVolumeClaims, namespace, wanted);
    context.event(set, 'Normal', 'SuccessfulCreate', `${what} success`);
  } catch (error) {
    if (isAlreadyExists(error)) return;
    if (error instanceof StatusError) context.event(set, 'Warning', 'FailedCreate', `${what} failed error: ${error.message}`);
    throw error;
  }
}

function cleanUp(
  set: Stored<StatefulSet>,
  revisions: readonly Stored<ControllerRevision>[],
  pods: readonly Stored<Pod>[],
  kept: readonly Stored<ControllerRevision>[],
  context: ReconcileContext,
): void {
  const names = new Set([...kept.map((revision) => revision.metadata.name), ...pods.map(revisionNameOf)]);
  for (const revision of planRevisionCleanup(revisions, set.spec?.revisionHistoryLimit ?? 10, (candidate) => names.has(candidate.metadata.name))) {
    context.client.delete(controllerRevisions, set.metadata.namespace ?? '', revision.metadata.name, { preconditions: { uid: revision.metadata.uid } });
  }
}

/** When the next ready member becomes available. */
function nextLook(set: StatefulSet, pods: readonly Stored<Pod>[], nowMs: number): { readonly requeueAfterMs: number } | undefined {
  const minReadySeconds = set.spec?.minReadySeconds ?? 0;
  if (minReadySeconds === 0) return undefined;
  const later = pods.map((pod) => podAvailableAt(pod, minReadySeconds) ?? 0).filter((at) => at > nowMs);
  return later.length === 0 ? undefined : { requeueAfterMs: Math.min(...later) - nowMs };
}
