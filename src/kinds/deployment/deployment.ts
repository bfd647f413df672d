import type { Deployment, PodTemplateSpec } from '#machinery/generated/types.ts';
import { formatLabelSelector, formatSelector, selectorFromLabelSelector } from '#machinery/selector.ts';
import { describedBy } from '../describe-context.ts';
import { defineKind, type Kind } from '../kind.ts';
import { containerPorts } from '../pod-template/container-ports.ts';
import { podSpecWarnings } from '../pod-template/warnings.ts';
import { ageColumn, containerColumns, nameColumn, wideColumn } from '../table-columns.ts';
import { allVerbs } from '../verbs.ts';
import { deploymentDefaults } from './defaults.ts';
import { deploymentRollout } from './rollout.ts';
import { validateDeployment, validateDeploymentUpdate } from './validation.ts';

/** Pods from a template, replaced step by step when the template changes. */
export const deploymentKind: Kind<Deployment> = defineKind<Deployment>({
  group: 'apps',
  version: 'v1',
  kind: 'Deployment',
  plural: 'deployments',
  singular: 'deployment',
  namespaced: true,
  shortNames: ['deploy'],
  categories: ['all'],
  schema: 'apps.v1.Deployment',
  verbs: allVerbs,
  hasStatus: true,
  hasGeneration: true,
  // As upstream's strategy.go: an annotation such as a change cause is a new generation too.
  annotationsCountInGeneration: true,
  scale: {
    replicas: (deployment) => deployment.spec?.replicas ?? 1,
    statusReplicas: (deployment) => deployment.status?.replicas ?? 0,
    selector: (deployment) => formatSelector(selectorFromLabelSelector(deployment.spec?.selector)),
    withReplicas: (deployment, replicas) => ({ ...deployment, spec: { ...deployment.spec, replicas } }) as Deployment,
  },
  podTemplate: {
    get: (deployment) => deployment.spec?.template,
    set: (deployment, template) => ({ ...deployment, spec: { ...deployment.spec, template: template as PodTemplateSpec } }) as Deployment,
  },
  podSelector: (deployment) => formatSelector(selectorFromLabelSelector(deployment.spec?.selector)),
  defaults: deploymentDefaults,
  validate: validateDeployment,
  validateUpdate: validateDeploymentUpdate,
  columns: [
    nameColumn,
    {
      name: 'Ready',
      type: 'string',
      description: 'Ready pods of those wanted.',
      cell: (deployment) => `${deployment.status?.readyReplicas ?? 0}/${deployment.spec?.replicas ?? 0}`,
    },
    { name: 'Up-to-date', type: 'string', description: 'Pods of the present template.', cell: (deployment) => deployment.status?.updatedReplicas ?? 0 },
    {
      name: 'Available',
      type: 'string',
      description: 'Pods that have been ready long enough.',
      cell: (deployment) => deployment.status?.availableReplicas ?? 0,
    },
    ageColumn,
    ...containerColumns<Deployment>((deployment) => deployment.spec?.template?.spec),
    wideColumn('Selector', 'Which pods are its own.', (deployment) => formatLabelSelector(deployment.spec?.selector)),
  ],
  warnings: (deployment) => (deployment.spec?.template?.spec ? podSpecWarnings(deployment.spec.template.spec, 'spec.template.spec') : []),
  ports: (deployment) => containerPorts(deployment.spec?.template?.spec),
  rollout: deploymentRollout,
  describe: describedBy(async () => (await import('./describe.ts')).describeDeployment),
  example: {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'example', namespace: 'default' },
    spec: {
      selector: { matchLabels: { app: 'example' } },
      template: { metadata: { labels: { app: 'example' } }, spec: { containers: [{ name: 'main', image: 'nginx:1.27' }] } },
    },
  },
});
