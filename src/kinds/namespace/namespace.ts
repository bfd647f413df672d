import type { Namespace } from '#machinery/generated/types.ts';
import { validateDnsLabel } from '#machinery/names.ts';
import { describedBy } from '../describe-context.ts';
import { defineKind, type Kind } from '../kind.ts';
import { ageColumn, nameColumn } from '../table-columns.ts';
import { namespaceDefaults } from './defaults.ts';
import { prepareNamespace, prepareNamespaceUpdate } from './strategy.ts';
import { validateNamespace } from './validation.ts';

/** A room of its own for names, quotas and rights. */
export const namespaceKind: Kind<Namespace> = defineKind<Namespace>({
  group: '',
  version: 'v1',
  kind: 'Namespace',
  plural: 'namespaces',
  singular: 'namespace',
  namespaced: false,
  shortNames: ['ns'],
  categories: [],
  schema: 'core.v1.Namespace',
  verbs: ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'],
  subresources: [{ name: 'finalize', kind: 'Namespace', verbs: ['update'] }],
  hasStatus: true,
  hasGeneration: false,
  defaults: namespaceDefaults,
  prepareForCreate: prepareNamespace,
  prepareForUpdate: prepareNamespaceUpdate,
  validateName: validateDnsLabel,
  beginDeletion: (namespace) => ({ ...namespace, status: { ...namespace.status, phase: 'Terminating' } }),
  isKept: (namespace) => (namespace.spec?.finalizers?.length ?? 0) > 0,
  validate: validateNamespace,
  columns: [
    nameColumn,
    { name: 'Status', type: 'string', description: 'The status of the namespace', cell: (namespace) => namespace.status?.phase ?? '' },
    ageColumn,
  ],
  fieldSelectors: { name: (namespace) => namespace.metadata?.name ?? '', 'status.phase': (namespace) => namespace.status?.phase ?? '' },
  describe: describedBy(async () => (await import('./describe.ts')).describeNamespace),
  example: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'example' } },
});
