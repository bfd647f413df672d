import type { Service } from '#machinery/generated/types.ts';
import { validateDns1035Label } from '#machinery/names.ts';
import { formatSelector, selectorFromMap } from '#machinery/selector.ts';
import { defineKind, type Kind } from '../kind.ts';
import { allVerbs } from '../verbs.ts';
import { serviceColumns } from './columns.ts';
import { serviceDefaults } from './defaults.ts';

/** One address for a changing set of pods. */
export const serviceKind: Kind<Service> = defineKind<Service>({
  group: '',
  version: 'v1',
  kind: 'Service',
  plural: 'services',
  singular: 'service',
  namespaced: true,
  shortNames: ['svc'],
  categories: ['all'],
  schema: 'core.v1.Service',
  verbs: allVerbs,
  subresources: [{ name: 'proxy', kind: 'ServiceProxyOptions', verbs: ['create', 'delete', 'get', 'patch', 'update'] }],
  hasStatus: true,
  hasGeneration: false,
  defaults: serviceDefaults,
  validateName: validateDns1035Label,
  podSelector: (service) => formatSelector(selectorFromMap(service.spec?.selector ?? {})),
  returnsDeletedObject: true,
  columns: serviceColumns,
  fieldSelectors: { 'spec.clusterIP': (service) => service.spec?.clusterIP ?? '', 'spec.type': (service) => service.spec?.type ?? '' },
  example: {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'example', namespace: 'default' },
    spec: { ports: [{ port: 80 }] },
  },
});
