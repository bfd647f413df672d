import type { Node, Pod } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { isNotFound } from '#machinery/status-errors.ts';
import { formatTime } from '#machinery/time.ts';
import { nodes, pods } from '../../resource-types.ts';
import { defineController, defineWatch, type ReconcileContext } from '../controller.ts';
import { isPodFinished, withPodCondition } from '../pod-state.ts';
import { podsByNode, podsOnNode } from '../pods-by-node.ts';

/** How long a node must be gone before its pods are: it may only be re-registering. */
const NODE_QUARANTINE_MS = 40_000;
/** Finished pods the cluster keeps (`--terminated-pod-gc-threshold`). */
const TERMINATED_THRESHOLD = 12_500;
/** A key that no node has, for what concerns the whole cluster. */
const CLUSTER = '*';

/** Deletes pods nobody else will: of nodes that are gone, being deleted without ever having had a node, and finished ones beyond the threshold. */
export const podGarbageCollector = defineController({
  name: 'pod-garbage-collector',
  watches: [
    // Deletions and additions alike: what counts is whether the node is there when its time comes.
    defineWatch<Node>({ type: nodes, afterMs: NODE_QUARANTINE_MS, keys: (node, _, before) => (before ? [] : [{ namespace: '', name: node.metadata.name }]) }),
    defineWatch<Pod>({
      type: pods,
      afterMs: NODE_QUARANTINE_MS,
      keys: (pod, lister, before) => {
        const node = pod.spec?.nodeName;
        return node && node !== before?.spec?.nodeName && !lister<Node>(nodes).get('', node) ? [{ namespace: '', name: node }] : [];
      },
    }),
    defineWatch<Pod>({
      type: pods,
      keys: (pod, _, before) => {
        const finished = isPodFinished(pod) && !(before && isPodFinished(before));
        const leaving = pod.metadata.deletionTimestamp !== undefined && !pod.spec?.nodeName;
        return finished || leaving ? [{ namespace: '', name: CLUSTER }] : [];
      },
    }),
  ],
  indexes: [podsByNode],
  reconcile({ name }, context) {
    if (name === CLUSTER) collectCluster(context);
    else if (!context.lister<Node>(nodes).get('', name)) collectOrphans(name, context);
    return undefined;
  },
});

function collectOrphans(nodeName: string, context: ReconcileContext): void {
  const orphans = podsOnNode(context.lister<Pod>(pods), nodeName);
  if (orphans.length === 0) return;
  try {
    context.client.get(nodes, '', nodeName);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    for (const pod of orphans) remove(pod, 'PodGC: node no longer exists', context);
  }
}

function collectCluster(context: ReconcileContext): void {
  const all = context.lister<Pod>(pods).list();
  for (const pod of all) if (pod.metadata.deletionTimestamp !== undefined && !pod.spec?.nodeName) remove(pod, undefined, context);
  const finished = all.filter((pod) => isPodFinished(pod) && pod.metadata.deletionTimestamp === undefined);
  const excess = finished.length - TERMINATED_THRESHOLD;
  if (excess <= 0) return;
  const oldest = finished.sort((a, b) => (a.metadata.creationTimestamp < b.metadata.creationTimestamp ? -1 : 1));
  for (const pod of oldest.slice(0, excess)) remove(pod, undefined, context);
}

/** Deletes a pod at once; one that has not finished is marked as failed first. @param disruption why it is disrupted, if it is */
function remove(pod: Stored<Pod>, disruption: string | undefined, context: ReconcileContext): void {
  const namespace = pod.metadata.namespace ?? '';
  try {
    if (!isPodFinished(pod)) {
      const condition = { type: 'DisruptionTarget', status: 'True', reason: 'DeletionByPodGC', message: disruption ?? '' };
      const marked = (disruption !== undefined && withPodCondition(pod, condition, formatTime(context.nowMs))) || pod;
      context.client.updateStatus<Pod>(pods, namespace, { ...marked, status: { ...marked.status, phase: 'Failed' } });
    }
    context.client.delete(pods, namespace, pod.metadata.name, { gracePeriodSeconds: 0, preconditions: { uid: pod.metadata.uid } });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}
