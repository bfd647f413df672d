import { CronScheduleError, parseCronSchedule } from '#machinery/cron-schedule.ts';
import { type FieldError, invalid, required } from '#machinery/field-error.ts';
import type { CronJob, CronJobSpec } from '#machinery/generated/types.ts';
import { checkEnum, checkNonNegative } from '../field-checks.ts';
import { checkJobSpec } from '../job/validation.ts';

/** The name of a job adds eleven characters to that of its cron job. */
const longestName = 52;

/** What is wrong with a cron job by itself. */
export function validateCronJob(cronJob: CronJob): readonly FieldError[] {
  const errors: FieldError[] = [];
  const spec: Partial<CronJobSpec> = cronJob.spec ?? {};
  checkSchedule(spec.schedule ?? '', errors);
  checkNonNegative(spec.startingDeadlineSeconds, 'spec.startingDeadlineSeconds', errors);
  checkEnum(spec.concurrencyPolicy, ['Allow', 'Forbid', 'Replace'], 'spec.concurrencyPolicy', errors);
  checkJobSpec(spec.jobTemplate?.spec ?? {}, 'spec.jobTemplate.spec', errors);
  checkNonNegative(spec.successfulJobsHistoryLimit, 'spec.successfulJobsHistoryLimit', errors);
  checkNonNegative(spec.failedJobsHistoryLimit, 'spec.failedJobsHistoryLimit', errors);
  const name = cronJob.metadata?.name ?? '';
  if (name.length > longestName) errors.push(invalid('metadata.name', name, `must be no more than ${longestName} characters`));
  return errors;
}

function checkSchedule(schedule: string, errors: FieldError[]): void {
  if (schedule === '') {
    errors.push(required('spec.schedule'));
    return;
  }
  if (schedule.includes('TZ')) {
    errors.push(invalid('spec.schedule', schedule, 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead'));
    return;
  }
  try {
    parseCronSchedule(schedule);
  } catch (error) {
    if (!(error instanceof CronScheduleError)) throw error;
    errors.push(invalid('spec.schedule', schedule, error.message));
  }
}
