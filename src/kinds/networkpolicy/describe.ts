import type { LabelSelector, NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { formatLabelSelector } from '#machinery/selector.ts';
import { createDescribeWriter, type DescribeWriter } from '../describe-writer/describe-writer.ts';
import { writeAnnotations, writeLabels } from '../describe-writer/metadata.ts';

interface Rule {
  readonly ports: readonly NetworkPolicyPort[];
  readonly peers: readonly NetworkPolicyPeer[];
}

interface Direction {
  readonly name: 'ingress' | 'egress';
  /** `From` or `To`. */
  readonly peerTitle: string;
  readonly peerWord: 'source' | 'destination';
}

const incoming: Direction = { name: 'ingress', peerTitle: 'From', peerWord: 'source' };
const outgoing: Direction = { name: 'egress', peerTitle: 'To', peerWord: 'destination' };

/** `kubectl describe networkpolicy`: what it lets through, in words. */
export async function describeNetworkPolicy(policy: Stored<NetworkPolicy>): Promise<string> {
  const writer = createDescribeWriter();
  const { spec } = policy;
  writer.line(0, 'Name:', policy.metadata.name);
  writer.line(0, 'Namespace:', policy.metadata.namespace ?? '');
  writer.line(0, 'Created on:', `${policy.metadata.creationTimestamp.replace('T', ' ').replace('Z', '')} +0000 UTC`);
  writeLabels(writer, 'Labels', policy.metadata.labels);
  writeAnnotations(writer, 'Annotations', policy.metadata.annotations);
  writer.line(0, 'Spec:');
  const selector = isEmpty(spec?.podSelector) ? '<none> (Allowing the specific traffic to all pods in this namespace)' : formatLabelSelector(spec?.podSelector);
  writer.line(1, `PodSelector:     ${selector}`);
  const types = spec?.policyTypes ?? [];
  const ingress = (spec?.ingress ?? []).map(({ ports = [], from = [] }) => ({ ports, peers: from }));
  const egress = (spec?.egress ?? []).map(({ ports = [], to = [] }) => ({ ports, peers: to }));
  writeDirection(writer, incoming, ingress, types.length === 0 || types.includes('Ingress'));
  writeDirection(writer, outgoing, egress, types.length === 0 ? egress.length > 0 : types.includes('Egress'));
  writer.line(1, `Policy Types: ${types.join(', ')}`);
  return writer.text();
}

function isEmpty(selector: LabelSelector | undefined): boolean {
  return Object.keys(selector?.matchLabels ?? {}).length + (selector?.matchExpressions?.length ?? 0) === 0;
}

function writeDirection(writer: DescribeWriter, direction: Direction, rules: readonly Rule[], isAffected: boolean): void {
  if (!isAffected) {
    writer.line(1, `Not affecting ${direction.name} traffic`);
    return;
  }
  writer.line(1, `Allowing ${direction.name} traffic:`);
  if (rules.length === 0) writer.line(2, `<none> (Selected pods are isolated for ${direction.name} connectivity)`);
  for (const [index, rule] of rules.entries()) {
    writePorts(writer, rule.ports);
    writePeers(writer, direction, rule.peers);
    if (index < rules.length - 1) writer.line(2, '----------');
  }
}

function writePorts(writer: DescribeWriter, ports: readonly NetworkPolicyPort[]): void {
  if (ports.length === 0) writer.line(2, 'To Port: <any> (traffic allowed to all ports)');
  for (const { port, endPort, protocol = 'TCP' } of ports) {
    if (endPort === undefined) writer.line(2, `To Port: ${port ?? '<nil>'}/${protocol}`);
    else writer.line(2, `To Port Range: ${port}-${endPort}/${protocol}`);
  }
}

function writePeers(writer: DescribeWriter, { peerTitle, peerWord }: Direction, peers: readonly NetworkPolicyPeer[]): void {
  if (peers.length === 0) writer.line(2, `${peerTitle}: <any> (traffic not restricted by ${peerWord})`);
  for (const { podSelector, namespaceSelector, ipBlock } of peers) {
    writer.line(2, `${peerTitle}:`);
    if (namespaceSelector) writer.line(3, `NamespaceSelector: ${formatLabelSelector(namespaceSelector)}`);
    if (podSelector) writer.line(3, `PodSelector: ${formatLabelSelector(podSelector)}`);
    if (!ipBlock) continue;
    writer.line(3, 'IPBlock:');
    writer.line(4, `CIDR: ${ipBlock.cidr}`);
    writer.line(4, `Except: ${(ipBlock.except ?? []).join(', ')}`);
  }
}
