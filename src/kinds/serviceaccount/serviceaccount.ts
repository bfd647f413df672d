import type { ServiceAccount } from '#machinery/generated/types.ts';
import { describedBy } from '../describe-context.ts';
import { defineKind, type Kind } from '../kind.ts';
import { ageColumn, nameColumn } from '../table-columns.ts';
import { allVerbs } from '../verbs.ts';

/** Whom the programs in a pod are to the API server. */
export const serviceAccountKind: Kind<ServiceAccount> = defineKind<ServiceAccount>({
  group: '',
  version: 'v1',
  kind: 'ServiceAccount',
  plural: 'serviceaccounts',
  singular: 'serviceaccount',
  namespaced: true,
  shortNames: ['sa'],
  categories: [],
  schema: 'core.v1.ServiceAccount',
  verbs: allVerbs,
  subresources: [{ name: 'token', kind: 'TokenRequest', group: 'authentication.k8s.io', version: 'v1', verbs: ['create'] }],
  hasStatus: false,
  hasGeneration: false,
  returnsDeletedObject: true,
  columns: [
    nameColumn,
    { name: 'Secrets', type: 'string', description: 'How many secrets it lists.', cell: (account) => account.secrets?.length ?? 0 },
    ageColumn,
  ],
  describe: describedBy(async () => (await import('./describe.ts')).describeServiceAccount),
  example: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'example', namespace: 'default' } },
});
