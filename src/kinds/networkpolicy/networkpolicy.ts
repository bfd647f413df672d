import type { NetworkPolicy, NetworkPolicyIngressRule, NetworkPolicyPort, NetworkPolicySpec } from '#machinery/generated/types.ts';
import { formatLabelSelector } from '#machinery/selector.ts';
import { describedBy } from '../describe-context.ts';
import { defineKind, type Kind } from '../kind.ts';
import { mapShared, withFields } from '../structural-sharing.ts';
import { ageColumn, nameColumn } from '../table-columns.ts';
import { allVerbs } from '../verbs.ts';
import { validateNetworkPolicy } from './validation.ts';

/** Which traffic pods accept and send. */
export const networkPolicyKind: Kind<NetworkPolicy> = defineKind<NetworkPolicy>({
  group: 'networking.k8s.io',
  version: 'v1',
  kind: 'NetworkPolicy',
  plural: 'networkpolicies',
  singular: 'networkpolicy',
  namespaced: true,
  shortNames: ['netpol'],
  categories: [],
  schema: 'networking.v1.NetworkPolicy',
  verbs: allVerbs,
  hasStatus: false,
  hasGeneration: true,
  defaults: networkPolicyDefaults,
  validate: validateNetworkPolicy,
  columns: [
    nameColumn,
    {
      name: 'Pod-Selector',
      type: 'string',
      description: 'Which pods it is about.',
      cell: ({ spec }) => formatLabelSelector(spec?.podSelector ?? {}),
    },
    ageColumn,
  ],
  describe: describedBy(async () => (await import('./describe.ts')).describeNetworkPolicy),
  example: {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'example', namespace: 'default' },
    spec: { podSelector: {} },
  },
});

/** Without policy types it is about incoming traffic, and about outgoing where it has rules for that. */
function networkPolicyDefaults(policy: NetworkPolicy): NetworkPolicy {
  const spec: Partial<NetworkPolicySpec> = policy.spec ?? {};
  const ingress = mapShared(spec.ingress, (rule: NetworkPolicyIngressRule) => withProtocols(rule));
  const egress = mapShared(spec.egress, (rule) => withProtocols(rule));
  const filled = withFields(spec, {
    podSelector: spec.podSelector ?? {},
    policyTypes: spec.policyTypes?.length ? spec.policyTypes : egress === undefined ? ['Ingress'] : ['Ingress', 'Egress'],
    ...(ingress ? { ingress } : {}),
    ...(egress ? { egress } : {}),
  });
  return withFields(policy, { spec: filled as NetworkPolicySpec });
}

function withProtocols<T extends { readonly ports?: readonly NetworkPolicyPort[] }>(rule: T): T {
  const ports = mapShared(rule.ports, (port) => (port.protocol ? port : { ...port, protocol: 'TCP' }));
  return ports && ports !== rule.ports ? { ...rule, ports } : rule;
}
