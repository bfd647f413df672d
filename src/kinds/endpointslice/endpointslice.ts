import type { EndpointSlice } from '#machinery/generated/types.ts';
import { describedBy } from '../describe-context.ts';
import { defineKind, type Kind } from '../kind.ts';
import { ageColumn, nameColumn } from '../table-columns.ts';
import { allVerbs } from '../verbs.ts';
import { formatSliceEndpoints, formatSlicePorts } from './columns.ts';
import { endpointSliceDefaults } from './defaults.ts';
import { validateEndpointSlice, validateEndpointSliceUpdate } from './validation.ts';

/** A part of the addresses behind a service. */
export const endpointSliceKind: Kind<EndpointSlice> = defineKind<EndpointSlice>({
  group: 'discovery.k8s.io',
  version: 'v1',
  kind: 'EndpointSlice',
  plural: 'endpointslices',
  singular: 'endpointslice',
  namespaced: true,
  shortNames: [],
  categories: [],
  schema: 'discovery.v1.EndpointSlice',
  verbs: allVerbs,
  hasStatus: false,
  hasGeneration: true,
  defaults: endpointSliceDefaults,
  validate: validateEndpointSlice,
  validateUpdate: validateEndpointSliceUpdate,
  columns: [
    nameColumn,
    { name: 'AddressType', type: 'string', description: 'IPv4, IPv6 or FQDN.', cell: (slice) => slice.addressType ?? '' },
    { name: 'Ports', type: 'string', description: 'The ports of every endpoint in the slice.', cell: (slice) => formatSlicePorts(slice.ports ?? []) },
    { name: 'Endpoints', type: 'string', description: 'The addresses of the endpoints.', cell: (slice) => formatSliceEndpoints(slice.endpoints ?? []) },
    ageColumn,
  ],
  describe: describedBy(async () => (await import('./describe.ts')).describeEndpointSlice),
  example: {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: 'example', namespace: 'default' },
    addressType: 'IPv4',
    endpoints: [],
  },
});
