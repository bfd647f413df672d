import type { DirectClient } from '#client/client.ts';
import type { Informers } from '#client/informer.ts';
import type { Binding, Namespace, Node, Pod, ReplicaSet, Service } from '#machinery/generated/types.ts';
import type { KubeObject, Stored } from '#machinery/object.ts';
import { StatusError } from '#machinery/status-error.ts';
import { isNotFound } from '#machinery/status-errors.ts';
import { formatTime } from '#machinery/time.ts';
import type { Simulation } from '#sim/simulation.ts';
import { namespaces, nodes, pods, replicaSets, services } from '../resource-types.ts';
import { pickBest, scoreNodes } from './best-node.ts';
import { createClusterView } from './cluster-view.ts';
import { type Diagnosis, formatDiagnosis, rejectingPlugins } from './diagnosis.ts';
import { findFeasible } from './feasible-nodes.ts';
import type { ClusterEvent, PluginContext } from './framework.ts';
import type { NodeInfo } from './node-info.ts';
import { createNominations } from './nominations.ts';
import { findOwnSelector } from './own-selector.ts';
import { filterPlugins, scorePlugins } from './plugins/catalog.ts';
import { type PodInfo, podInfo } from './pod-info.ts';
import { planPreemption } from './preemption.ts';
import { createSchedulingQueue, type QueuedPod } from './scheduling-queue.ts';

export interface SchedulerOptions {
  readonly simulation: Simulation;
  readonly client: DirectClient;
  readonly informers: Informers;
  /** Records an Event with the source `default-scheduler`. */
  record(about: KubeObject, type: 'Normal' | 'Warning', reason: string, message: string): void;
}

export interface RunningScheduler {
  /** Pods that are about to be tried; 0 when all wait for time or for a change. */
  readonly pending: number;
  stop(): void;
}

const SCHEDULER_NAME = 'default-scheduler';
/** Virtual milliseconds one pod takes. */
const CYCLE_MS = 1;

/** Starts the scheduler: one pod after the other gets the best of the nodes that can take it. */
export function startScheduler(options: SchedulerOptions): RunningScheduler {
  const { simulation, client, informers, record } = options;
  const { clock, trace } = simulation;
  const random = simulation.random.fork(SCHEDULER_NAME);
  const cluster = createClusterView();
  const nominations = createNominations();
  const [serviceLister, setLister] = [informers.lister<Service>(services), informers.lister<ReplicaSet>(replicaSets)];
  const namespaceLister = informers.lister<Namespace>(namespaces);
  const context: PluginContext = {
    cluster,
    namespaceLabels: (name) => namespaceLister.get('', name)?.metadata.labels,
    ownSelector: (pod) => findOwnSelector(pod, serviceLister, setLister),
  };
  let nextStartIndex = 0;
  let scheduled = false;
  let stopped = false;

  const scheduleCycle = (): void => {
    if (scheduled || stopped) return;
    scheduled = true;
    trace.because(0, () => clock.after(CYCLE_MS, cycle));
  };
  const queue = createSchedulingQueue(clock, scheduleCycle);

  const cycle = (): void => {
    scheduled = false;
    if (stopped) return;
    const queued = queue.take();
    if (!queued) return;
    trace.because(queued.cause, () => scheduleOne(queued));
    if (queue.activeCount > 0) scheduleCycle();
  };

  const scheduleOne = (queued: QueuedPod): void => {
    const { info } = queued;
    if (info.pod.metadata.deletionTimestamp !== undefined) {
      record(info.pod, 'Warning', 'FailedScheduling', `skip schedule deleting pod: ${info.namespace}/${info.pod.metadata.name}`);
      return;
    }
    const nodeCount = cluster.nodes().length;
    if (nodeCount === 0) {
      fail(queued, 'no nodes available to schedule pods', new Set(filterPlugins.map((plugin) => plugin.name)));
      return;
    }
    const found = findFeasible(info, filterPlugins, context, nominations.byNode, nextStartIndex);
    nextStartIndex = (nextStartIndex + found.examined) % nodeCount;
    const node = chooseNode(info, found.nodes);
    if (node) bind(queued, node);
    else preempt(queued, found.diagnosis);
  };

  const chooseNode = (info: PodInfo, feasible: readonly NodeInfo[]): NodeInfo | undefined => {
    const nominated = info.pod.status?.nominatedNodeName;
    const promised = nominated === undefined ? undefined : feasible.find((candidate) => candidate.name === nominated);
    if (promised || feasible.length <= 1) return promised ?? feasible[0];
    return pickBest(feasible, scoreNodes(info, feasible, scorePlugins, context), random);
  };

  const bind = (queued: QueuedPod, node: NodeInfo): void => {
    const { info } = queued;
    const { name } = info.pod.metadata;
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
      else fail(queued, `binding rejected: ${error.message}`, undefined);
      return;
    }
    queue.remove(info.uid);
    nominations.remove(info.uid);
    record(info.pod, 'Normal', 'Scheduled', `Successfully assigned ${info.namespace}/${name} to ${node.name}`);
  };

  const preempt = (queued: QueuedPod, diagnosis: Diagnosis): void => {
    const { info } = queued;
    const plan = planPreemption(info, diagnosis, filterPlugins, context, nominations.byNode, (count) => random.below(count));
    const reason = formatDiagnosis(diagnosis);
    if (plan.kind === 'none') {
      nominations.remove(info.uid);
      fail(queued, `${reason} preemption: ${plan.message}`, rejectingPlugins(diagnosis));
      return;
    }
    for (const victim of plan.victims) evict(victim, info, plan.nodeName);
    nominations.set(info, plan.nodeName);
    fail(queued, reason, rejectingPlugins(diagnosis), plan.nodeName);
  };

  const evict = (victim: PodInfo, preemptor: PodInfo, nodeName: string): void => {
    const { name } = victim.pod.metadata;
    const condition = {
      type: 'DisruptionTarget',
      status: 'True',
      reason: 'PreemptionByScheduler',
      message: `${SCHEDULER_NAME}: preempting to accommodate a higher priority pod`,
      lastTransitionTime: formatTime(clock.now),
    };
    try {
      client.patch(pods, victim.namespace, name, { status: { conditions: [condition] } }, { type: 'strategic', subresource: 'status' });
      client.delete(pods, victim.namespace, name, { preconditions: { uid: victim.uid } });
    } catch (error) {
      if (isNotFound(error)) return;
      throw error;
    }
    record(victim.pod, 'Normal', 'Preempted', `Preempted by pod ${preemptor.uid} on node ${nodeName}`);
  };

  /** Puts a pod back and tells why. @param rejectedBy undefined after an error that may not come again */
  const fail = (queued: QueuedPod, message: string, rejectedBy: ReadonlySet<string> | undefined, nominatedNode?: string): void => {
    const { pod } = queued.info;
    queue.giveBack(queued, rejectedBy);
    record(pod, 'Warning', 'FailedScheduling', message);
    const reason = rejectedBy ? 'Unschedulable' : 'SchedulerError';
    const before = pod.status?.conditions?.find((condition) => condition.type === 'PodScheduled');
    const same = before?.status === 'False' && before.reason === reason && before.message === message;
    if (same && (nominatedNode === undefined || nominatedNode === pod.status?.nominatedNodeName)) return;
    const lastTransitionTime = before?.status === 'False' && before.lastTransitionTime ? before.lastTransitionTime : formatTime(clock.now);
    const condition = {
      type: 'PodScheduled',
      status: 'False',
      reason,
      message,
      lastTransitionTime,
      ...(pod.metadata.generation !== undefined && { observedGeneration: pod.metadata.generation }),
    };
    const status = { conditions: [condition], ...(nominatedNode !== undefined && { nominatedNodeName: nominatedNode }) };
    try {
      client.patch(pods, queued.info.namespace, pod.metadata.name, { status }, { type: 'strategic', subresource: 'status' });
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      if (isNotFound(error)) queue.remove(queued.info.uid);
    }
  };

  const wake = (event: ClusterEvent): void =>
    queue.wake((queued) => filterPlugins.some((plugin) => queued.rejectedBy.has(plugin.name) && plugin.isHelpful(event, queued.info, context)));

  watchNodes();
  watchPods();
  return {
    get pending() {
      return queue.activeCount + (scheduled ? 1 : 0);
    },
    stop() {
      stopped = true;
      queue.stop();
    },
  };

  function watchNodes(): void {
    informers.subscribe<Node>(nodes, {
      onAdd(node) {
        cluster.setNode(node);
        wake({ kind: 'node-added', node });
      },
      onUpdate(node, before) {
        cluster.setNode(node);
        if (isNodeChange(node, before)) wake({ kind: 'node-changed', node });
      },
      onDelete: (node) => cluster.removeNode(node.metadata.name),
    });
  }

  function watchPods(): void {
    informers.subscribe<Pod>(pods, {
      onAdd: (pod) => (pod.spec?.nodeName ? seeAssigned(pod, undefined) : seeUnassigned(pod, undefined)),
      onUpdate: (pod, before) => (pod.spec?.nodeName ? seeAssigned(pod, before) : seeUnassigned(pod, before)),
      onDelete(pod) {
        queue.remove(pod.metadata.uid);
        nominations.remove(pod.metadata.uid);
        const wasThere = cluster.nodeOf(pod.metadata.uid) !== undefined;
        cluster.removePod(pod.metadata.uid);
        if (wasThere) wake({ kind: 'pod-removed', pod });
      },
    });
  }

  function seeAssigned(pod: Stored<Pod>, before: Stored<Pod> | undefined): void {
    const { uid } = pod.metadata;
    if (isFinished(pod)) {
      const wasThere = cluster.nodeOf(uid) !== undefined;
      cluster.removePod(uid);
      if (wasThere) wake({ kind: 'pod-removed', pod });
      return;
    }
    const known = cluster.podOf(uid);
    const isAssumed = known !== undefined && cluster.nodeOf(uid) === pod.spec?.nodeName;
    // Most updates are of status: nothing in them changes what the plugins see.
    if (isAssumed && before?.spec?.nodeName && before.spec === pod.spec && isSameMetadata(before, pod)) return;
    if (isAssumed && known.pod.spec?.containers === pod.spec?.containers && isSameMetadata(known.pod, pod)) return;
    queue.remove(uid);
    nominations.remove(uid);
    cluster.addPod(podInfo(pod), pod.spec?.nodeName ?? '');
    wake({ kind: before?.spec?.nodeName ? 'pod-changed' : 'pod-assigned', pod });
  }

  function seeUnassigned(pod: Stored<Pod>, before: Stored<Pod> | undefined): void {
    const { uid } = pod.metadata;
    if ((pod.spec?.schedulerName ?? SCHEDULER_NAME) !== SCHEDULER_NAME || cluster.nodeOf(uid) !== undefined) return;
    if (isFinished(pod) || pod.metadata.deletionTimestamp !== undefined) {
      queue.remove(uid);
      return;
    }
    if (pod.spec?.schedulingGates?.length) return;
    const info = podInfo(pod);
    queue.add(info, trace.cause);
    if (before && (before.spec !== pod.spec || before.metadata.labels !== pod.metadata.labels)) {
      const event: ClusterEvent = { kind: 'pod-itself-changed', pod };
      queue.wake((queued) => queued.info.uid === uid && filterPlugins.some((plugin) => plugin.isHelpful(event, info, context)));
    }
  }
}

function isNodeChange(node: Stored<Node>, before: Stored<Node>): boolean {
  return node.spec !== before.spec || node.metadata.labels !== before.metadata.labels || node.status?.allocatable !== before.status?.allocatable;
}

function isSameMetadata(a: Stored<Pod>, b: Stored<Pod>): boolean {
  return a.metadata.labels === b.metadata.labels && a.metadata.deletionTimestamp === b.metadata.deletionTimestamp;
}

function isFinished(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}
