import type { Job, Pod, UncountedTerminatedPods } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { isPodActive } from '../pod-state.ts';

/** The finalizer that keeps a pod until its Job has counted it. */
export const TRACKING = 'batch.kubernetes.io/job-tracking';
/** The index of a pod of an Indexed Job, as label and annotation. */
export const COMPLETION_INDEX = 'batch.kubernetes.io/job-completion-index';

/** What a Job knows of its pods: counted once and for all, or seen and not yet let go. */
export interface Accounting {
  readonly active: readonly Stored<Pod>[];
  /** Pods that have ended well, those of earlier reconciles included. */
  readonly succeeded: number;
  readonly failed: number;
  readonly ready: number;
  readonly terminating: number;
  /** Numbers for the status: what is counted, without what is still uncounted. */
  readonly counted: { readonly succeeded: number; readonly failed: number };
  readonly uncounted: UncountedTerminatedPods;
  /** Pods that may go: they are in `uncounted`, or belong to nobody's count. */
  readonly release: readonly Stored<Pod>[];
  /** The indexes that have succeeded, in order. */
  readonly completedIndexes: readonly number[];
}

/**
 * Counts a Job's pods. A pod that has ended is first written down as uncounted, then loses its finalizer, and only when
 * it has none any more is it added to the numbers: so that each is counted exactly once, whatever fails in between.
 */
export function planAccounting(job: Job, pods: readonly Stored<Pod>[]): Accounting {
  const byUid = new Map(pods.map((pod) => [pod.metadata.uid, pod]));
  const isHeld = (uid: string): boolean => byUid.get(uid)?.metadata.finalizers?.includes(TRACKING) ?? false;
  const before = job.status?.uncountedTerminatedPods;
  const split = (uids: readonly string[] = []) => ({ held: uids.filter(isHeld), free: uids.filter((uid) => !isHeld(uid)) });
  const [ended, broken] = [split(before?.succeeded), split(before?.failed)];
  const known = new Set([...ended.held, ...broken.held]);
  const fresh = pods.filter((pod) => isHeld(pod.metadata.uid) && !known.has(pod.metadata.uid));
  const succeededNow = fresh.filter((pod) => pod.status?.phase === 'Succeeded');
  const failedNow = fresh.filter((pod) => isFailed(job, pod));

  const uncountedSucceeded = [...ended.held, ...succeededNow.map((pod) => pod.metadata.uid)];
  const uncountedFailed = [...broken.held, ...failedNow.map((pod) => pod.metadata.uid)];
  const counted = { succeeded: (job.status?.succeeded ?? 0) + ended.free.length, failed: (job.status?.failed ?? 0) + broken.free.length };
  const active = pods.filter(isPodActive);
  return {
    active,
    succeeded: counted.succeeded + uncountedSucceeded.length,
    failed: counted.failed + uncountedFailed.length,
    ready: active.filter((pod) => pod.status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True')).length,
    terminating: pods.filter((pod) => pod.metadata.deletionTimestamp !== undefined && pod.status?.phase !== 'Succeeded' && pod.status?.phase !== 'Failed')
      .length,
    counted,
    uncounted: { ...(uncountedSucceeded.length > 0 && { succeeded: uncountedSucceeded }), ...(uncountedFailed.length > 0 && { failed: uncountedFailed }) },
    release: [...uncountedSucceeded, ...uncountedFailed].flatMap((uid) => byUid.get(uid) ?? []),
    completedIndexes: completedIndexes(job, pods),
  };
}

/** Whether a pod counts as failed. One that is being deleted does, unless only failed pods are to be replaced. */
function isFailed(job: Job, pod: Stored<Pod>): boolean {
  if (pod.status?.phase === 'Failed') return true;
  return pod.metadata.deletionTimestamp !== undefined && pod.status?.phase !== 'Succeeded' && job.spec?.podReplacementPolicy !== 'Failed';
}

/** The index of a pod of an Indexed Job. */
export function indexOf(pod: Pod): number | undefined {
  const text = pod.metadata?.annotations?.[COMPLETION_INDEX];
  return text === undefined ? undefined : Number(text);
}

function completedIndexes(job: Job, pods: readonly Stored<Pod>[]): readonly number[] {
  if (job.spec?.completionMode !== 'Indexed') return [];
  const indexes = new Set(parseIndexes(job.status?.completedIndexes ?? ''));
  for (const pod of pods) {
    const index = indexOf(pod);
    if (index !== undefined && pod.status?.phase === 'Succeeded' && index < (job.spec.completions ?? 0)) indexes.add(index);
  }
  return [...indexes].sort((a, b) => a - b);
}

/** Reads `0,2-4`. */
export function parseIndexes(text: string): readonly number[] {
  if (text === '') return [];
  return text.split(',').flatMap((part) => {
    const [first = 0, last = first] = part.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
}

/** `0,2-4`: two in a row are written `0,1`, three and more as a range. */
export function formatIndexes(indexes: readonly number[]): string {
  const parts: string[] = [];
  for (let i = 0; i < indexes.length; ) {
    let end = i;
    while (indexes[end + 1] === (indexes[end] ?? 0) + 1) end++;
    if (end === i) parts.push(String(indexes[i]));
    else parts.push(`${indexes[i]}${end === i + 1 ? ',' : '-'}${indexes[end]}`);
    i = end + 1;
  }
  return parts.join(',');
}
