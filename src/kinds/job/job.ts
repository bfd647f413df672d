import type { Job, PodTemplateSpec } from '#machinery/generated/types.ts';
import { formatSelector, selectorFromLabelSelector } from '#machinery/selector.ts';
import { describedBy } from '../describe-context.ts';
import { defineKind, type Kind } from '../kind.ts';
import { containerPorts } from '../pod-template/container-ports.ts';
import { podSpecWarnings } from '../pod-template/warnings.ts';
import { allVerbs } from '../verbs.ts';
import { jobColumns } from './columns.ts';
import { jobDefaults } from './defaults.ts';
import { prepareJob } from './strategy.ts';
import { validateJob, validateJobUpdate } from './validation.ts';

/** Pods that run until the work is done. */
export const jobKind: Kind<Job> = defineKind<Job>({
  group: 'batch',
  version: 'v1',
  kind: 'Job',
  plural: 'jobs',
  singular: 'job',
  namespaced: true,
  shortNames: [],
  categories: ['all'],
  schema: 'batch.v1.Job',
  verbs: allVerbs,
  hasStatus: true,
  hasGeneration: true,
  podTemplate: {
    get: (job) => job.spec?.template,
    set: (job, template) => ({ ...job, spec: { ...job.spec, template: template as PodTemplateSpec } }) as Job,
  },
  podSelector: (job) => formatSelector(selectorFromLabelSelector(job.spec?.selector)),
  ports: (job) => containerPorts(job.spec?.template?.spec),
  defaults: jobDefaults,
  prepareForCreate: prepareJob,
  validate: validateJob,
  validateUpdate: validateJobUpdate,
  warnings: (job) => (job.spec?.template?.spec ? podSpecWarnings(job.spec.template.spec, 'spec.template.spec') : []),
  columns: jobColumns,
  fieldSelectors: { 'status.successful': (job) => String(job.status?.succeeded ?? 0) },
  describe: describedBy(async () => (await import('./describe.ts')).describeJob),
  example: {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'example', namespace: 'default' },
    spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'busybox:1.36' }] } } },
  },
});
