import type { Endpoints } from '#machinery/generated/types.ts';
import { describedBy } from '../describe-context.ts';
import { defineKind, type Kind } from '../kind.ts';
import { ageColumn, nameColumn } from '../table-columns.ts';
import { allVerbs } from '../verbs.ts';
import { endpointsDefaults } from './defaults.ts';
import { formatEndpoints } from './format-endpoints.ts';
import { validateEndpoints } from './validation.ts';

/** The addresses behind a service, in the form that EndpointSlices have replaced. */
export const endpointsKind: Kind<Endpoints> = defineKind<Endpoints>({
  group: '',
  version: 'v1',
  kind: 'Endpoints',
  plural: 'endpoints',
  singular: 'endpoints',
  namespaced: true,
  shortNames: ['ep'],
  categories: [],
  schema: 'core.v1.Endpoints',
  verbs: allVerbs,
  hasStatus: false,
  hasGeneration: false,
  defaults: endpointsDefaults,
  validate: validateEndpoints,
  deprecation: 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
  columns: [
    nameColumn,
    { name: 'Endpoints', type: 'string', description: 'Ready addresses with their ports.', cell: (endpoints) => formatEndpoints(endpoints) },
    ageColumn,
  ],
  describe: describedBy(async () => (await import('./describe.ts')).describeEndpoints),
  example: { apiVersion: 'v1', kind: 'Endpoints', metadata: { name: 'example', namespace: 'default' } },
});
