import { isSemanticallyEqual } from '#machinery/equality.ts';
import type { Job, JobCondition, JobStatus, Pod } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { selectorFromLabelSelector } from '#machinery/selector.ts';
import { StatusError } from '#machinery/status-error.ts';
import { isNotFound } from '#machinery/status-errors.ts';
import { formatTime, parseTime } from '#machinery/time.ts';
import { jobs, pods as podType } from '../../resource-types.ts';
import { claim, orphanIndex } from '../claim.ts';
import { defineController, type ReconcileContext, type ReconcileResult } from '../controller.ts';
import { type Accounting, formatIndexes, planAccounting, TRACKING } from './accounting.ts';
import { planCreations, planSurplus, planWanted } from './job-pods.ts';
import { deadlineInMs, isJobFinished, jobCondition, planVerdict, replaceInMs, type Verdict, withJobCondition } from './verdict.ts';

/** Runs pods until enough of them have ended well. */
export const jobController = defineController({
  name: 'job',
  for: jobs,
  owns: [podType],
  indexes: [orphanIndex(podType)],
  reconcile({ namespace, name }, context) {
    const job = context.lister<Job>(jobs).get(namespace, name);
    // Another controller may have taken the Job over.
    if (!job || (job.spec?.managedBy !== undefined && job.spec.managedBy !== 'kubernetes.io/job-controller')) return undefined;
    const pods = claim<Pod>(context, jobs, job, podType, selectorFromLabelSelector(job.spec?.selector));
    if (job.metadata.deletionTimestamp !== undefined) {
      release(pods, context);
      return undefined;
    }
    if (isJobFinished(job)) {
      release(pods, context);
      return removeWhenExpired(job, context);
    }
    return work(job, pods, context);
  },
});

function work(before: Stored<Job>, pods: readonly Stored<Pod>[], context: ReconcileContext): ReconcileResult | undefined {
  const job = startOrSuspend(before, context);
  const accounting = planAccounting(job, pods);
  const verdict = planVerdict(job, accounting, context.nowMs);
  const doomed = planSurplus(accounting, verdict ? 0 : planWanted(job, accounting));
  const waitMs = verdict ? 0 : replaceInMs(pods, context.nowMs);
  let failure: StatusError | undefined;
  for (const pod of doomed) failure ??= deletePod(job, pod, context);
  const creations = verdict || waitMs > 0 ? [] : planCreations(job, accounting, planWanted(job, accounting));
  let created = 0;
  for (const pod of creations) {
    failure ??= createPod(job, pod, context);
    if (!failure) created++;
  }
  const left = accounting.active.length - doomed.length;
  const isSettled = left + accounting.terminating + doomed.length === 0;
  writeStatus(job, accounting, left + created, verdict, isSettled, context);
  release(accounting.release, context);
  if (failure) throw failure;
  const next = [deadlineInMs(job, context.nowMs), waitMs > 0 ? waitMs : undefined].filter((ms) => ms !== undefined);
  return next.length === 0 || verdict ? undefined : { requeueAfterMs: Math.max(0, Math.min(...next)) };
}

/** Sets the start time, or takes it back while the Job is suspended; says so once. */
function startOrSuspend(job: Stored<Job>, context: ReconcileContext): Stored<Job> {
  const suspended = jobCondition(job, 'Suspended');
  const conditions = job.status?.conditions ?? [];
  if (job.spec?.suspend) {
    if (suspended?.status === 'True') return job;
    context.event(job, 'Normal', 'Suspended', 'Job suspended');
    const { startTime: _, ...status } = job.status ?? {};
    return { ...job, status: { ...status, conditions: withJobCondition(conditions, 'Suspended', 'True', 'JobSuspended', 'Job suspended', context.nowMs) } };
  }
  const resumed = suspended?.status === 'True';
  if (resumed) context.event(job, 'Normal', 'Resumed', 'Job resumed');
  if (job.status?.startTime && !resumed) return job;
  const next = resumed ? withJobCondition(conditions, 'Suspended', 'False', 'JobResumed', 'Job resumed', context.nowMs) : conditions;
  return { ...job, status: { ...job.status, startTime: formatTime(context.nowMs), ...(next.length > 0 && { conditions: next }) } };
}

/** @param isSettled whether no pod is left; only then does the Job count as ended */
function writeStatus(
  job: Stored<Job>,
  accounting: Accounting,
  active: number,
  verdict: Verdict | undefined,
  isSettled: boolean,
  context: ReconcileContext,
): void {
  const isCounted = !accounting.uncounted.succeeded && !accounting.uncounted.failed;
  const ends = verdict !== undefined && isSettled && isCounted;
  const conditions = verdict ? withVerdict(job.status?.conditions ?? [], verdict, ends, context.nowMs) : job.status?.conditions;
  const indexed = job.spec?.completionMode === 'Indexed';
  const succeeded = indexed ? accounting.completedIndexes.length : accounting.counted.succeeded;
  const status: JobStatus = {
    ...(active > 0 && { active }),
    ...(indexed && accounting.completedIndexes.length > 0 && { completedIndexes: formatIndexes(accounting.completedIndexes) }),
    ...(ends && verdict.type === 'Complete' && { completionTime: formatTime(context.nowMs) }),
    ...(conditions?.length && { conditions }),
    ...(accounting.counted.failed > 0 && { failed: accounting.counted.failed }),
    ready: accounting.ready,
    ...(job.status?.startTime && { startTime: job.status.startTime }),
    ...(succeeded > 0 && { succeeded }),
    terminating: accounting.terminating,
    uncountedTerminatedPods: accounting.uncounted,
  };
  const present = context.lister<Job>(jobs).get(job.metadata.namespace ?? '', job.metadata.name)?.status;
  if (isSemanticallyEqual(status, present)) return;
  context.client.updateStatus<Job>(jobs, job.metadata.namespace ?? '', { ...job, status });
  if (!ends) return;
  if (verdict.type === 'Complete') context.event(job, 'Normal', 'Completed', 'Job completed');
  else context.event(job, 'Warning', verdict.reason, verdict.message);
}

/** First what will be, then, when no pod is left, what is. */
function withVerdict(conditions: readonly JobCondition[], verdict: Verdict, ends: boolean, nowMs: number): readonly JobCondition[] {
  const interim = verdict.type === 'Complete' ? 'SuccessCriteriaMet' : 'FailureTarget';
  const announced = withJobCondition(conditions, interim, 'True', verdict.reason, verdict.message, nowMs);
  return ends ? withJobCondition(announced, verdict.type, 'True', verdict.reason, verdict.message, nowMs) : announced;
}

function createPod(job: Stored<Job>, pod: Pod, context: ReconcileContext): StatusError | undefined {
  try {
    const created = context.client.create<Pod>(podType, job.metadata.namespace ?? '', pod);
    context.event(job, 'Normal', 'SuccessfulCreate', `Created pod: ${created.metadata.name}`);
    return undefined;
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    context.event(job, 'Warning', 'FailedCreate', `Error creating: ${error.message}`);
    return error;
  }
}

function deletePod(job: Stored<Job>, pod: Stored<Pod>, context: ReconcileContext): StatusError | undefined {
  try {
    context.client.delete(podType, pod.metadata.namespace ?? '', pod.metadata.name, { preconditions: { uid: pod.metadata.uid } });
    context.event(job, 'Normal', 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`);
    return undefined;
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    if (isNotFound(error)) return undefined;
    context.event(job, 'Warning', 'FailedDelete', `Error deleting: ${error.message}`);
    return error;
  }
}

/** Takes the finalizer off pods that are counted. */
function release(pods: readonly Stored<Pod>[], context: ReconcileContext): void {
  for (const pod of pods) {
    if (!pod.metadata.finalizers?.includes(TRACKING)) continue;
    const finalizers = pod.metadata.finalizers.filter((finalizer) => finalizer !== TRACKING);
    try {
      const patch = { metadata: { finalizers: finalizers.length > 0 ? finalizers : null } };
      context.client.patch<Pod>(podType, pod.metadata.namespace ?? '', pod.metadata.name, patch, { type: 'merge' });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }
}

/** A Job with ttlSecondsAfterFinished goes by itself. As upstream's ttl-after-finished controller. */
function removeWhenExpired(job: Stored<Job>, context: ReconcileContext): ReconcileResult | undefined {
  const ttlSeconds = job.spec?.ttlSecondsAfterFinished;
  if (ttlSeconds === undefined) return undefined;
  const ended = job.status?.conditions?.find((condition) => (condition.type === 'Complete' || condition.type === 'Failed') && condition.status === 'True');
  const leftMs = parseTime(ended?.lastTransitionTime ?? job.metadata.creationTimestamp) + ttlSeconds * 1000 - context.nowMs;
  if (leftMs > 0) return { requeueAfterMs: leftMs };
  context.client.delete(jobs, job.metadata.namespace ?? '', job.metadata.name, { propagationPolicy: 'Foreground', preconditions: { uid: job.metadata.uid } });
  return undefined;
}
