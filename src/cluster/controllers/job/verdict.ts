import type { Job, JobCondition, Pod } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { formatTime, parseTime } from '#machinery/time.ts';
import { podRestarts } from '../pod-state.ts';
import type { Accounting } from './accounting.ts';

/** How a Job ends. */
export interface Verdict {
  readonly type: 'Complete' | 'Failed';
  readonly reason: string;
  readonly message: string;
}

/** The longest wait before a failed pod is replaced, and the first one. */
const LAST_BACKOFF_MS = 600_000;
const FIRST_BACKOFF_MS = 10_000;

/** Whether a Job has ended, and how; undefined while it goes on. */
export function planVerdict(job: Job, accounting: Accounting, nowMs: number): Verdict | undefined {
  const limit = job.spec?.backoffLimit ?? 6;
  if (accounting.failed > limit || isOverRestartLimit(job, accounting.active, limit)) {
    return { type: 'Failed', reason: 'BackoffLimitExceeded', message: 'Job has reached the specified backoff limit' };
  }
  if ((deadlineInMs(job, nowMs) ?? 1) <= 0) {
    return { type: 'Failed', reason: 'DeadlineExceeded', message: 'Job was active longer than specified deadline' };
  }
  const { completions } = job.spec ?? {};
  const succeeded = job.spec?.completionMode === 'Indexed' ? accounting.completedIndexes.length : accounting.succeeded;
  const isDone = completions === undefined ? accounting.succeeded > 0 && accounting.active.length === 0 : succeeded >= completions;
  return isDone ? { type: 'Complete', reason: 'CompletionsReached', message: 'Reached expected number of succeeded pods' } : undefined;
}

/** Virtual milliseconds until the Job's deadline; undefined when it has none. */
export function deadlineInMs(job: Job, nowMs: number): number | undefined {
  if (job.spec?.activeDeadlineSeconds === undefined || !job.status?.startTime || job.spec.suspend) return undefined;
  return parseTime(job.status.startTime) + job.spec.activeDeadlineSeconds * 1000 - nowMs;
}

/** Containers that are restarted in place count against the limit as well. */
function isOverRestartLimit(job: Job, active: readonly Stored<Pod>[], limit: number): boolean {
  if (job.spec?.template.spec?.restartPolicy !== 'OnFailure') return false;
  const restarts = active.reduce((sum, pod) => sum + podRestarts(pod).regular, 0);
  return limit === 0 ? restarts > 0 : restarts >= limit;
}

/** How long to wait before the next pod: 10 s doubling with each failure since the last success, up to ten minutes. */
export function replaceInMs(pods: readonly Stored<Pod>[], nowMs: number): number {
  const ended = pods
    .filter((pod) => pod.status?.phase === 'Failed' || pod.status?.phase === 'Succeeded')
    .map((pod) => ({ failed: pod.status?.phase === 'Failed', atMs: endedMs(pod) }))
    .sort((a, b) => b.atMs - a.atMs);
  const lastSuccess = ended.findIndex((end) => !end.failed);
  const failures = lastSuccess < 0 ? ended.length : lastSuccess;
  const [latest] = ended;
  if (failures === 0 || !latest) return 0;
  return Math.max(0, latest.atMs + Math.min(LAST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (failures - 1)) - nowMs);
}

function endedMs(pod: Stored<Pod>): number {
  const ends = (pod.status?.containerStatuses ?? []).flatMap((status) => status.state?.terminated?.finishedAt ?? []);
  const [last] = ends.sort((a, b) => (a < b ? 1 : -1));
  const condition = pod.status?.conditions?.find((candidate) => candidate.type === 'Ready')?.lastTransitionTime;
  return parseTime(last ?? condition ?? pod.metadata.creationTimestamp);
}

/** The condition of a Job by its type. */
export function jobCondition(job: Job, type: string): JobCondition | undefined {
  return job.status?.conditions?.find((condition) => condition.type === type);
}

/** Whether a Job has ended; it is not looked at any more then. */
export function isJobFinished(job: Job): boolean {
  return ['Complete', 'Failed'].some((type) => jobCondition(job, type)?.status === 'True');
}

/** Adds or replaces a condition. The same array when nothing changes. */
export function withJobCondition(
  conditions: readonly JobCondition[],
  type: string,
  status: string,
  reason: string,
  message: string,
  nowMs: number,
): readonly JobCondition[] {
  const before = conditions.find((condition) => condition.type === type);
  if (before?.status === status && before.reason === reason) return conditions;
  const now = formatTime(nowMs);
  const next: JobCondition = { type, status, lastProbeTime: now, lastTransitionTime: now, reason, message };
  return before ? conditions.map((condition) => (condition === before ? next : condition)) : [...conditions, next];
}
