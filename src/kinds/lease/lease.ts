import type { Lease } from '#machinery/generated/types.ts';
import { describedBy } from '../describe-context.ts';
import { defineKind, type Kind } from '../kind.ts';
import { ageColumn, nameColumn } from '../table-columns.ts';
import { allVerbs } from '../verbs.ts';
import { validateLease } from './validation.ts';

/** Who holds something and until when: leader election, node heartbeats. */
export const leaseKind: Kind<Lease> = defineKind<Lease>({
  group: 'coordination.k8s.io',
  version: 'v1',
  kind: 'Lease',
  plural: 'leases',
  singular: 'lease',
  namespaced: true,
  shortNames: [],
  categories: [],
  schema: 'coordination.v1.Lease',
  verbs: allVerbs,
  hasStatus: false,
  hasGeneration: false,
  requiresResourceVersion: true,
  validate: validateLease,
  columns: [nameColumn, { name: 'Holder', type: 'string', description: 'Who holds the lease.', cell: (lease) => lease.spec?.holderIdentity ?? '' }, ageColumn],
  describe: describedBy(async () => (await import('../describe-writer/generic.ts')).describeGeneric),
  example: { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'example', namespace: 'default' } },
});
