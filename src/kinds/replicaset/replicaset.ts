import type { PodTemplateSpec, ReplicaSet } from '#machinery/generated/types.ts';
import { formatLabelSelector, formatSelector, selectorFromLabelSelector } from '#machinery/selector.ts';
import { describedBy } from '../describe-context.ts';
import { defineKind, type Kind } from '../kind.ts';
import { containerPorts } from '../pod-template/container-ports.ts';
import { podSpecWarnings } from '../pod-template/warnings.ts';
import { ageColumn, containerColumns, nameColumn, wideColumn } from '../table-columns.ts';
import { allVerbs } from '../verbs.ts';
import { replicaSetDefaults } from './defaults.ts';
import { validateReplicaSet, validateReplicaSetUpdate } from './validation.ts';

/** A number of equal pods. */
export const replicaSetKind: Kind<ReplicaSet> = defineKind<ReplicaSet>({
  group: 'apps',
  version: 'v1',
  kind: 'ReplicaSet',
  plural: 'replicasets',
  singular: 'replicaset',
  namespaced: true,
  shortNames: ['rs'],
  categories: ['all'],
  schema: 'apps.v1.ReplicaSet',
  verbs: allVerbs,
  hasStatus: true,
  hasGeneration: true,
  scale: {
    replicas: (set) => set.spec?.replicas ?? 1,
    statusReplicas: (set) => set.status?.replicas ?? 0,
    selector: (set) => formatSelector(selectorFromLabelSelector(set.spec?.selector)),
    withReplicas: (set, replicas) => ({ ...set, spec: { ...set.spec, replicas } }) as ReplicaSet,
  },
  podTemplate: {
    get: (set) => set.spec?.template,
    set: (set, template) => ({ ...set, spec: { ...set.spec, template: template as PodTemplateSpec } }) as ReplicaSet,
  },
  podSelector: (set) => formatSelector(selectorFromLabelSelector(set.spec?.selector)),
  defaults: replicaSetDefaults,
  prepareForCreate: (set) => ({ ...set, status: { replicas: 0 } }),
  validate: validateReplicaSet,
  validateUpdate: validateReplicaSetUpdate,
  columns: [
    nameColumn,
    { name: 'Desired', type: 'integer', description: 'How many pods are wanted.', cell: (set) => set.spec?.replicas ?? 0 },
    { name: 'Current', type: 'integer', description: 'How many pods there are.', cell: (set) => set.status?.replicas ?? 0 },
    { name: 'Ready', type: 'integer', description: 'How many of them are ready.', cell: (set) => set.status?.readyReplicas ?? 0 },
    ageColumn,
    ...containerColumns<ReplicaSet>((set) => set.spec?.template?.spec),
    wideColumn('Selector', 'Which pods are its own.', (set) => formatLabelSelector(set.spec?.selector)),
  ],
  fieldSelectors: { 'status.replicas': (set) => String(set.status?.replicas ?? 0) },
  warnings: (set) => (set.spec?.template?.spec ? podSpecWarnings(set.spec.template.spec, 'spec.template.spec') : []),
  ports: (set) => containerPorts(set.spec?.template?.spec),
  describe: describedBy(async () => (await import('./describe.ts')).describeReplicaSet),
  example: {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: 'example', namespace: 'default' },
    spec: {
      selector: { matchLabels: { app: 'example' } },
      template: { metadata: { labels: { app: 'example' } }, spec: { containers: [{ name: 'main', image: 'nginx:1.27' }] } },
    },
  },
});
