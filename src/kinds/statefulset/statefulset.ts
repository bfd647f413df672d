import type { PodTemplateSpec, StatefulSet } from '#machinery/generated/types.ts';
import { validateDnsLabel } from '#machinery/names.ts';
import { formatSelector, selectorFromLabelSelector } from '#machinery/selector.ts';
import { describedBy } from '../describe-context.ts';
import { defineKind, type Kind } from '../kind.ts';
import { containerPorts } from '../pod-template/container-ports.ts';
import { podSpecWarnings } from '../pod-template/warnings.ts';
import { ageColumn, containerColumns, nameColumn } from '../table-columns.ts';
import { allVerbs } from '../verbs.ts';
import { statefulSetDefaults } from './defaults.ts';
import { statefulSetRollout } from './rollout.ts';
import { validateStatefulSet, validateStatefulSetUpdate } from './validation.ts';

/** Pods with names and storage of their own, one after the other. */
export const statefulSetKind: Kind<StatefulSet> = defineKind<StatefulSet>({
  group: 'apps',
  version: 'v1',
  kind: 'StatefulSet',
  plural: 'statefulsets',
  singular: 'statefulset',
  namespaced: true,
  shortNames: ['sts'],
  categories: ['all'],
  schema: 'apps.v1.StatefulSet',
  verbs: allVerbs,
  hasStatus: true,
  hasGeneration: true,
  scale: {
    replicas: (set) => set.spec?.replicas ?? 1,
    statusReplicas: (set) => set.status?.replicas ?? 0,
    selector: (set) => formatSelector(selectorFromLabelSelector(set.spec?.selector)),
    withReplicas: (set, replicas) => ({ ...set, spec: { ...set.spec, replicas } }) as StatefulSet,
  },
  podTemplate: {
    get: (set) => set.spec?.template,
    set: (set, template) => ({ ...set, spec: { ...set.spec, template: template as PodTemplateSpec } }) as StatefulSet,
  },
  podSelector: (set) => formatSelector(selectorFromLabelSelector(set.spec?.selector)),
  ports: (set) => containerPorts(set.spec?.template?.spec),
  rollout: statefulSetRollout,
  defaults: statefulSetDefaults,
  prepareForCreate: (set) => ({ ...set, status: { replicas: 0, availableReplicas: 0 } }),
  validateName: validateDnsLabel,
  validate: validateStatefulSet,
  validateUpdate: validateStatefulSetUpdate,
  warnings: (set) => (set.spec?.template?.spec ? podSpecWarnings(set.spec.template.spec, 'spec.template.spec') : []),
  columns: [
    nameColumn,
    {
      name: 'Ready',
      type: 'string',
      description: 'Ready pods of those wanted.',
      cell: (set) => `${set.status?.readyReplicas ?? 0}/${set.spec?.replicas ?? 0}`,
    },
    ageColumn,
    ...containerColumns<StatefulSet>((set) => set.spec?.template?.spec),
  ],
  describe: describedBy(async () => (await import('./describe.ts')).describeStatefulSet),
  example: {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'example', namespace: 'default' },
    spec: {
      selector: { matchLabels: { app: 'example' } },
      template: { metadata: { labels: { app: 'example' } }, spec: { containers: [{ name: 'main', image: 'nginx:1.27' }] } },
    },
  },
});
