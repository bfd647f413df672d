import type { DirectClient } from '#client/client.ts';
import { createEventRecorder } from '#client/event-recorder.ts';
import type { Informers } from '#client/informer.ts';
import { createInformers } from '#client/shared-informers.ts';
import { createDirectClient } from '#client/transport-client.ts';
import { kinds } from '#kinds/catalog.ts';
import type { Kind } from '#kinds/kind.ts';
import type { Event, Lease, Node, Pod } from '#machinery/generated/types.ts';
import type { KubeObject, Stored } from '#machinery/object.ts';
import type { ResourceType } from '#machinery/resource-type.ts';
import { formatMicroTime, formatTime } from '#machinery/time.ts';
import { defaultLimits } from '#sim/limits.ts';
import { createSimulation, type Simulation } from '#sim/simulation.ts';
import { createApiServer } from '../apiserver/api-server.ts';
import { systemIdentity } from '../apiserver/identity.ts';
import { loadControllers } from '../controllers/catalog.ts';
import { startControllerManager } from '../controllers/controller-manager.ts';
import type { RecordEvent } from '../controllers/harness.ts';
import { createEvictionGuard } from '../eviction-guard.ts';
import { leases, nodes as nodeType, pods as podType } from '../resource-types.ts';
import { startScheduler } from '../scheduler/scheduler.ts';

/** A real API server with a client and local copies, for tests of what works on it. */
export interface ControlPlane {
  readonly simulation: Simulation;
  readonly client: DirectClient;
  readonly informers: Informers;
  /** The kinds that are served. */
  readonly types: readonly Kind[];
  eventsFrom(component: string): RecordEvent;
  /** Objects of a type, by namespace and name. */
  list<T extends KubeObject>(type: ResourceType, namespace?: string): readonly Stored<T>[];
  /** `reason: message` of all events, in the order in which they came. */
  events(): readonly string[];
  advance(seconds: number): Promise<void>;
}

const START_MS = 1_795_168_800_000;

// The loop of these tests never gives the host a turn, so nothing can be loaded while it runs: it is all there before.
await loadControllers({ types: kinds, rootCertificate: 'PEM', clusterCidr: '10.244.0.0/16' });

/** Starts an API server with the four namespaces of every cluster. */
export function createControlPlane(seed = 'test', freeze = true, types = kinds): ControlPlane {
  const simulation = createSimulation({ seed, startMs: START_MS, limits: defaultLimits, host: { turn: () => Promise.resolve() } });
  const server = createApiServer({ simulation, kinds: types, freeze });
  const client = createDirectClient(server.directTransport(systemIdentity('system:kube-controller-manager')));
  const informers = createInformers(client, simulation.clock);
  if (types.some((type) => type.plural === 'poddisruptionbudgets')) server.guardEvictions(createEvictionGuard(client, simulation.clock));
  const random = simulation.random.fork('events');
  const eventType: ResourceType = { group: '', version: 'v1', kind: 'Event', plural: 'events', singular: 'event', namespaced: true };
  return {
    simulation,
    client,
    informers,
    types,
    eventsFrom: (component) => createEventRecorder({ client, clock: simulation.clock, random, source: { component } }).event,
    list: (type, namespace) => client.list(type, namespace === undefined ? {} : { namespace }).items as never,
    events: () =>
      [...client.list<Event>(eventType).items]
        .sort((a, b) => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion))
        .map((event) => `${event.reason}: ${event.message}${(event.count ?? 1) > 1 ? ` (x${event.count})` : ''}`),
    advance: (seconds) => simulation.advance(seconds * 1000),
  };
}

/** Starts all controllers and the scheduler. */
export function startLoops(plane: ControlPlane): void {
  const { simulation, client, informers, types, eventsFrom } = plane;
  startControllerManager({ simulation, client, informers, eventsFrom, types, rootCertificate: 'PEM', clusterCidr: '10.244.0.0/16' });
  const recorder = createEventRecorder({
    client,
    clock: simulation.clock,
    random: simulation.random.fork('scheduler events'),
    source: { component: 'default-scheduler' },
    style: 'series',
  });
  startScheduler({ simulation, client, informers, types, recorder });
}

/** A node with room, ready. */
export function readyNode(name: string, more: Partial<Node['spec']> & { readonly labels?: Record<string, string>; readonly cpu?: string } = {}): Node {
  const { labels, cpu = '4', ...spec } = more;
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/hostname': name, ...labels } },
    spec,
    status: {
      allocatable: { cpu, memory: '8Gi', pods: '110' },
      capacity: { cpu, memory: '8Gi', pods: '110' },
      conditions: [
        { type: 'Ready', status: 'True', reason: 'KubeletReady', lastHeartbeatTime: formatTime(START_MS), lastTransitionTime: formatTime(START_MS) },
      ],
    },
  };
}

/** Creates nodes with their status. */
export function addNodes(plane: ControlPlane, nodes: readonly Node[]): void {
  for (const node of nodes) {
    const created = plane.client.create<Node>(nodeType, '', node);
    if (node.status) plane.client.updateStatus<Node>(nodeType, '', { ...created, status: node.status });
  }
}

/** Renews the lease of every node each 10 seconds, as kubelets do. @param isAlive whether a node still does */
export function keepNodesAlive(plane: ControlPlane, isAlive: (nodeName: string) => boolean = () => true): void {
  const { clock } = plane.simulation;
  const renew = (): void => {
    for (const node of plane.informers.lister<Node>(nodeType).list()) {
      const { name } = node.metadata;
      if (!isAlive(name)) continue;
      const lease: Lease = {
        metadata: { name, namespace: 'kube-node-lease' },
        spec: { holderIdentity: name, leaseDurationSeconds: 40, renewTime: formatMicroTime(clock.now) },
      };
      const present = plane.informers.lister<Lease>(leases).get('kube-node-lease', name);
      if (present) plane.client.update<Lease>(leases, 'kube-node-lease', { ...present, ...(lease.spec && { spec: lease.spec }) });
      else plane.client.create<Lease>(leases, 'kube-node-lease', lease);
    }
    clock.after(10_000, renew);
  };
  renew();
}

/**
 * Stands in for kubelets where they are not what is tested: pods that are bound run and are ready after a while, pods
 * being deleted go. @param isReady whether a pod becomes ready @param isUp whether the pod's node does anything at all
 */
export function runPods(plane: ControlPlane, delayMs = 1000, isReady: (pod: Pod) => boolean = () => true, isUp: (pod: Pod) => boolean = () => true): void {
  const { clock } = plane.simulation;
  let addresses = 0;
  const start = (pod: Stored<Pod>): void => {
    const present = plane.informers.lister<Pod>(podType).get(pod.metadata.namespace ?? '', pod.metadata.name);
    if (present?.metadata.uid !== pod.metadata.uid || present.metadata.deletionTimestamp !== undefined || !isUp(present)) return;
    const now = formatTime(clock.now);
    const kept = (present.status?.conditions ?? []).filter((condition) => condition.type !== 'Ready');
    const conditions = [...kept, { type: 'Ready', status: isReady(pod) ? 'True' : 'False', lastTransitionTime: now }];
    const podIP = `10.244.0.${++addresses}`;
    const status = { ...present.status, phase: 'Running', podIP, podIPs: [{ ip: podIP }], startTime: now, conditions };
    plane.client.updateStatus<Pod>(podType, pod.metadata.namespace ?? '', { ...present, status });
  };
  const stop = (pod: Stored<Pod>): void => {
    if (!isUp(pod) || !plane.informers.lister<Pod>(podType).get(pod.metadata.namespace ?? '', pod.metadata.name)) return;
    plane.client.delete(podType, pod.metadata.namespace ?? '', pod.metadata.name, { gracePeriodSeconds: 0, preconditions: { uid: pod.metadata.uid } });
  };
  plane.informers.subscribe<Pod>(podType, {
    onAdd(pod) {
      if (pod.spec?.nodeName) clock.after(delayMs, () => start(pod));
    },
    onUpdate(pod, before) {
      if (pod.spec?.nodeName && !before.spec?.nodeName) clock.after(delayMs, () => start(pod));
      if (pod.metadata.deletionTimestamp && !before.metadata.deletionTimestamp) clock.after(delayMs, () => stop(pod));
    },
  });
}
