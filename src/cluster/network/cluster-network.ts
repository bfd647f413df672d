import type { Informers } from '#client/informer.ts';
import type { EndpointSlice, Namespace, Service } from '#machinery/generated/types.ts';
import type { ResourceType } from '#machinery/resource-type.ts';
import type { NetworkNamespace } from '#os/network.ts';
import { assertDefined } from '#sim/assert.ts';
import type { Simulation } from '#sim/simulation.ts';
import { type AddressPool, clusterDnsAddress, createAddressPool, visitorAddress, workstationAddress } from './address-plan.ts';
import { answerQuestion, type DnsSources } from './cluster-dns.ts';
import { createFabric } from './fabric.ts';
import { endpointSliceType, serviceType, startKubeProxy } from './kube-proxy.ts';
import { createNetworkPolicies } from './network-policies.ts';
import type { ResolverConfig } from './resolver.ts';
import { createServiceTable } from './service-table.ts';

const namespaceType: ResourceType = { group: '', version: 'v1', kind: 'Namespace', plural: 'namespaces', singular: 'namespace', namespaced: false };

/** The name server of nodes and the workstation: it knows the machines' names and nothing else. */
const ROUTER_ADDRESS = '192.168.192.1';

/** One machine of the cluster on the network. */
export interface ClusterNode {
  readonly address: string;
  readonly namespace: NetworkNamespace;
  readonly clusterDnsAddress: string;
  readonly isReady: boolean;
  setPodRange(cidr: string): void;
  /** undefined when the node has no address left. */
  attachPod(
    resolution: (address: string) => ResolverConfig,
    hostPorts: readonly { readonly hostPort: number; readonly containerPort: number }[],
  ): { readonly address: string; readonly namespace: NetworkNamespace; detach(): void } | undefined;
  setUp(up: boolean): void;
}

/** The whole network: nodes, pods, Services, names, and the workstation beside the cluster. */
export interface ClusterNetwork {
  addNode(name: string, address: string): ClusterNode;
  /** A new namespace outside of the cluster. It reaches nodes and their node ports, not pods and Services. */
  readonly workstation: NetworkNamespace;
  /** Sees what a pod of a Kubernetes namespace would see, without being one: for checkers. One per namespace. */
  visitor(namespace: string): NetworkNamespace;
}

/** @param informers kube-proxy's and the name server's local copies */
export function createClusterNetwork(simulation: Simulation, informers: Informers): ClusterNetwork {
  const services = createServiceTable(simulation.random.fork('kube-proxy'));
  startKubeProxy(simulation.clock, informers, services);
  const policies = createNetworkPolicies(informers);
  const sources: DnsSources = {
    namespaces: informers.lister<Namespace>(namespaceType),
    services: informers.lister<Service>(serviceType),
    slices: informers.lister<EndpointSlice>(endpointSliceType),
  };
  const machines = new Map<string, string>();
  const fabric = createFabric({
    simulation,
    services,
    policies,
    answer(server, question, type) {
      if (server === clusterDnsAddress) {
        const reply = answerQuestion(sources, question, type);
        if (reply.status === 'NOERROR' || question.endsWith('.cluster.local')) return reply;
      } else if (server !== ROUTER_ADDRESS) return undefined;
      const address = machines.get(question);
      if (address === undefined) return { status: 'NXDOMAIN', records: [] };
      return { status: 'NOERROR', records: type === 'A' ? [{ name: question, type, ttlSeconds: 60, data: address }] : [] };
    },
  });
  const visitors = new Map<string, NetworkNamespace>();
  const machineResolver: ResolverConfig = { server: ROUTER_ADDRESS, search: [], ndots: 1, hosts: new Map() };

  return {
    addNode(name, address) {
      machines.set(name, address);
      const station = fabric.attach({ address, place: { kind: 'node', node: name }, resolver: machineResolver });
      let pool: AddressPool | undefined;
      return {
        address,
        namespace: station.namespace,
        clusterDnsAddress,
        get isReady() {
          return pool !== undefined;
        },
        setPodRange(cidr) {
          pool ??= createAddressPool(cidr);
        },
        attachPod(resolution, hostPorts) {
          const addresses = assertDefined(pool, `node ${name} has no range of pod addresses`);
          const podAddress = addresses.take();
          if (podAddress === undefined) return undefined;
          const attachment = fabric.attach({ address: podAddress, place: { kind: 'pod', node: name }, resolver: resolution(podAddress) });
          const ports = new Map(hostPorts.map(({ hostPort, containerPort }) => [hostPort, { address: podAddress, port: containerPort }]));
          for (const [port, target] of ports) fabric.openHostPort(address, port, target);
          return {
            address: podAddress,
            namespace: attachment.namespace,
            detach() {
              attachment.detach();
              for (const [port, target] of ports) fabric.closeHostPort(address, port, target);
              addresses.release(podAddress);
            },
          };
        },
        setUp: (up) => fabric.setNodeUp(name, up),
      };
    },
    workstation: fabric.attach({ address: workstationAddress, place: { kind: 'outside' }, resolver: machineResolver }).namespace,
    visitor(namespace) {
      const known = visitors.get(namespace);
      if (known) return known;
      const search = [`${namespace}.svc.cluster.local`, 'svc.cluster.local', 'cluster.local'];
      const resolver: ResolverConfig = { server: clusterDnsAddress, search, ndots: 5, hosts: new Map() };
      const address = visitorAddress(visitors.size);
      policies.addVisitor(address, namespace);
      const visitor = fabric.attach({ address, place: { kind: 'pod', node: '' }, resolver }).namespace;
      visitors.set(namespace, visitor);
      return visitor;
    },
  };
}
