import type { Ingress } from '#machinery/generated/types.ts';
import { describedBy } from '../describe-context.ts';
import { defineKind, type Kind } from '../kind.ts';
import { withFields } from '../structural-sharing.ts';
import { ageColumn, nameColumn } from '../table-columns.ts';
import { allVerbs } from '../verbs.ts';
import { ingressAddresses } from './ingress-addresses.ts';
import { validateIngress } from './validation.ts';

/** Which requests from outside go to which services, by host and path. */
export const ingressKind: Kind<Ingress> = defineKind<Ingress>({
  group: 'networking.k8s.io',
  version: 'v1',
  kind: 'Ingress',
  plural: 'ingresses',
  singular: 'ingress',
  namespaced: true,
  shortNames: ['ing'],
  categories: [],
  schema: 'networking.v1.Ingress',
  verbs: allVerbs,
  hasStatus: true,
  hasGeneration: true,
  defaults: (ingress) => withFields(ingress, { spec: ingress.spec ?? {}, status: ingress.status?.loadBalancer ? ingress.status : { loadBalancer: {} } }),
  prepareForCreate: (ingress) => ({ ...ingress, status: { loadBalancer: {} } }),
  validate: validateIngress,
  columns: [
    nameColumn,
    { name: 'Class', type: 'string', description: 'Which controller serves it.', cell: ({ spec }) => spec?.ingressClassName ?? '<none>' },
    { name: 'Hosts', type: 'string', description: 'The hosts it has rules for.', cell: formatHosts },
    { name: 'Address', type: 'string', description: 'Where it can be reached.', cell: (ingress) => ingressAddresses(ingress).join(',') },
    { name: 'Ports', type: 'string', description: '443 too where it has certificates.', cell: ({ spec }) => ((spec?.tls?.length ?? 0) > 0 ? '80, 443' : '80') },
    ageColumn,
  ],
  describe: describedBy(async () => (await import('./describe.ts')).describeIngress),
  example: {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'example', namespace: 'default' },
    spec: { defaultBackend: { service: { name: 'web', port: { number: 80 } } } },
  },
});

const shownHosts = 3;

function formatHosts(ingress: Ingress): string {
  const hosts = (ingress.spec?.rules ?? []).map((rule) => rule.host ?? '').filter((host) => host !== '');
  if (hosts.length === 0) return '*';
  const shown = hosts.slice(0, shownHosts).join(',');
  return hosts.length > shownHosts ? `${shown} + ${hosts.length - shownHosts} more...` : shown;
}
