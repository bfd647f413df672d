import type { CronSchedule } from '#machinery/cron-schedule.ts';
import type { CronJob, Job } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { formatTime, parseTime } from '#machinery/time.ts';
import { cronJobs } from '../../resource-types.ts';
import { controllerReference } from '../claim.ts';
import { isJobFinished } from '../job/verdict.ts';

/** Missed runs that are looked through; beyond it the last one is worked out, and a warning is due. */
const MOST_MISSED = 100;

export interface DuePlan {
  /** The run to start now: the last that was due. */
  readonly dueMs: number | undefined;
  /** The next one after now. */
  readonly nextMs: number | undefined;
  /** How many runs were due since the last one. */
  readonly missed: number;
}

/** Works out which run of a schedule is due. */
export function planDue(cronJob: Stored<CronJob>, schedule: CronSchedule, nowMs: number): DuePlan {
  const nextMs = schedule.next(nowMs);
  let earliestMs = parseTime(cronJob.status?.lastScheduleTime ?? cronJob.metadata.creationTimestamp);
  const deadline = cronJob.spec?.startingDeadlineSeconds;
  if (deadline !== undefined) earliestMs = Math.max(earliestMs, nowMs - deadline * 1000);
  const first = schedule.next(earliestMs);
  if (first === undefined || first > nowMs) return { dueMs: undefined, nextMs, missed: 0 };
  let dueMs = first;
  let missed = 1;
  for (let at = schedule.next(dueMs); at !== undefined && at <= nowMs && missed <= MOST_MISSED; at = schedule.next(at)) {
    dueMs = at;
    missed++;
  }
  if (missed > MOST_MISSED) dueMs = lastBefore(schedule, nowMs) ?? dueMs;
  return { dueMs, nextMs, missed };
}

/** The last moment of a schedule up to a time, looked for backwards in growing steps. */
function lastBefore(schedule: CronSchedule, nowMs: number): number | undefined {
  for (let stepMs = 60_000; stepMs < nowMs; stepMs *= 2) {
    let found: number | undefined;
    for (let at = schedule.next(nowMs - stepMs); at !== undefined && at <= nowMs; at = schedule.next(at)) found = at;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The Job of one run. Its name comes from the minute it was due, so that a run can never be started twice. */
export function planJob(cronJob: Stored<CronJob>, dueMs: number): Job {
  const template = cronJob.spec?.jobTemplate;
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: `${cronJob.metadata.name}-${Math.floor(dueMs / 60_000)}`,
      namespace: cronJob.metadata.namespace ?? '',
      ...(template?.metadata?.labels && { labels: template.metadata.labels }),
      annotations: { ...template?.metadata?.annotations, 'batch.kubernetes.io/cronjob-scheduled-timestamp': formatTime(dueMs) },
      ownerReferences: [controllerReference(cronJobs, cronJob)],
    },
    ...(template?.spec && { spec: template.spec }),
  };
}

/** The Jobs that are older than the history limits keep. */
export function planHistory(cronJob: CronJob, jobs: readonly Stored<Job>[]): readonly Stored<Job>[] {
  const ended = (type: string): readonly Stored<Job>[] =>
    jobs
      .filter((job) => job.status?.conditions?.some((condition) => condition.type === type && condition.status === 'True'))
      .sort((a, b) => (startOf(a) === startOf(b) ? (a.metadata.name < b.metadata.name ? -1 : 1) : startOf(a) < startOf(b) ? -1 : 1));
  const beyond = (list: readonly Stored<Job>[], limit: number): readonly Stored<Job>[] => list.slice(0, Math.max(0, list.length - limit));
  return [...beyond(ended('Complete'), cronJob.spec?.successfulJobsHistoryLimit ?? 3), ...beyond(ended('Failed'), cronJob.spec?.failedJobsHistoryLimit ?? 1)];
}

/** The Jobs of a CronJob that have not ended. */
export function unfinished(jobs: readonly Stored<Job>[]): readonly Stored<Job>[] {
  return jobs.filter((job) => !isJobFinished(job));
}

function startOf(job: Stored<Job>): string {
  return job.status?.startTime ?? job.metadata.creationTimestamp;
}
