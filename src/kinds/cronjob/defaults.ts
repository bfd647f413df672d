import type { CronJob, CronJobSpec, JobTemplateSpec } from '#machinery/generated/types.ts';
import { podTemplateDefaults } from '../pod-template/defaults.ts';
import { withFields } from '../structural-sharing.ts';

/** Jobs may overlap, three good and one bad one are kept. */
export function cronJobDefaults(cronJob: CronJob): CronJob {
  const spec: Partial<CronJobSpec> = cronJob.spec ?? {};
  const jobTemplate: JobTemplateSpec = spec.jobTemplate ?? {};
  const jobSpec = jobTemplate.spec ?? {};
  const filled = withFields(spec, {
    concurrencyPolicy: spec.concurrencyPolicy || 'Allow',
    suspend: spec.suspend ?? false,
    successfulJobsHistoryLimit: spec.successfulJobsHistoryLimit ?? 3,
    failedJobsHistoryLimit: spec.failedJobsHistoryLimit ?? 1,
    jobTemplate: withFields(jobTemplate, {
      metadata: jobTemplate.metadata ?? {},
      spec: withFields(jobSpec, { template: podTemplateDefaults((jobSpec as Partial<JobTemplateSpec['spec'] & object>).template) }) as NonNullable<
        JobTemplateSpec['spec']
      >,
    }),
  });
  return withFields(cronJob, { spec: filled as CronJobSpec, status: cronJob.status ?? {} });
}
