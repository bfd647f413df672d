import { isSemanticallyEqual } from '#machinery/equality.ts';
import type { ControllerRevision, DaemonSet, Node, Pod } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { selectorFromLabelSelector } from '#machinery/selector.ts';
import { StatusError } from '#machinery/status-error.ts';
import { isNotFound } from '#machinery/status-errors.ts';
import { controllerRevisions, daemonSets, nodes as nodeType, pods as podType } from '../../resource-types.ts';
import { claim, controllerReference, orphanIndex, possibleOwners } from '../claim.ts';
import { defineController, defineWatch, type Key, type ReconcileContext } from '../controller.ts';
import { podAvailableAt } from '../pod-state.ts';
import { podFromTemplate } from '../pod-template.ts';
import { planRevisionCleanup, REVISION_HASH, syncRevision } from '../revisions.ts';
import { daemonPodSpec, planNodeFit } from './node-fit.ts';
import { type DaemonPlan, planManage, planStatus, planUpdate } from './plan.ts';

const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation';

/** Runs one pod on every node that should have one. */
export const daemonSetController = defineController({
  name: 'daemonset',
  for: daemonSets,
  owns: [podType, controllerRevisions],
  watches: [
    defineWatch<Pod>({
      type: podType,
      keys: (pod, lister) =>
        possibleOwners(pod, lister<DaemonSet>(daemonSets).list(pod.metadata.namespace), (set) => selectorFromLabelSelector(set.spec?.selector)),
    }),
    defineWatch<Node>({
      type: nodeType,
      keys: (node, lister, before) =>
        lister<DaemonSet>(daemonSets)
          .list()
          .filter((set) => isConcerned(set, node, before))
          .map(keyOf),
    }),
  ],
  indexes: [orphanIndex(podType)],
  reconcile({ namespace, name }, context) {
    const set = context.lister<DaemonSet>(daemonSets).get(namespace, name);
    if (!set) return undefined;
    const selector = selectorFromLabelSelector(set.spec?.selector);
    const pods = claim<Pod>(context, daemonSets, set, podType, selector);
    if (set.metadata.deletionTimestamp !== undefined) return undefined;
    const revisions = context.lister<ControllerRevision>(controllerRevisions).controlledBy(set.metadata.uid);
    const current = syncRevision(revisionOwner(set), revisions, context, () => countCollision(set, context));
    const hash = current.metadata.labels?.[REVISION_HASH] ?? '';
    const nodes = context.lister<Node>(nodeType).list();
    const byNode = groupByNode(pods);

    const manage = planManage(set, nodes, byNode);
    const isIdle = manage.create.length + manage.delete.length + manage.finished.length === 0;
    const update = isIdle && set.spec?.updateStrategy?.type !== 'OnDelete' ? planUpdate(set, nodes, byNode, hash, context.nowMs) : undefined;
    const error = carryOut(set, update ?? manage, hash, context);
    cleanUp(set, revisions, pods, current, context);
    const status = planStatus(set, nodes, byNode, hash, context.nowMs);
    if (!isSemanticallyEqual(status, set.status)) context.client.updateStatus<DaemonSet>(daemonSets, namespace, { ...set, status });
    if (error) throw error;
    return nextLook(set, pods, context.nowMs);
  },
});

function keyOf(set: Stored<DaemonSet>): Key {
  return { namespace: set.metadata.namespace ?? '', name: set.metadata.name };
}

/** Whether a node's change may matter: when it comes or goes, and when a fit changes. */
function isConcerned(set: DaemonSet, node: Node, before: Node | undefined): boolean {
  if (!before) return true;
  if (node.spec === before.spec && node.metadata?.labels === before.metadata?.labels) return false;
  const [now, then] = [planNodeFit(set, node), planNodeFit(set, before)];
  return now.shouldRun !== then.shouldRun || now.mayStay !== then.mayStay;
}

function revisionOwner(set: Stored<DaemonSet>): Parameters<typeof syncRevision>[0] {
  return { type: daemonSets, object: set, template: set.spec?.template, collisionCount: set.status?.collisionCount, hashLabel: REVISION_HASH };
}

function countCollision(set: Stored<DaemonSet>, context: ReconcileContext): void {
  const empty = { currentNumberScheduled: 0, desiredNumberScheduled: 0, numberMisscheduled: 0, numberReady: 0 };
  const status = { ...empty, ...set.status, collisionCount: (set.status?.collisionCount ?? 0) + 1 };
  context.client.updateStatus<DaemonSet>(daemonSets, set.metadata.namespace ?? '', { ...set, status });
}

/** A pod that is not bound yet belongs to the node its affinity names. */
function groupByNode(pods: readonly Stored<Pod>[]): ReadonlyMap<string, readonly Stored<Pod>[]> {
  const byNode = new Map<string, Stored<Pod>[]>();
  for (const pod of pods) {
    const node = pod.spec?.nodeName || targetNode(pod);
    if (node === undefined) continue;
    const list = byNode.get(node);
    if (list) list.push(pod);
    else byNode.set(node, [pod]);
  }
  return byNode;
}

function targetNode(pod: Pod): string | undefined {
  const terms = pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  return terms?.flatMap((term) => term.matchFields ?? []).find((field) => field.key === 'metadata.name')?.values?.[0];
}

function carryOut(set: Stored<DaemonSet>, plan: DaemonPlan, hash: string, context: ReconcileContext): StatusError | undefined {
  let failure: StatusError | undefined;
  for (const pod of plan.finished) {
    const [reason, what] = pod.status?.phase === 'Succeeded' ? ['SucceededDaemonPod', 'succeeded'] : ['FailedDaemonPod', 'failed'];
    const where = `${pod.metadata.namespace}/${pod.metadata.name} on node ${pod.spec?.nodeName}`;
    context.event(
      set,
      what === 'failed' ? 'Warning' : 'Normal',
      reason,
      `Found ${what} daemon pod ${where}, will try to ${what === 'failed' ? 'kill' : 'delete'} it`,
    );
  }
  for (const nodeName of plan.create) failure ??= createPod(set, nodeName, hash, context);
  for (const pod of [...plan.finished, ...plan.delete]) failure ??= deletePod(set, pod, context);
  return failure;
}

function createPod(set: Stored<DaemonSet>, nodeName: string, hash: string, context: ReconcileContext): StatusError | undefined {
  const pod = podFromTemplate(set.spec?.template, set.metadata.name, controllerReference(daemonSets, set));
  const generation = set.metadata.annotations?.[TEMPLATE_GENERATION];
  const labels = { ...pod.metadata?.labels, [REVISION_HASH]: hash, ...(generation !== undefined && { 'pod-template-generation': generation }) };
  try {
    const created = context.client.create<Pod>(podType, set.metadata.namespace ?? '', {
      ...pod,
      metadata: { ...pod.metadata, labels },
      spec: daemonPodSpec(set, nodeName),
    });
    context.event(set, 'Normal', 'SuccessfulCreate', `Created pod: ${created.metadata.name}`);
    return undefined;
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    context.event(set, 'Warning', 'FailedCreate', `Error creating: ${error.message}`);
    return error;
  }
}

function deletePod(set: Stored<DaemonSet>, pod: Stored<Pod>, context: ReconcileContext): StatusError | undefined {
  try {
    context.client.delete(podType, pod.metadata.namespace ?? '', pod.metadata.name, { preconditions: { uid: pod.metadata.uid } });
    context.event(set, 'Normal', 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`);
    return undefined;
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    if (isNotFound(error)) return undefined;
    context.event(set, 'Warning', 'FailedDelete', `Error deleting: ${error.message}`);
    return error;
  }
}

function cleanUp(
  set: Stored<DaemonSet>,
  revisions: readonly Stored<ControllerRevision>[],
  pods: readonly Stored<Pod>[],
  current: Stored<ControllerRevision>,
  context: ReconcileContext,
): void {
  const hashes = new Set(pods.map((pod) => pod.metadata.labels?.[REVISION_HASH]));
  const isInUse = (revision: Stored<ControllerRevision>): boolean =>
    revision.metadata.uid === current.metadata.uid || hashes.has(revision.metadata.labels?.[REVISION_HASH]);
  for (const revision of planRevisionCleanup(revisions, set.spec?.revisionHistoryLimit ?? 10, isInUse)) {
    context.client.delete(controllerRevisions, set.metadata.namespace ?? '', revision.metadata.name, { preconditions: { uid: revision.metadata.uid } });
  }
}

/** When the next ready pod becomes available. */
function nextLook(set: DaemonSet, pods: readonly Stored<Pod>[], nowMs: number): { readonly requeueAfterMs: number } | undefined {
  const minReadySeconds = set.spec?.minReadySeconds ?? 0;
  if (minReadySeconds === 0) return undefined;
  const later = pods.map((pod) => podAvailableAt(pod, minReadySeconds) ?? 0).filter((at) => at > nowMs);
  return later.length === 0 ? undefined : { requeueAfterMs: Math.min(...later) - nowMs };
}
