import { createListenerTable } from '#os/listener-table.ts';
import { type DnsReply, type DnsType, NetworkError, type Socket } from '#os/network.ts';
import { createSocketPair } from '#os/socket-pair.ts';
import type { CancelToken } from '#sim/cancel.ts';
import type { Simulation } from '#sim/simulation.ts';
import { clusterDnsAddress, isLoopbackAddress, isServiceAddress } from './address-plan.ts';
import type { NetworkPolicies } from './network-policies.ts';
import type { ServiceTable } from './service-table.ts';
import { type Attachment, type AttachOptions, createStationAttachment, type Station, type Wires } from './station.ts';

/** One round trip between two places of the network, in milliseconds. */
const ROUND_TRIP_MS = 1;
/** How long Linux tries to connect to where no answer comes from: six retries. */
const CONNECT_TIMEOUT_MS = 127_000;
/** How long it takes until an address that nobody has is known to be unreachable: three ARP requests. */
const UNREACHABLE_MS = 3_000;

const DNS_PORT = 53;
/** How long an answer to an echo request is waited for. */
const PING_TIMEOUT_MS = 1_000;

/** All that is wired together: nodes, pods and the workstation. */
export interface Fabric {
  attach(options: AttachOptions): Attachment;
  /** Leads a port of a node to a pod, as `hostPort` asks for. */
  openHostPort(nodeAddress: string, port: number, target: HostPortTarget): void;
  closeHostPort(nodeAddress: string, port: number, target: HostPortTarget): void;
  /** A node without power: nothing on it answers, and nothing on it reaches another machine. */
  setNodeUp(node: string, up: boolean): void;
}

/** The port of a pod behind a port of its node. */
export interface HostPortTarget {
  readonly address: string;
  readonly port: number;
}

export interface FabricOptions {
  readonly simulation: Simulation;
  readonly services: ServiceTable;
  readonly policies: NetworkPolicies;
  /** What the name server at an address answers; undefined: it does not answer at all. */
  answer(server: string, question: string, type: DnsType): DnsReply | undefined;
}

export function createFabric(options: FabricOptions): Fabric {
  const { simulation, services, policies } = options;
  const { clock } = simulation;
  const stations = new Map<string, Station>();
  const down = new Set<string>();
  const hostPorts = new Map<string, HostPortTarget>();

  const isDown = (station: Station): boolean => station.place.kind !== 'outside' && down.has(station.place.node);

  const pair = (from: Station, dialled: string, port: number, to: Station, toPort: number, clientAddress: string): Socket => {
    const client = { address: clientAddress, port: from.listeners.nextPort() };
    const [near, far] = createSocketPair(simulation, client, { address: to.address, port: toPort });
    if (!to.listeners.deliver(toPort, to.address, far)) throw new NetworkError('ECONNREFUSED', 'Connection refused');
    return dialled === to.address && port === toPort ? near : withRemote(near, dialled, port);
  };

  const noAnswer = async (waitMs: number, code: 'ETIMEDOUT' | 'EHOSTUNREACH', limit: number | undefined, cancel: CancelToken | undefined): Promise<never> => {
    const shorter = limit !== undefined && limit < waitMs;
    await clock.sleep(shorter ? limit : waitMs, cancel);
    if (shorter || code === 'ETIMEDOUT') throw new NetworkError('ETIMEDOUT', 'Connection timed out');
    throw new NetworkError('EHOSTUNREACH', 'No route to host');
  };

  const connect = async (from: Station, address: string, port: number, limit: number | undefined, cancel: CancelToken | undefined): Promise<Socket> => {
    cancel?.throwIfCancelled();
    if (isLoopbackAddress(address) || address === '0.0.0.0') return pairLoopback(from, address, port);
    if (isDown(from) && address !== from.address) return noAnswer(CONNECT_TIMEOUT_MS, 'ETIMEDOUT', limit, cancel);
    if (address !== from.address) await clock.sleep(ROUND_TRIP_MS, cancel);
    const route = planRoute(from, address, port);
    if (route === 'refused') throw new NetworkError('ECONNREFUSED', 'Connection refused');
    if (route === 'lost') return noAnswer(CONNECT_TIMEOUT_MS, 'ETIMEDOUT', limit, cancel);
    if (route === 'unreachable') return noAnswer(UNREACHABLE_MS, 'EHOSTUNREACH', limit, cancel);
    // A policy says nothing to the sender: its packets are lost.
    if (!isLet(from, route.clientAddress, route.station, route.port, 'TCP')) return noAnswer(CONNECT_TIMEOUT_MS, 'ETIMEDOUT', limit, cancel);
    return pair(from, address, port, route.station, route.port, route.clientAddress);
  };

  /** Whether network policies let it through. What a machine sends to its own pods they do not see. */
  const isLet = (from: Station, sender: string, to: Station, port: number, protocol: 'TCP' | 'ICMP'): boolean => {
    const isKubelet = from.place.kind === 'node' && to.place.kind === 'pod' && from.place.node === to.place.node;
    return policies.allows(sender, to.address, port, protocol, isKubelet);
  };

  const pairLoopback = (from: Station, address: string, port: number): Socket => {
    const [near, far] = createSocketPair(simulation, { address: '127.0.0.1', port: from.listeners.nextPort() }, { address, port });
    if (!from.listeners.deliver(port, address === '0.0.0.0' ? '127.0.0.1' : address, far)) throw new NetworkError('ECONNREFUSED', 'Connection refused');
    return near;
  };

  /** Machines answer echo requests; the virtual addresses of Services belong to no machine and do not. */
  const ping = async (from: Station, address: string, cancel: CancelToken | undefined): Promise<boolean> => {
    if (isLoopbackAddress(address) || address === from.address) return true;
    const target = stations.get(address);
    const isReached = target !== undefined && !isDown(target) && !isDown(from) && (from.place.kind !== 'outside' || target.place.kind !== 'pod');
    const isAnswered = isReached && isLet(from, from.address, target, 0, 'ICMP');
    await clock.sleep(isAnswered ? ROUND_TRIP_MS : PING_TIMEOUT_MS, cancel);
    return isAnswered;
  };

  /** Where a connection ends: after kube-proxy's translation, which happens on the first node it touches. */
  const planRoute = (from: Station, address: string, port: number): Route => {
    const direct = stations.get(address);
    if (from.place.kind !== 'outside') {
      const target = services.translate(address, port, from.address, from.place.node, clock.now);
      if (target !== undefined) return throughService(target, from.address);
      if (services.isKnownAddress(address) || isServiceAddress(address)) return 'lost';
    }
    if (!direct) return from.place.kind === 'outside' ? 'lost' : 'unreachable';
    if (isDown(direct)) return 'lost';
    const behind = direct.place.kind === 'node' ? hostPorts.get(`${address}:${port}`) : undefined;
    if (behind) return throughService(behind, from.address);
    if (direct.place.kind === 'node' && !direct.listeners.isListening(port, address)) {
      const target = services.translateNodePort(port, from.address, direct.place.node, clock.now);
      // Behind a node port the client is the node itself, unless the traffic policy keeps it local.
      const hidesClient = from.place.kind === 'outside' && !services.keepsClient(port);
      if (target !== undefined) return throughService(target, hidesClient ? direct.address : from.address);
    }
    if (from.place.kind === 'outside' && direct.place.kind === 'pod') return 'lost';
    return { station: direct, port, clientAddress: from.address };
  };

  const throughService = (target: { readonly address: string; readonly port: number } | 'refused' | 'dropped', clientAddress: string): Route => {
    if (target === 'refused') return 'refused';
    if (target === 'dropped') return 'lost';
    const station = stations.get(target.address);
    if (!station) return 'unreachable';
    return isDown(station) ? 'lost' : { station, port: target.port, clientAddress };
  };

  const wires: Wires = {
    connect,
    ping,
    async query(from, name, type, cancel) {
      const { server } = from.resolver;
      const isHeard = !isDown(from) && (server !== clusterDnsAddress || policies.allows(from.address, server, DNS_PORT, 'UDP', false));
      const reply = isHeard ? options.answer(server, name, type) : undefined;
      await clock.sleep(reply ? ROUND_TRIP_MS : 5_000, cancel);
      if (!reply) throw new NetworkError('ETIMEDOUT', 'connection timed out; no servers could be reached');
      return reply;
    },
    leave(station) {
      if (stations.get(station.address) === station) stations.delete(station.address);
      station.listeners.closeAll();
    },
  };

  return {
    attach(attachOptions) {
      const station: Station = { ...attachOptions, listeners: createListenerTable(simulation) };
      stations.set(station.address, station);
      return createStationAttachment(station, wires);
    },
    openHostPort: (address, port, target) => void hostPorts.set(`${address}:${port}`, target),
    closeHostPort(address, port, target) {
      if (hostPorts.get(`${address}:${port}`) === target) hostPorts.delete(`${address}:${port}`);
    },
    setNodeUp(node, up) {
      if (up) down.delete(node);
      else down.add(node);
    },
  };
}

/** The client's end of a connection that was translated on its way: it sees the address that it dialled. */
function withRemote(socket: Socket, remoteAddress: string, remotePort: number): Socket {
  const { localAddress, localPort } = socket;
  return {
    localAddress,
    localPort,
    remoteAddress,
    remotePort,
    read: (cancel) => socket.read(cancel),
    write: (bytes, cancel) => socket.write(bytes, cancel),
    end: () => socket.end(),
    close: () => socket.close(),
  };
}

type Route = { readonly station: Station; readonly port: number; readonly clientAddress: string } | 'refused' | 'lost' | 'unreachable';
