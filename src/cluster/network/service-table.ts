import type { Random } from '#sim/random.ts';

/** One place a Service sends connections to. */
export interface Backend {
  readonly address: string;
  readonly port: number;
  readonly nodeName: string;
}

/** One port of a Service as kube-proxy programs it on every node. TCP only: nothing simulated speaks UDP. */
export interface ServicePort {
  /** `default/web:http` */
  readonly name: string;
  readonly clusterAddress: string;
  readonly port: number;
  /** 0: none. */
  readonly nodePort: number;
  readonly externalAddresses: readonly string[];
  readonly backends: readonly Backend[];
  /** Milliseconds for which a client stays with its backend; 0: no affinity. */
  readonly affinityMs: number;
  readonly externalPolicyLocal: boolean;
  readonly internalPolicyLocal: boolean;
}

/** Where a connection to a virtual address goes: `refused` when the Service has no backend, `dropped` when none is on the node it must stay on. */
export type Translation = Backend | 'refused' | 'dropped' | undefined;

/** The rules that kube-proxy keeps on the nodes: the same on all of them. */
export interface ServiceTable {
  /** Replaces the ports of one Service (`namespace/name`); an empty list removes it. */
  replace(service: string, ports: readonly ServicePort[]): void;
  /** @param clientNode the node the connection starts on. @returns undefined when no rule is about this address */
  translate(address: string, port: number, clientAddress: string, clientNode: string, nowMs: number): Translation;
  /** The same for a port of a node. @param node the node whose address was dialled */
  translateNodePort(port: number, clientAddress: string, node: string, nowMs: number): Translation;
  /** Whether this port of a node leads to pods of the same node only, so that they see the address of the client itself. */
  keepsClient(nodePort: number): boolean;
  isKnownAddress(address: string): boolean;
}

/** @param random chooses the backend, as iptables' statistic module does */
export function createServiceTable(random: Random): ServiceTable {
  const services = new Map<string, readonly ServicePort[]>();
  const byAddress = new Map<string, ServicePort>();
  const byNodePort = new Map<number, ServicePort>();
  const addressUsers = new Map<string, number>();
  const affinities = new Map<string, { backend: Backend; untilMs: number }>();

  const addressesOf = (port: ServicePort): readonly string[] => [port.clusterAddress, ...port.externalAddresses];
  const count = (address: string, change: number): void => {
    const users = (addressUsers.get(address) ?? 0) + change;
    if (users > 0) addressUsers.set(address, users);
    else addressUsers.delete(address);
  };

  const choose = (port: ServicePort, candidates: readonly Backend[], clientAddress: string, nowMs: number): Backend => {
    const key = `${port.name} ${clientAddress}`;
    const kept = port.affinityMs > 0 ? affinities.get(key) : undefined;
    const still =
      kept && kept.untilMs > nowMs ? candidates.find((item) => item.address === kept.backend.address && item.port === kept.backend.port) : undefined;
    const backend = still ?? random.pick(candidates);
    if (port.affinityMs > 0) affinities.set(key, { backend, untilMs: nowMs + port.affinityMs });
    return backend;
  };

  const send = (port: ServicePort, local: string | undefined, clientAddress: string, nowMs: number): Translation => {
    if (port.backends.length === 0) return 'refused';
    const candidates = local === undefined ? port.backends : port.backends.filter((item) => item.nodeName === local);
    return candidates.length === 0 ? 'dropped' : choose(port, candidates, clientAddress, nowMs);
  };

  return {
    replace(service, ports) {
      for (const old of services.get(service) ?? []) {
        for (const address of addressesOf(old)) {
          byAddress.delete(`${address}:${old.port}`);
          count(address, -1);
        }
        if (old.nodePort) byNodePort.delete(old.nodePort);
      }
      if (ports.length > 0) services.set(service, ports);
      else services.delete(service);
      for (const port of ports) {
        for (const address of addressesOf(port)) {
          byAddress.set(`${address}:${port.port}`, port);
          count(address, 1);
        }
        if (port.nodePort) byNodePort.set(port.nodePort, port);
      }
    },
    translate(address, port, clientAddress, clientNode, nowMs) {
      const found = byAddress.get(`${address}:${port}`);
      if (!found) return undefined;
      const external = found.clusterAddress !== address;
      const local = (external ? found.externalPolicyLocal : found.internalPolicyLocal) ? clientNode : undefined;
      return send(found, local, clientAddress, nowMs);
    },
    translateNodePort(port, clientAddress, node, nowMs) {
      const found = byNodePort.get(port);
      return found && send(found, found.externalPolicyLocal ? node : undefined, clientAddress, nowMs);
    },
    keepsClient: (nodePort) => byNodePort.get(nodePort)?.externalPolicyLocal === true,
    isKnownAddress: (address) => addressUsers.has(address),
  };
}
