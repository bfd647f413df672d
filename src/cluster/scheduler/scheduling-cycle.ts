import type { Binding } from '#machinery/generated/types.ts';
import { StatusError } from '#machinery/status-error.ts';
import { isConflict, isNotFound } from '#machinery/status-errors.ts';
import { formatTime } from '#machinery/time.ts';
import { persistentVolumeClaims, persistentVolumes, pods } from '../resource-types.ts';
import { pickBest, scoreNodes } from './best-node.ts';
import { type Diagnosis, formatDiagnosis, rejectingPlugins } from './diagnosis.ts';
import { findFeasible } from './feasible-nodes.ts';
import type { NodeInfo } from './node-info.ts';
import { filterPlugins, scorePlugins } from './plugins/catalog.ts';
import { type ClaimBinding, planBindings, volumeBinding } from './plugins/volume-binding.ts';
import type { PodInfo } from './pod-info.ts';
import { planPreemption } from './preemption.ts';
import { SCHEDULER_NAME, type SchedulerState } from './scheduler-state.ts';
import { handleFailure } from './scheduling-failure.ts';
import type { QueuedPod } from './scheduling-queue.ts';

/** Tells a provisioner where the pod will be. */
const SELECTED_NODE = 'volume.kubernetes.io/selected-node';

/**
 * Tries to give one pod a node.
 * @param startIndex where among the nodes to begin
 * @returns where the next pod begins
 */
export function scheduleOne(state: SchedulerState, queued: QueuedPod, startIndex: number): number {
  const { info } = queued;
  if (info.pod.metadata.deletionTimestamp !== undefined) {
    const message = `skip schedule deleting pod: ${info.namespace}/${info.pod.metadata.name}`;
    state.recorder.event(info.pod, 'Warning', 'FailedScheduling', message, { action: 'Scheduling' });
    return startIndex;
  }
  const nodeCount = state.cluster.nodes().length;
  if (nodeCount === 0) {
    handleFailure(state, queued, { message: 'no nodes available to schedule pods', rejectedBy: new Set(filterPlugins.map((plugin) => plugin.name)) });
    return startIndex;
  }
  const found = findFeasible(info, filterPlugins, state.context, state.nominations.byNode, startIndex);
  const node = chooseNode(state, info, found.nodes);
  if (node) bindWithVolumes(state, queued, node);
  else preempt(state, queued, found.diagnosis);
  return (startIndex + found.examined) % nodeCount;
}

function chooseNode(state: SchedulerState, info: PodInfo, feasible: readonly NodeInfo[]): NodeInfo | undefined {
  const nominated = info.pod.status?.nominatedNodeName;
  const promised = nominated === undefined ? undefined : feasible.find((candidate) => candidate.name === nominated);
  if (promised || feasible.length <= 1) return promised ?? feasible[0];
  return pickBest(feasible, scoreNodes(info, feasible, scorePlugins, state.context), state.random);
}

/** Claims that waited for their pod are bound first; the pod is tried again when they are. */
function bindWithVolumes(state: SchedulerState, queued: QueuedPod, node: NodeInfo): void {
  const bindings = planBindings(queued.info, node, state.context) ?? [];
  if (bindings.length === 0) {
    bind(state, queued, node);
    return;
  }
  for (const binding of bindings) bindClaim(state, binding, node);
  state.queue.giveBack(queued, new Set([volumeBinding.name]));
}

function bindClaim({ client }: SchedulerState, binding: ClaimBinding, node: NodeInfo): void {
  const { name, namespace = '', uid } = binding.claim.metadata;
  try {
    if (binding.kind === 'provision') {
      if (binding.claim.metadata.annotations?.[SELECTED_NODE] === node.name) return;
      const metadata = { annotations: { [SELECTED_NODE]: node.name } };
      client.patch(persistentVolumeClaims, namespace, name, { metadata }, { type: 'merge' });
      return;
    }
    if (binding.volume.spec?.claimRef?.uid === uid) return;
    const metadata = { annotations: { 'pv.kubernetes.io/bound-by-controller': 'yes' }, resourceVersion: binding.volume.metadata.resourceVersion };
    const claimRef = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name, uid };
    client.patch(persistentVolumes, '', binding.volume.metadata.name, { metadata, spec: { claimRef } }, { type: 'merge' });
  } catch (error) {
    // Somebody was quicker: the next attempt sees what is left.
    if (!isNotFound(error) && !isConflict(error)) throw error;
  }
}

function bind(state: SchedulerState, queued: QueuedPod, node: NodeInfo): void {
  const { client, cluster, queue, nominations, recorder } = state;
  const { info } = queued;
  const { name } = info.pod.metadata;
  // The pod counts as being there at once; the watch will say so later.
  cluster.addPod(info, node.name);
  const binding: Binding = {
    apiVersion: 'v1',
    kind: 'Binding',
    metadata: { name, namespace: info.namespace, uid: info.uid },
    target: { kind: 'Node', name: node.name },
  };
  try {
    client.create<Binding>(pods, info.namespace, binding, { subresource: 'binding', name });
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    cluster.removePod(info.uid);
    if (isNotFound(error)) queue.remove(info.uid);
    else handleFailure(state, queued, { message: `running Bind plugin "DefaultBinder": ${error.message}`, rejectedBy: undefined });
    return;
  }
  queue.remove(info.uid);
  nominations.remove(info.uid);
  recorder.event(info.pod, 'Normal', 'Scheduled', `Successfully assigned ${info.namespace}/${name} to ${node.name}`, { action: 'Binding' });
}

function preempt(state: SchedulerState, queued: QueuedPod, diagnosis: Diagnosis): void {
  const { info } = queued;
  const { nominations, random } = state;
  const plan = planPreemption(info, diagnosis, filterPlugins, state.context, nominations.byNode, (count) => random.below(count));
  const reason = formatDiagnosis(diagnosis);
  const rejectedBy = rejectingPlugins(diagnosis);
  if (plan.kind === 'none') {
    nominations.remove(info.uid);
    handleFailure(state, queued, { message: `${reason} preemption: ${plan.message}`, rejectedBy });
    return;
  }
  for (const victim of plan.victims) evict(state, victim, info, plan.nodeName);
  nominations.set(info, plan.nodeName);
  handleFailure(state, queued, { message: reason, rejectedBy, nominatedNode: plan.nodeName });
}

function evict(state: SchedulerState, victim: PodInfo, preemptor: PodInfo, nodeName: string): void {
  const { client, recorder, simulation } = state;
  const { name } = victim.pod.metadata;
  const condition = {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'PreemptionByScheduler',
    message: `${SCHEDULER_NAME}: preempting to accommodate a higher priority pod`,
    lastTransitionTime: formatTime(simulation.clock.now),
  };
  try {
    client.patch(pods, victim.namespace, name, { status: { conditions: [condition] } }, { type: 'strategic', subresource: 'status' });
    client.delete(pods, victim.namespace, name, { preconditions: { uid: victim.uid } });
  } catch (error) {
    if (isNotFound(error)) return;
    throw error;
  }
  recorder.event(victim.pod, 'Normal', 'Preempted', `Preempted by pod ${preemptor.uid} on node ${nodeName}`, { action: 'Preempting', related: preemptor.pod });
}
