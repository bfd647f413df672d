import type { Service } from '#machinery/generated/types.ts';
import { validateDnsLabel } from '#machinery/names.ts';
import { formatSelector, selectorFromMap } from '#machinery/selector.ts';
import { describedBy } from '../describe-context.ts';
import { defineKind, type Kind } from '../kind.ts';
import { allVerbs } from '../verbs.ts';
import { validateServiceUpdate } from './cluster-ip-validation.ts';
import { serviceColumns } from './columns.ts';
import { serviceDefaults } from './defaults.ts';
import { prepareServiceForUpdate } from './strategy.ts';
import { validateService } from './validation.ts';

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
  prepareForCreate: (service) => ({ ...service, status: { loadBalancer: {} } }),
  prepareForUpdate: prepareServiceForUpdate,
  validate: validateService,
  validateUpdate: validateServiceUpdate,
  validateName: validateDnsLabel,
  podSelector: (service) => formatSelector(selectorFromMap(service.spec?.selector ?? {})),
  returnsDeletedObject: true,
  columns: serviceColumns,
  fieldSelectors: { 'spec.clusterIP': (service) => service.spec?.clusterIP ?? '', 'spec.type': (service) => service.spec?.type ?? '' },
  warnings: serviceWarnings,
  ports: (service) => (service.spec?.ports ?? []).map(({ port, protocol = 'TCP', name }) => ({ port, protocol, ...(name ? { name } : {}) })),
  describe: describedBy(async () => (await import('./describe.ts')).describeService),
  example: {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'example', namespace: 'default' },
    spec: { ports: [{ port: 80 }] },
  },
});

/** What a service says and nobody will listen to. */
function serviceWarnings(service: Service): readonly string[] {
  const spec = service.spec ?? {};
  const warnings: string[] = [];
  if (spec.type === 'ExternalName' && (spec.externalIPs?.length ?? 0) > 0) warnings.push('spec.externalIPs is ignored when spec.type is "ExternalName"');
  if (spec.clusterIP === 'None') {
    if (spec.loadBalancerIP) warnings.push('spec.loadBalancerIP is ignored for headless services');
    if ((spec.externalIPs?.length ?? 0) > 0) warnings.push('spec.externalIPs is ignored for headless services');
    if (spec.sessionAffinity === 'ClientIP') warnings.push('spec.SessionAffinity is ignored for headless services');
  }
  return warnings;
}
