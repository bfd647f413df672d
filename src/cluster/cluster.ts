import type { DirectClient } from '#client/client.ts';
import { createEventRecorder, type EventRecorder, type EventSource } from '#client/event-recorder.ts';
import { createInformers } from '#client/shared-informers.ts';
import type { Transport } from '#client/transport.ts';
import { createDirectClient } from '#client/transport-client.ts';
import { kinds } from '#kinds/catalog.ts';
import type { Pod, StorageClass } from '#machinery/generated/types.ts';
import type { FileSystem } from '#os/file-system.ts';
import type { NetworkNamespace } from '#os/network.ts';
import { assertDefined } from '#sim/assert.ts';
import type { Simulation } from '#sim/simulation.ts';
import { type ApiServer, createApiServer } from './apiserver/api-server.ts';
import { type Identity, systemIdentity } from './apiserver/identity.ts';
import type { InProcessOptions } from './apiserver/in-process-transport.ts';
import type { ClusterOptions, NodeOptions } from './cluster-options.ts';
import { startControllerManager } from './controllers/controller-manager.ts';
import { createEvictionGuard } from './eviction-guard.ts';
import { idleImage } from './idle-image.ts';
import { createKubeletConnection } from './kubelet/connection.ts';
import { createKubelet, type Kubelet, podType } from './kubelet/kubelet.ts';
import { createConfigSource, followPods } from './kubelet/kubelets.ts';
import { createRegistry } from './kubelet/runtime/registry.ts';
import { standardStorageClass } from './local-storage.ts';
import { nodeMetricsKind, podMetricsKind } from './metrics/metrics-kinds.ts';
import { createMetricsViews } from './metrics/metrics-server.ts';
import { nodeAddress } from './network/address-plan.ts';
import { createClusterNetwork } from './network/cluster-network.ts';
import { storageClasses } from './resource-types.ts';
import { rootCertificate } from './root-certificate.ts';
import { startScheduler } from './scheduler/scheduler.ts';
import { requestToken } from './service-account-tokens.ts';
import { createSettlement } from './settlement.ts';

const API_PORT = 6443;
/** 25 MB a second: an ordinary connection to a registry. */
const DEFAULT_BANDWIDTH = 25_000_000;
/** Where pods get their addresses from: a /24 for each node. */
const CLUSTER_CIDR = '10.244.0.0/16';
const LARGE_CLUSTER_CIDR = '10.128.0.0/9';
const NODES_IN_CLUSTER_CIDR = 256;

/** One machine of the cluster, as lessons about failures handle it. */
export interface ClusterMachine {
  readonly name: string;
  readonly address: string;
  readonly fs: FileSystem;
  readonly network: NetworkNamespace;
  readonly isUp: boolean;
  /** Cuts the power: its pods stop, and the rest of the cluster hears nothing more from it. */
  stop(): void;
  start(): void;
}

/** A whole cluster on one simulation. */
export interface Cluster {
  readonly simulation: Simulation;
  readonly apiServer: ApiServer;
  /** A door for one component of the control plane; it answers at once. */
  direct(component: string): DirectClient;
  /** A door for programs: each request takes virtual time. */
  transport(identity: Identity, options: InProcessOptions): Transport;
  /** @throws InvariantError when there is no such node */
  node(name: string): ClusterMachine;
  readonly nodes: readonly ClusterMachine[];
  /** The network of a machine beside the cluster: it reaches nodes and node ports, not pods. */
  workstationNetwork(): NetworkNamespace;
  /** The network as a pod of a Kubernetes namespace would see it, for checkers. */
  visitorNetwork(namespace: string): NetworkNamespace;
  /** Whether every node that has power is Ready and the controllers have done what a new cluster needs. */
  isReady(): boolean;
  /** Whether nothing is under way: no rollout, pull, start, termination or scheduling. */
  settled(): boolean;
  /** Lets virtual time pass until every node is Ready. @returns whether that happened within a minute */
  boot(): Promise<boolean>;
}

/** Puts a cluster together and starts it. Its nodes become Ready as virtual time passes: see `boot`. */
export function createCluster(options: ClusterOptions): Cluster {
  const { simulation } = options;
  const { clock } = simulation;
  const addresses = new Map(options.nodes.map((node, index) => [node.name, nodeAddress(index)]));
  const [firstNode] = options.nodes;
  const controlPlane = options.nodes.find((node) => node.roles?.includes('control-plane')) ?? firstNode;
  const advertised = controlPlane && addresses.get(controlPlane.name);
  const apiServer = createApiServer({ simulation, kinds, ...(advertised !== undefined && { advertise: { address: advertised, port: API_PORT } }) });
  const direct = (component: string): DirectClient => createDirectClient(apiServer.directTransport(systemIdentity(component, 'system:masters')));
  const eventNames = simulation.random.fork('events');
  const recorderOf = (component: string, source: EventSource, style: 'counted' | 'series' = 'counted'): EventRecorder =>
    createEventRecorder({ client: direct(component), clock, random: eventNames, source, style });
  const informersOf = (component: string) => createInformers(direct(component), clock);

  if (kinds.some((kind) => kind.plural === 'poddisruptionbudgets')) apiServer.guardEvictions(createEvictionGuard(direct('system:apiserver'), clock));

  direct('system:admin').create<StorageClass>(storageClasses, '', standardStorageClass);

  const network = createClusterNetwork(simulation, informersOf('system:kube-proxy'));
  const controllers = startControllerManager({
    simulation,
    client: direct('system:kube-controller-manager'),
    informers: informersOf('system:kube-controller-manager'),
    types: kinds,
    rootCertificate,
    clusterCidr: options.nodes.length <= NODES_IN_CLUSTER_CIDR ? CLUSTER_CIDR : LARGE_CLUSTER_CIDR,
    eventsFrom(component) {
      const recorder = recorderOf('system:kube-controller-manager', { component });
      return (about, type, reason, message) => recorder.event(about, type, reason, message);
    },
  });

  const scheduler = startScheduler({
    simulation,
    client: direct('system:kube-scheduler'),
    informers: informersOf('system:kube-scheduler'),
    types: kinds,
    recorder: recorderOf('system:kube-scheduler', { component: 'default-scheduler' }, 'series'),
  });

  const registry = createRegistry(simulation, options.images, options.anyImageRuns ? idleImage : undefined);
  const kubeletInformers = informersOf('system:nodes');
  const source = createConfigSource(kubeletInformers, (request) => requestToken(apiServer, request));
  const podLister = kubeletInformers.lister<Pod>(podType);
  const kubelets = new Map<string, Kubelet>();
  for (const node of options.nodes) {
    const address = assertDefined(addresses.get(node.name), 'every node has an address');
    const client = direct(`system:node:${node.name}`);
    kubelets.set(
      node.name,
      createKubelet({
        simulation,
        client,
        node: withRoleTaint(node, options.nodes),
        network: network.addNode(node.name, address),
        registry,
        source,
        boundPods: () => podLister.list().filter((pod) => pod.spec?.nodeName === node.name),
        imagesPresent: options.imagesPresent ?? false,
        bandwidth: options.bandwidth ?? DEFAULT_BANDWIDTH,
        events: recorderOf(`system:node:${node.name}`, { component: 'kubelet', host: node.name }),
      }),
    );
  }
  for (const kubelet of kubelets.values()) kubelet.start();
  followPods(simulation, kubeletInformers, kubelets);
  const connections = new Map([...kubelets].map(([name, kubelet]) => [name, createKubeletConnection(simulation, kubelet)]));
  apiServer.connectKubelets((name) => (kubelets.get(name)?.isUp ? connections.get(name) : undefined));

  if (options.metricsServer !== false) {
    const metrics = createMetricsViews(clock, [...kubelets.values()]);
    apiServer.registry.add(podMetricsKind, undefined, metrics.pods);
    apiServer.registry.add(nodeMetricsKind, undefined, metrics.nodes);
  }

  const settlement = createSettlement(clock, kubeletInformers, [...kubelets.values()], () => controllers.pending + scheduler.pending);
  const machines = [...kubelets.values()].map(machineOf);
  const cluster: Cluster = {
    simulation,
    apiServer,
    direct,
    transport: (identity, inProcess) => apiServer.transport(identity, inProcess),
    node: (name) =>
      assertDefined(
        machines.find((machine) => machine.name === name),
        `there is no node ${name}`,
      ),
    nodes: machines,
    workstationNetwork: () => network.workstation,
    visitorNetwork: (namespace) => network.visitor(namespace),
    isReady: () => [...kubelets.values()].every((kubelet) => kubelet.isReady || !kubelet.isUp) && controllers.pending + scheduler.pending === 0,
    settled: settlement,
    boot: () => simulation.runUntil(cluster.isReady, 60_000),
  };
  return cluster;
}

function machineOf(kubelet: Kubelet): ClusterMachine {
  return {
    name: kubelet.nodeName,
    address: kubelet.address,
    fs: kubelet.fs,
    network: kubelet.network,
    get isUp() {
      return kubelet.isUp;
    },
    stop: () => kubelet.powerOff(),
    start: () => kubelet.powerOn(),
  };
}

/** As kubeadm does: ordinary pods keep off the control plane, unless it is all there is. */
function withRoleTaint(node: NodeOptions, all: readonly NodeOptions[]): NodeOptions {
  const isAlone = all.every((other) => other.roles?.includes('control-plane'));
  if (node.taints || isAlone || !node.roles?.includes('control-plane')) return node;
  return { ...node, taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] };
}
