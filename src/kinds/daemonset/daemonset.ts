import type { DaemonSet, PodTemplateSpec } from '#machinery/generated/types.ts';
import { formatLabelSelector, formatSelector, selectorFromLabelSelector } from '#machinery/selector.ts';
import { describedBy } from '../describe-context.ts';
import { defineKind, type Kind } from '../kind.ts';
import { containerPorts } from '../pod-template/container-ports.ts';
import { podSpecWarnings } from '../pod-template/warnings.ts';
import { formatPlainSelector } from '../service/columns.ts';
import { ageColumn, containerColumns, nameColumn, wideColumn } from '../table-columns.ts';
import { allVerbs } from '../verbs.ts';
import { daemonSetDefaults } from './defaults.ts';
import { daemonSetRollout } from './rollout.ts';
import { prepareDaemonSetForCreate, prepareDaemonSetForUpdate } from './strategy.ts';
import { validateDaemonSet, validateDaemonSetUpdate } from './validation.ts';

/** One pod on each node. */
export const daemonSetKind: Kind<DaemonSet> = defineKind<DaemonSet>({
  group: 'apps',
  version: 'v1',
  kind: 'DaemonSet',
  plural: 'daemonsets',
  singular: 'daemonset',
  namespaced: true,
  shortNames: ['ds'],
  categories: ['all'],
  schema: 'apps.v1.DaemonSet',
  verbs: allVerbs,
  hasStatus: true,
  hasGeneration: true,
  podTemplate: {
    get: (set) => set.spec?.template,
    set: (set, template) => ({ ...set, spec: { ...set.spec, template: template as PodTemplateSpec } }) as DaemonSet,
  },
  podSelector: (set) => formatSelector(selectorFromLabelSelector(set.spec?.selector)),
  ports: (set) => containerPorts(set.spec?.template?.spec),
  rollout: daemonSetRollout,
  defaults: daemonSetDefaults,
  prepareForCreate: prepareDaemonSetForCreate,
  prepareForUpdate: prepareDaemonSetForUpdate,
  validate: validateDaemonSet,
  validateUpdate: validateDaemonSetUpdate,
  warnings: (set) => (set.spec?.template?.spec ? podSpecWarnings(set.spec.template.spec, 'spec.template.spec') : []),
  columns: [
    nameColumn,
    { name: 'Desired', type: 'integer', description: 'Nodes that should have a pod.', cell: ({ status }) => status?.desiredNumberScheduled ?? 0 },
    { name: 'Current', type: 'integer', description: 'Nodes that have one.', cell: ({ status }) => status?.currentNumberScheduled ?? 0 },
    { name: 'Ready', type: 'integer', description: 'Nodes with a ready one.', cell: ({ status }) => status?.numberReady ?? 0 },
    { name: 'Up-to-date', type: 'integer', description: 'Nodes with one of the present template.', cell: ({ status }) => status?.updatedNumberScheduled ?? 0 },
    { name: 'Available', type: 'integer', description: 'Nodes whose pod has been ready long enough.', cell: ({ status }) => status?.numberAvailable ?? 0 },
    {
      name: 'Node Selector',
      type: 'string',
      description: 'Which nodes get a pod.',
      cell: ({ spec }) => formatPlainSelector(spec?.template?.spec?.nodeSelector),
    },
    ageColumn,
    ...containerColumns<DaemonSet>((set) => set.spec?.template?.spec),
    wideColumn('Selector', 'Which pods are its own.', (set) => formatLabelSelector(set.spec?.selector)),
  ],
  describe: describedBy(async () => (await import('./describe.ts')).describeDaemonSet),
  example: {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'example', namespace: 'default' },
    spec: {
      selector: { matchLabels: { app: 'example' } },
      template: { metadata: { labels: { app: 'example' } }, spec: { containers: [{ name: 'main', image: 'busybox:1.36' }] } },
    },
  },
});
