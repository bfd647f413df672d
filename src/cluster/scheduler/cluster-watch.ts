import type { Informers } from '#client/informer.ts';
import { isDeepEqual } from '#machinery/equality.ts';
import type { Node, Pod } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { nodes, persistentVolumeClaims, pods } from '../resource-types.ts';
import type { ClusterEvent } from './framework.ts';
import { filterPlugins } from './plugins/catalog.ts';
import { podInfo } from './pod-info.ts';
import { SCHEDULER_NAME, type SchedulerState } from './scheduler-state.ts';

/**
 * Keeps the picture of the cluster up to date, queues pods without a node, and wakes those that a change may help.
 * @param hasClaims whether the API server has claims
 */
export function watchCluster(state: SchedulerState, informers: Informers, hasClaims: boolean): void {
  const { cluster, queue, nominations } = state;
  informers.subscribe<Node>(nodes, {
    onAdd(node) {
      cluster.setNode(node);
      wake(state, { kind: 'node-added', node });
    },
    onUpdate(node, before) {
      cluster.setNode(node);
      if (isNodeChange(node, before)) wake(state, { kind: 'node-changed', node });
    },
    onDelete: (node) => cluster.removeNode(node.metadata.name),
  });
  if (hasClaims) {
    const wakeForClaim = (): void => wake(state, { kind: 'claim-changed' });
    informers.subscribe(persistentVolumeClaims, { onAdd: wakeForClaim, onUpdate: wakeForClaim });
  }
  const see = (pod: Stored<Pod>, before?: Stored<Pod>): void => (pod.spec?.nodeName ? seeAssigned(state, pod, before) : seeUnassigned(state, pod, before));
  informers.subscribe<Pod>(pods, {
    onAdd: (pod) => see(pod),
    onUpdate: see,
    onDelete(pod) {
      queue.remove(pod.metadata.uid);
      nominations.remove(pod.metadata.uid);
      leave(state, pod);
    },
  });
}

/** Asks the plugins that rejected a pod whether they would think again. */
function wake(state: SchedulerState, event: ClusterEvent): void {
  state.queue.wake((queued) => filterPlugins.some((plugin) => queued.rejectedBy.has(plugin.name) && plugin.isHelpful(event, queued.info, state.context)));
}

function leave(state: SchedulerState, pod: Stored<Pod>): void {
  if (state.cluster.nodeOf(pod.metadata.uid) === undefined) return;
  state.cluster.removePod(pod.metadata.uid);
  wake(state, { kind: 'pod-removed', pod });
}

function seeAssigned(state: SchedulerState, pod: Stored<Pod>, before: Stored<Pod> | undefined): void {
  const { cluster, queue, nominations } = state;
  const { uid } = pod.metadata;
  if (isFinished(pod)) {
    leave(state, pod);
    return;
  }
  const known = cluster.nodeOf(uid) === pod.spec?.nodeName ? cluster.podOf(uid) : undefined;
  // Most updates are of status: nothing in them changes what the plugins see. The first one after binding brings only the node.
  if (known && isSameMetadata(known.pod, pod) && (before?.spec === pod.spec || known.pod.spec?.containers === pod.spec?.containers)) return;
  queue.remove(uid);
  nominations.remove(uid);
  cluster.addPod(podInfo(pod), pod.spec?.nodeName ?? '');
  wake(state, { kind: before?.spec?.nodeName ? 'pod-changed' : 'pod-assigned', pod });
}

function seeUnassigned(state: SchedulerState, pod: Stored<Pod>, before: Stored<Pod> | undefined): void {
  const { cluster, queue, context, simulation } = state;
  const { uid } = pod.metadata;
  if ((pod.spec?.schedulerName ?? SCHEDULER_NAME) !== SCHEDULER_NAME || cluster.nodeOf(uid) !== undefined) return;
  if (isFinished(pod) || pod.metadata.deletionTimestamp !== undefined) {
    queue.remove(uid);
    return;
  }
  if (pod.spec?.schedulingGates?.length) return;
  const info = podInfo(pod);
  queue.add(info, simulation.trace.cause);
  if (!before || (isDeepEqual(before.spec, pod.spec) && isDeepEqual(before.metadata.labels, pod.metadata.labels))) return;
  const event: ClusterEvent = { kind: 'pod-itself-changed', pod };
  queue.wake((queued) => queued.info.uid === uid && filterPlugins.some((plugin) => plugin.isHelpful(event, info, context)));
}

function isNodeChange(node: Stored<Node>, before: Stored<Node>): boolean {
  return (
    !isDeepEqual(node.spec, before.spec) ||
    !isDeepEqual(node.metadata.labels, before.metadata.labels) ||
    !isDeepEqual(node.status?.allocatable, before.status?.allocatable)
  );
}

function isSameMetadata(a: Stored<Pod>, b: Stored<Pod>): boolean {
  return isDeepEqual(a.metadata.labels, b.metadata.labels) && a.metadata.deletionTimestamp === b.metadata.deletionTimestamp;
}

function isFinished(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}
