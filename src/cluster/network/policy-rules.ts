import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort, Pod } from '#machinery/generated/types.ts';
import { type Labels, matchesSelector, selectorFromLabelSelector } from '#machinery/selector.ts';

/** One end of a connection as policies see it. */
export interface Party {
  readonly address: string;
  /** Who has the address when that is a pod; undefined for nodes, for what is outside, and for pods in a node's own network. */
  readonly pod: PolicyPod | undefined;
}

export interface PolicyPod {
  readonly namespace: string;
  readonly labels: Labels;
  readonly namespaceLabels: Labels;
  /** The number of a port that its containers name; undefined when they name none so. */
  portNamed(name: string, protocol: string): number | undefined;
}

export interface Traffic {
  readonly from: Party;
  readonly to: Party;
  /** Where it arrives, after kube-proxy's translation. */
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP' | 'ICMP';
}

/**
 * Whether policies let a connection through: where one selects an end, some rule of one of those must allow it. What no
 * policy selects is open.
 * @param policies all policies of the cluster
 */
export function isAllowed(traffic: Traffic, policies: readonly NetworkPolicy[]): boolean {
  return allowsOneWay('Egress', traffic, policies) && allowsOneWay('Ingress', traffic, policies);
}

function allowsOneWay(type: 'Ingress' | 'Egress', traffic: Traffic, policies: readonly NetworkPolicy[]): boolean {
  const own = type === 'Egress' ? traffic.from : traffic.to;
  const other = type === 'Egress' ? traffic.to : traffic.from;
  if (!own.pod) return true;
  const { namespace, labels } = own.pod;
  let isSelected = false;
  for (const { metadata, spec } of policies) {
    if (metadata?.namespace !== namespace || !spec?.policyTypes?.includes(type)) continue;
    if (!matchesSelector(selectorFromLabelSelector(spec.podSelector), labels)) continue;
    isSelected = true;
    const rules =
      type === 'Egress'
        ? (spec.egress ?? []).map(({ to, ports }) => ({ peers: to, ports }))
        : (spec.ingress ?? []).map(({ from, ports }) => ({ peers: from, ports }));
    if (rules.some(({ peers, ports }) => isPeer(peers, other, namespace) && isPort(ports, traffic))) return true;
  }
  return !isSelected;
}

/** No peers at all stand for everybody. */
function isPeer(peers: readonly NetworkPolicyPeer[] | undefined, party: Party, namespace: string): boolean {
  if (!peers?.length) return true;
  return peers.some(({ ipBlock, podSelector, namespaceSelector }) => {
    if (ipBlock) return isInRange(party.address, ipBlock.cidr) && !(ipBlock.except ?? []).some((range) => isInRange(party.address, range));
    const { pod } = party;
    if (!pod) return false;
    const isInNamespace = namespaceSelector ? matchesSelector(selectorFromLabelSelector(namespaceSelector), pod.namespaceLabels) : pod.namespace === namespace;
    return isInNamespace && (!podSelector || matchesSelector(selectorFromLabelSelector(podSelector), pod.labels));
  });
}

function isPort(ports: readonly NetworkPolicyPort[] | undefined, { to, port, protocol }: Traffic): boolean {
  if (!ports?.length) return true;
  return ports.some((wanted) => {
    if ((wanted.protocol ?? 'TCP') !== protocol) return false;
    if (wanted.port === undefined) return true;
    if (typeof wanted.port === 'string') return to.pod?.portNamed(wanted.port, protocol) === port;
    return port >= wanted.port && port <= (wanted.endPort ?? wanted.port);
  });
}

/** Whether an IPv4 address lies in a range such as `10.244.0.0/16`. */
export function isInRange(address: string, cidr: string): boolean {
  const [base = '', bits = '32'] = cidr.split('/');
  if (address.includes(':') || base.includes(':')) return false;
  const size = 2 ** (32 - Number(bits));
  return Math.floor(toNumber(address) / size) === Math.floor(toNumber(base) / size);
}

function toNumber(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** The number of a port that a pod's containers name. */
export function portNamed({ spec }: Pod, name: string, protocol: string): number | undefined {
  const sidecars = (spec?.initContainers ?? []).filter((container) => container.restartPolicy === 'Always');
  for (const { ports = [] } of [...(spec?.containers ?? []), ...sidecars]) {
    const found = ports.find((port) => port.name === name && (port.protocol ?? 'TCP') === protocol);
    if (found) return found.containerPort;
  }
  return undefined;
}
