import type { CronJob, PodTemplateSpec } from '#machinery/generated/types.ts';
import { describedBy } from '../describe-context.ts';
import { defineKind, type Kind } from '../kind.ts';
import { podSpecWarnings } from '../pod-template/warnings.ts';
import { ageColumn, containerColumns, formatTimeSince, nameColumn, wideColumn } from '../table-columns.ts';
import { allVerbs } from '../verbs.ts';
import { cronJobDefaults } from './defaults.ts';
import { validateCronJob } from './validation.ts';

/** Jobs at set times. */
export const cronJobKind: Kind<CronJob> = defineKind<CronJob>({
  group: 'batch',
  version: 'v1',
  kind: 'CronJob',
  plural: 'cronjobs',
  singular: 'cronjob',
  namespaced: true,
  shortNames: ['cj'],
  categories: ['all'],
  schema: 'batch.v1.CronJob',
  verbs: allVerbs,
  hasStatus: true,
  hasGeneration: true,
  podTemplate: {
    get: (cronJob) => cronJob.spec?.jobTemplate?.spec?.template,
    set: (cronJob, template) => {
      const jobTemplate = cronJob.spec?.jobTemplate;
      return {
        ...cronJob,
        spec: { ...cronJob.spec, jobTemplate: { ...jobTemplate, spec: { ...jobTemplate?.spec, template: template as PodTemplateSpec } } },
      } as CronJob;
    },
  },
  defaults: cronJobDefaults,
  validate: validateCronJob,
  warnings: (cronJob) => {
    const spec = cronJob.spec?.jobTemplate?.spec?.template?.spec;
    return spec ? podSpecWarnings(spec, 'spec.jobTemplate.spec.template.spec') : [];
  },
  columns: [
    nameColumn,
    { name: 'Schedule', type: 'string', description: 'When jobs start.', cell: ({ spec }) => spec?.schedule ?? '' },
    { name: 'Timezone', type: 'string', description: 'The time zone of the schedule.', cell: ({ spec }) => spec?.timeZone ?? '<none>' },
    { name: 'Suspend', type: 'boolean', description: 'Whether no more jobs start.', cell: ({ spec }) => (spec?.suspend ? 'True' : 'False') },
    { name: 'Active', type: 'integer', description: 'How many of its jobs run.', cell: ({ status }) => status?.active?.length ?? 0 },
    {
      name: 'Last Schedule',
      type: 'string',
      description: 'How long ago the last job started.',
      cell: ({ status }, nowMs) => (status?.lastScheduleTime ? formatTimeSince(status.lastScheduleTime, nowMs) : '<none>'),
    },
    ageColumn,
    ...containerColumns<CronJob>((cronJob) => cronJob.spec?.jobTemplate?.spec?.template?.spec),
    wideColumn('Selector', 'Which pods are its own.', () => '<none>'),
  ],
  describe: describedBy(async () => (await import('./describe.ts')).describeCronJob),
  example: {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'example', namespace: 'default' },
    spec: {
      schedule: '*/5 * * * *',
      jobTemplate: { spec: { template: { spec: { restartPolicy: 'OnFailure', containers: [{ name: 'main', image: 'busybox:1.36' }] } } } },
    },
  },
});
