import type { CronSchedule } from '#machinery/cron-schedule.ts';
import { CronScheduleError, parseCronSchedule } from '#machinery/cron-schedule.ts';
import { isSemanticallyEqual } from '#machinery/equality.ts';
import type { CronJob, CronJobStatus, Job, ObjectReference } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { StatusError } from '#machinery/status-error.ts';
import { isAlreadyExists, isNotFound } from '#machinery/status-errors.ts';
import { formatRfc1123Z, formatTime, parseTime } from '#machinery/time.ts';
import { cronJobs, jobs as jobType } from '../../resource-types.ts';
import { defineController, type ReconcileContext, type ReconcileResult } from '../controller.ts';
import { jobCondition } from '../job/verdict.ts';
import { planDue, planHistory, planJob, unfinished } from './plan.ts';

/** The clock may be a little early: as upstream, a run is looked for shortly after it is due. */
const SLACK_MS = 100;
/** Where this simulation's clock is; it has no tables of other time zones. */
const KNOWN_ZONES: readonly string[] = ['UTC', 'Etc/UTC', 'GMT', 'Etc/GMT'];

/** Starts Jobs at the times of a schedule. */
export const cronJobController = defineController({
  name: 'cronjob',
  for: cronJobs,
  owns: [jobType],
  reconcile({ namespace, name }, context) {
    const cronJob = context.lister<CronJob>(cronJobs).get(namespace, name);
    if (!cronJob || cronJob.metadata.deletionTimestamp !== undefined) return undefined;
    const jobs = context.lister<Job>(jobType).controlledBy(cronJob.metadata.uid);
    for (const job of planHistory(cronJob, jobs)) deleteJob(cronJob, job, context);
    const status = planStatus(cronJob, jobs, context);
    const schedule = readSchedule(cronJob, context);
    if (!schedule || cronJob.spec?.suspend) {
      writeStatus(cronJob, status, context);
      return undefined;
    }
    return runWhenDue(cronJob, jobs, schedule, status, context);
  },
});

function readSchedule(cronJob: Stored<CronJob>, context: ReconcileContext): CronSchedule | undefined {
  const { timeZone, schedule = '' } = cronJob.spec ?? {};
  if (timeZone !== undefined && !KNOWN_ZONES.includes(timeZone)) {
    context.event(cronJob, 'Warning', 'UnknownTimeZone', `invalid timeZone: "${timeZone}": this simulation knows UTC only`);
    return undefined;
  }
  try {
    return parseCronSchedule(schedule);
  } catch (error) {
    if (!(error instanceof CronScheduleError)) throw error;
    context.event(cronJob, 'Warning', 'UnparseableSchedule', `unparseable schedule: "${schedule}" : ${error.message}`);
    return undefined;
  }
}

/** The status with the Jobs that run now; tells of those that have ended since. */
function planStatus(cronJob: Stored<CronJob>, jobs: readonly Stored<Job>[], context: ReconcileContext): CronJobStatus {
  const byUid = new Map(jobs.map((job) => [job.metadata.uid, job]));
  const running = new Set(unfinished(jobs).map((job) => job.metadata.uid));
  const known = new Set(cronJob.status?.active?.map((reference) => reference.uid));
  for (const reference of cronJob.status?.active ?? []) {
    const job = byUid.get(reference.uid ?? '');
    if (!job) {
      context.event(cronJob, 'Normal', 'MissingJob', `Active job went missing: ${reference.name}`);
    } else if (!running.has(job.metadata.uid)) {
      const how = jobCondition(job, 'Complete')?.status === 'True' ? 'Complete' : 'Failed';
      context.event(cronJob, 'Normal', 'SawCompletedJob', `Saw completed job: ${job.metadata.name}, condition: ${how}`);
    }
  }
  for (const job of unfinished(jobs)) {
    if (!known.has(job.metadata.uid))
      context.event(cronJob, 'Warning', 'UnexpectedJob', `Saw a job that the controller did not create or forgot: ${job.metadata.name}`);
  }
  const active = (cronJob.status?.active ?? []).filter((reference) => running.has(reference.uid ?? ''));
  const ends = jobs.flatMap((job) => (jobCondition(job, 'Complete')?.status === 'True' ? (job.status?.completionTime ?? []) : []));
  const lastSuccessfulTime = [cronJob.status?.lastSuccessfulTime ?? '', ...ends].sort().at(-1);
  return {
    ...(active.length > 0 && { active }),
    ...(cronJob.status?.lastScheduleTime && { lastScheduleTime: cronJob.status.lastScheduleTime }),
    ...(lastSuccessfulTime && { lastSuccessfulTime }),
  };
}

function runWhenDue(
  cronJob: Stored<CronJob>,
  jobs: readonly Stored<Job>[],
  schedule: CronSchedule,
  status: CronJobStatus,
  context: ReconcileContext,
): ReconcileResult | undefined {
  const { dueMs, nextMs, missed } = planDue(cronJob, schedule, context.nowMs);
  const later = nextMs === undefined ? undefined : { requeueAfterMs: nextMs - context.nowMs + SLACK_MS };
  const skip = (): ReconcileResult | undefined => {
    writeStatus(cronJob, status, context);
    return later;
  };
  if (missed > 100) {
    context.event(cronJob, 'Warning', 'TooManyMissedTimes', 'too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew');
  }
  if (dueMs === undefined) return skip();
  const deadline = cronJob.spec?.startingDeadlineSeconds;
  if (deadline !== undefined && dueMs + deadline * 1000 < context.nowMs) {
    context.event(cronJob, 'Warning', 'MissSchedule', `Missed scheduled time to start a job: ${formatRfc1123Z(dueMs)}`);
    return skip();
  }
  // The run is under way, even though the status does not say so yet.
  const wanted = planJob(cronJob, dueMs);
  if (jobs.some((job) => job.metadata.name === wanted.metadata?.name) || dueMs <= lastScheduledMs(cronJob)) return skip();
  if (cronJob.spec?.concurrencyPolicy === 'Forbid' && (status.active?.length ?? 0) > 0) {
    context.event(cronJob, 'Normal', 'JobAlreadyActive', 'Not starting job because prior execution is running and concurrency policy is Forbid');
    return skip();
  }
  let active = status.active ?? [];
  if (cronJob.spec?.concurrencyPolicy === 'Replace') {
    for (const job of unfinished(jobs)) deleteJob(cronJob, job, context);
    active = [];
  }
  const created = createJob(cronJob, wanted, context);
  if (created) active = [...active, referTo(created)];
  writeStatus(cronJob, { ...status, ...(active.length > 0 && { active }), lastScheduleTime: formatTime(dueMs) }, context);
  return later;
}

function lastScheduledMs(cronJob: CronJob): number {
  return cronJob.status?.lastScheduleTime ? parseTime(cronJob.status.lastScheduleTime) : 0;
}

function createJob(cronJob: Stored<CronJob>, wanted: Job, context: ReconcileContext): Stored<Job> | undefined {
  try {
    const created = context.client.create<Job>(jobType, cronJob.metadata.namespace ?? '', wanted);
    context.event(cronJob, 'Normal', 'SuccessfulCreate', `Created job ${created.metadata.name}`);
    return created;
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    if (isAlreadyExists(error)) return undefined;
    context.event(cronJob, 'Warning', 'FailedCreate', `Error creating job: ${error.message}`);
    throw error;
  }
}

function deleteJob(cronJob: Stored<CronJob>, job: Stored<Job>, context: ReconcileContext): void {
  try {
    context.client.delete(jobType, job.metadata.namespace ?? '', job.metadata.name, {
      propagationPolicy: 'Background',
      preconditions: { uid: job.metadata.uid },
    });
    context.event(cronJob, 'Normal', 'SuccessfulDelete', `Deleted job ${job.metadata.name}`);
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    if (!isNotFound(error)) context.event(cronJob, 'Warning', 'FailedDelete', `Deleted job: ${error.message}`);
  }
}

function referTo(job: Stored<Job>): ObjectReference {
  const { name, namespace, uid, resourceVersion } = job.metadata;
  return { apiVersion: 'batch/v1', kind: 'Job', name, namespace: namespace ?? '', uid, resourceVersion };
}

function writeStatus(cronJob: Stored<CronJob>, status: CronJobStatus, context: ReconcileContext): void {
  if (isSemanticallyEqual(status, cronJob.status)) return;
  context.client.updateStatus<CronJob>(cronJobs, cronJob.metadata.namespace ?? '', { ...cronJob, status });
}
