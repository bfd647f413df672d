import { type FieldError, forbidden, invalid, notSupported, required } from '#machinery/field-error.ts';
import type { IPBlock, NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort, NetworkPolicySpec } from '#machinery/generated/types.ts';
import { validateCidr } from '#machinery/ip-address.ts';
import { validatePortName, validatePortNumber } from '#machinery/names.ts';
import { checkLabelSelector, pushInvalid } from '../field-checks.ts';

/** What is wrong with a network policy by itself. */
export function validateNetworkPolicy(policy: NetworkPolicy): readonly FieldError[] {
  const errors: FieldError[] = [];
  const spec: Partial<NetworkPolicySpec> = policy.spec ?? {};
  checkLabelSelector(spec.podSelector, 'spec.podSelector', errors);
  for (const [index, rule] of (spec.ingress ?? []).entries()) {
    checkPorts(rule.ports ?? [], `spec.ingress[${index}].ports`, errors);
    checkPeers(rule.from ?? [], `spec.ingress[${index}].from`, errors);
  }
  for (const [index, rule] of (spec.egress ?? []).entries()) {
    checkPorts(rule.ports ?? [], `spec.egress[${index}].ports`, errors);
    checkPeers(rule.to ?? [], `spec.egress[${index}].to`, errors);
  }
  const types = spec.policyTypes ?? [];
  if (types.length > 2) return [...errors, invalid('spec.policyTypes', types, 'may not specify more than two policyTypes')];
  for (const [index, type] of types.entries()) {
    if (type !== 'Ingress' && type !== 'Egress') errors.push(notSupported(`spec.policyTypes[${index}]`, type, ['Egress', 'Ingress']));
  }
  return errors;
}

function checkPorts(ports: readonly NetworkPolicyPort[], path: string, errors: FieldError[]): void {
  for (const [index, { port, endPort, protocol = '' }] of ports.entries()) {
    const field = `${path}[${index}]`;
    if (!['SCTP', 'TCP', 'UDP'].includes(protocol)) errors.push(notSupported(`${field}.protocol`, protocol, ['SCTP', 'TCP', 'UDP']));
    if (port === undefined) {
      if (endPort !== undefined) errors.push(required(`${field}.port`, 'must be specified when `endPort` is specified'));
      continue;
    }
    if (typeof port === 'string') pushInvalid(errors, `${field}.port`, port, validatePortName(port));
    else pushInvalid(errors, `${field}.port`, port, validatePortNumber(port));
    if (endPort === undefined) continue;
    if (typeof port === 'string') errors.push(forbidden(`${field}.endPort`, 'may not be specified when `port` is non-numeric'));
    else if (endPort < port) errors.push(invalid(`${field}.endPort`, endPort, 'must be greater than or equal to `port`'));
  }
}

function checkPeers(peers: readonly NetworkPolicyPeer[], path: string, errors: FieldError[]): void {
  for (const [index, peer] of peers.entries()) {
    const field = `${path}[${index}]`;
    checkLabelSelector(peer.podSelector, `${field}.podSelector`, errors);
    checkLabelSelector(peer.namespaceSelector, `${field}.namespaceSelector`, errors);
    const hasSelector = peer.podSelector !== undefined || peer.namespaceSelector !== undefined;
    if (peer.ipBlock) {
      checkBlock(peer.ipBlock, `${field}.ipBlock`, errors);
      if (hasSelector) errors.push(forbidden(field, 'may not specify both ipBlock and another peer'));
    } else if (!hasSelector) errors.push(required(field, 'must specify a peer'));
  }
}

function checkBlock(block: IPBlock, path: string, errors: FieldError[]): void {
  if (!block.cidr) {
    errors.push(required(`${path}.cidr`));
    return;
  }
  pushInvalid(errors, `${path}.cidr`, block.cidr, validateCidr(block.cidr));
  for (const [index, except] of (block.except ?? []).entries()) pushInvalid(errors, `${path}.except[${index}]`, except, validateCidr(except));
}
