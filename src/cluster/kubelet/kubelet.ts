import type { DirectClient } from '#client/client.ts';
import type { EventRecorder } from '#client/event-recorder.ts';
import type { Container, Node, Pod, PodStatus } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import type { ResourceType } from '#machinery/resource-type.ts';
import { isAlreadyExists, isConflict, isNotFound } from '#machinery/status-errors.ts';
import type { FileSystem } from '#os/file-system.ts';
import { createMemoryFileSystem } from '#os/memory-file-system.ts';
import type { NetworkNamespace } from '#os/network.ts';
import type { Simulation } from '#sim/simulation.ts';
import type { NodeOptions } from '../cluster-options.ts';
import { planAdmission, podRequest } from './admission.ts';
import { createBackOff } from './back-off.ts';
import type { ConfigSource } from './config-source.ts';
import { createHeartbeat } from './heartbeat.ts';
import { createImagePuller, type ImagePuller } from './image-puller.ts';
import { planCapacity, planNode, planNodeStatus } from './node-object.ts';
import type { PodHost } from './pod-host.ts';
import { createPodWorker, type PodWorker } from './pod-worker.ts';
import { createRelist } from './relist.ts';
import type { NodeNetwork } from './runtime/node-network.ts';
import type { Registry } from './runtime/registry.ts';

export const podType: ResourceType = { group: '', version: 'v1', kind: 'Pod', plural: 'pods', singular: 'pod', namespaced: true };
export const nodeType: ResourceType = { group: '', version: 'v1', kind: 'Node', plural: 'nodes', singular: 'node', namespaced: false };

export interface KubeletOptions {
  readonly simulation: Simulation;
  readonly client: DirectClient;
  readonly node: NodeOptions;
  readonly network: NodeNetwork;
  readonly registry: Registry;
  readonly source: ConfigSource;
  readonly imagesPresent: boolean;
  /** Bytes per virtual second. */
  readonly bandwidth: number;
  readonly events: EventRecorder;
  /** The pods that are bound to the node, for a kubelet that comes back. */
  boundPods(): readonly Stored<Pod>[];
}

/** The kubelet of one node, with the machine it runs on. */
export interface Kubelet {
  readonly nodeName: string;
  /** How many processors the machine has, as a quantity. */
  readonly cpu: string;
  readonly address: string;
  readonly fs: FileSystem;
  readonly network: NetworkNamespace;
  readonly puller: ImagePuller;
  /** Registers the node and begins to work. */
  start(): void;
  /** Cuts the machine's power: its pods stop and nothing is reported any more. */
  powerOff(): void;
  powerOn(): void;
  readonly isUp: boolean;
  /** Whether the node is Ready and pods may be scheduled to it. */
  readonly isReady: boolean;
  podAdded(pod: Stored<Pod>): void;
  podUpdated(pod: Stored<Pod>): void;
  podRemoved(pod: Stored<Pod>): void;
  nodeUpdated(node: Stored<Node>): void;
  worker(namespace: string, podName: string): PodWorker | undefined;
  workers(): readonly PodWorker[];
}

/** Creates the kubelet of a node that has not been started yet. */
export function createKubelet(options: KubeletOptions): Kubelet {
  const { simulation, client, network } = options;
  const { clock } = simulation;
  const nodeName = options.node.name;
  const random = simulation.random.fork(`kubelet/${nodeName}`);
  const workers = new Map<string, PodWorker>();
  const nodeFs = createMemoryFileSystem(simulation);
  const relist = createRelist(clock, random.below(1000));
  const crashBackOff = createBackOff(10_000, 300_000);
  const imageBackOff = createBackOff(10_000, 300_000);
  const { allocatable } = planCapacity(options.node);
  const puller = createImagePuller({
    clock,
    random,
    registry: options.registry,
    backOff: imageBackOff,
    bandwidth: options.bandwidth,
    allPresent: options.imagesPresent,
  });
  const used = { cpuMilli: 0, memoryBytes: 0, pods: 0 };
  let node: Stored<Node> | undefined;
  let isUp = false;
  let isReady = false;

  const nodeEvent = (type: 'Normal' | 'Warning', reason: string, message: string): void =>
    options.events.event({ apiVersion: 'v1', kind: 'Node', metadata: { name: nodeName, uid: nodeName } }, type, reason, message);

  const account = (pod: Stored<Pod>, sign: 1 | -1): void => {
    const request = podRequest(pod);
    used.cpuMilli += sign * request.cpuMilli;
    used.memoryBytes += sign * request.memoryBytes;
    used.pods += sign;
  };

  const host: PodHost = {
    simulation,
    random,
    nodeName,
    network,
    puller,
    source: options.source,
    nodeFs,
    crashBackOff,
    imageBackOff,
    allocatable,
    latest(pod) {
      try {
        const latest = client.get<Pod>(podType, pod.metadata.namespace ?? '', pod.metadata.name);
        return latest.metadata.uid === pod.metadata.uid ? latest : undefined;
      } catch (error) {
        if (isNotFound(error)) return undefined;
        throw error;
      }
    },
    writeStatus(latest, status: PodStatus) {
      client.updateStatus<Pod>(podType, latest.metadata.namespace ?? '', { ...latest, status });
    },
    confirmDeletion(pod) {
      try {
        client.delete(podType, pod.metadata.namespace ?? '', pod.metadata.name, { gracePeriodSeconds: 0, preconditions: { uid: pod.metadata.uid } });
      } catch (error) {
        if (!isNotFound(error) && !isConflict(error)) throw error;
      }
    },
    event: (pod, container, type, reason, message) =>
      options.events.event(pod, type, reason, message, container ? { fieldPath: fieldPathOf(pod, container) } : {}),
    syncAtRelist: relist.add,
    finished(pod) {
      if (workers.get(keyOf(pod))?.state.pod.metadata.uid !== pod.metadata.uid) return;
      workers.delete(keyOf(pod));
      account(pod, -1);
    },
  };

  const report = (): void => {
    try {
      const latest = client.get<Node>(nodeType, '', nodeName);
      isReady = network.isReady;
      const status = planNodeStatus(options.node, network.address, { ready: isReady, images: puller.present(), before: latest.status, nowMs: clock.now });
      node = client.updateStatus<Node>(nodeType, '', { ...latest, status });
    } catch (error) {
      // Somebody deleted the node: a kubelet does not register it again before it is restarted.
      if (!isNotFound(error)) throw error;
    }
  };

  const heartbeat = createHeartbeat({ clock, client, nodeName, phaseMs: random.below(10_000), node: () => node, report });

  const register = (): void => {
    try {
      node = client.create<Node>(nodeType, '', planNode(options.node, network.address, clock.now));
    } catch (error) {
      if (!isAlreadyExists(error)) throw error;
      node = client.get<Node>(nodeType, '', nodeName);
    }
  };

  const admit = (pod: Stored<Pod>): void => {
    const labels = node?.metadata.labels ?? {};
    const refusal = planAdmission(pod, { allocatable, labels, usedCpuMilli: used.cpuMilli, usedMemoryBytes: used.memoryBytes, pods: used.pods });
    if (refusal) host.event(pod, undefined, 'Warning', refusal.reason, refusal.message);
    account(pod, 1);
    const rejection = refusal && { reason: refusal.reason, message: `Pod was rejected: ${refusal.message}` };
    workers.set(keyOf(pod), createPodWorker(pod, host, rejection));
  };

  return {
    nodeName,
    cpu: options.node.cpu,
    address: network.address,
    fs: nodeFs,
    network: network.namespace,
    puller,
    get isUp() {
      return isUp;
    },
    get isReady() {
      return isUp && isReady && !node?.spec?.taints?.some((taint) => taint.key === 'node.kubernetes.io/not-ready');
    },
    start() {
      isUp = true;
      register();
      nodeEvent('Normal', 'Starting', 'Starting kubelet.');
      nodeEvent('Normal', 'NodeHasSufficientMemory', `Node ${nodeName} status is now: NodeHasSufficientMemory`);
      nodeEvent('Normal', 'NodeHasNoDiskPressure', `Node ${nodeName} status is now: NodeHasNoDiskPressure`);
      nodeEvent('Normal', 'NodeHasSufficientPID', `Node ${nodeName} status is now: NodeHasSufficientPID`);
      nodeEvent('Normal', 'NodeAllocatableEnforced', 'Updated Node Allocatable limit across pods');
      heartbeat.start();
    },
    powerOff() {
      isUp = false;
      heartbeat.stop();
      network.setUp(false);
      for (const worker of workers.values()) worker.powerOff();
    },
    powerOn() {
      isUp = true;
      network.setUp(true);
      register();
      nodeEvent('Normal', 'Starting', 'Starting kubelet.');
      nodeEvent('Warning', 'Rebooted', `Node ${nodeName} has been rebooted, boot id: ${node?.status?.nodeInfo?.bootID ?? ''}`);
      report();
      heartbeat.start();
      for (const worker of [...workers.values()]) worker.powerOn();
      for (const pod of options.boundPods()) if (!workers.has(keyOf(pod))) admit(pod);
    },
    podAdded(pod) {
      if (!isUp) return;
      const known = workers.get(keyOf(pod));
      if (known?.state.pod.metadata.uid === pod.metadata.uid) known.update(pod);
      else admit(pod);
    },
    podUpdated(pod) {
      const worker = workers.get(keyOf(pod));
      if (worker && isUp) worker.update(pod);
    },
    podRemoved(pod) {
      const worker = workers.get(keyOf(pod));
      if (worker?.state.pod.metadata.uid === pod.metadata.uid && isUp) worker.remove(pod);
    },
    nodeUpdated(latest) {
      node = latest;
      const range = latest.spec?.podCIDR;
      if (range === undefined || network.isReady) return;
      network.setPodRange(range);
      if (!isUp) return;
      report();
      nodeEvent('Normal', 'NodeReady', `Node ${nodeName} status is now: NodeReady`);
    },
    worker: (namespace, podName) => workers.get(`${namespace}/${podName}`),
    workers: () => [...workers.values()],
  };
}

function keyOf(pod: Stored<Pod>): string {
  return `${pod.metadata.namespace}/${pod.metadata.name}`;
}

/** The part of a pod that an event about one of its containers names. */
function fieldPathOf(pod: Stored<Pod>, container: Container): string {
  const list = pod.spec?.initContainers?.some((item) => item.name === container.name) ? 'initContainers' : 'containers';
  return `spec.${list}{${container.name}}`;
}
