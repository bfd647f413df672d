import type { Clock } from '#sim/simulation.ts';
import type { Timer } from '#sim/timer-queue.ts';
import type { PodInfo } from './pod-info.ts';

/** A pod that waits for a node. */
export interface QueuedPod {
  info: PodInfo;
  /** When it came into the active queue, in virtual milliseconds: decides among equals in priority. */
  readonly enqueuedMs: number;
  readonly sequence: number;
  /** On whose behalf it is scheduled. */
  cause: number;
  attempts: number;
  /** The plugins that kept it from every node the last time; empty when it failed for another reason. */
  rejectedBy: ReadonlySet<string>;
  place: 'active' | 'backoff' | 'unschedulable' | 'taken';
  failedMs: number;
  timer: Timer | undefined;
}

/** Pods without a node: those to be tried now, those to be tried after a while, those for which something must change first. */
export interface SchedulingQueue {
  readonly activeCount: number;
  /** Whether `take` would give a pod. */
  readonly hasWork: boolean;
  /** Adds a pod, or brings what is known of it up to date. */
  add(info: PodInfo, cause: number): void;
  /** Takes the next pod: by priority, then by age. One that is backing off is taken when nothing else is there. */
  take(): QueuedPod | undefined;
  /** Puts a pod that was taken back. @param rejectedBy the plugins to be asked about events; undefined after an error: it is tried again after its back-off */
  giveBack(queued: QueuedPod, rejectedBy: ReadonlySet<string> | undefined): void;
  get(uid: string): QueuedPod | undefined;
  remove(uid: string): void;
  /** Moves the unschedulable pods for which `isHelpful` says so. */
  wake(isHelpful: (queued: QueuedPod) => boolean): void;
  stop(): void;
}

const FIRST_BACKOFF_MS = 1_000;
const LAST_BACKOFF_MS = 10_000;
/** After so long a pod is tried again even though nothing seems to have changed; asked every 30 seconds. */
const UNSCHEDULABLE_LIMIT_MS = 5 * 60_000;
const FLUSH_PERIOD_MS = 30_000;

/** How long a pod waits after so many attempts: 1 s doubling up to 10 s. */
export function backoffMs(attempts: number): number {
  return Math.min(LAST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** Math.max(0, attempts - 1));
}

/** Creates an empty queue. @param onActive called when there is a pod to be taken */
export function createSchedulingQueue(clock: Clock, onActive: () => void): SchedulingQueue {
  const all = new Map<string, QueuedPod>();
  const unschedulable = new Map<string, QueuedPod>();
  const backingOff = new Map<string, QueuedPod>();
  let heap: QueuedPod[] = [];
  let active = 0;
  let sequence = 0;
  let flush: Timer | undefined;

  const activate = (queued: QueuedPod): void => {
    queued.timer?.cancel();
    queued.timer = undefined;
    unschedulable.delete(queued.info.uid);
    backingOff.delete(queued.info.uid);
    queued.place = 'active';
    active++;
    push(heap, queued);
    onActive();
  };

  const backOff = (queued: QueuedPod): void => {
    const untilMs = queued.failedMs + backoffMs(queued.attempts);
    if (untilMs <= clock.now) {
      activate(queued);
      return;
    }
    unschedulable.delete(queued.info.uid);
    queued.place = 'backoff';
    backingOff.set(queued.info.uid, queued);
    queued.timer?.cancel();
    queued.timer = clock.at(untilMs, () => activate(queued));
    // As upstream since v1.33: a pod that was rejected (not one whose binding failed) need not wait when nothing else is to be done.
    if (active === 0 && queued.rejectedBy.size > 0) onActive();
  };

  const armFlush = (): void => {
    flush ??= clock.after(FLUSH_PERIOD_MS, () => {
      flush = undefined;
      for (const queued of [...unschedulable.values()]) if (clock.now - queued.failedMs > UNSCHEDULABLE_LIMIT_MS) backOff(queued);
      if (unschedulable.size > 0) armFlush();
    });
  };

  const popActive = (): QueuedPod | undefined => {
    for (let top = pop(heap); top; top = pop(heap)) {
      if (top.place === 'active' && all.get(top.info.uid) === top) {
        active--;
        return top;
      }
    }
    return undefined;
  };

  const popBackingOff = (): QueuedPod | undefined => {
    for (const queued of backingOff.values()) {
      if (queued.rejectedBy.size === 0) continue;
      backingOff.delete(queued.info.uid);
      queued.timer?.cancel();
      queued.timer = undefined;
      return queued;
    }
    return undefined;
  };

  return {
    get activeCount() {
      return active;
    },
    get hasWork() {
      if (active > 0) return true;
      for (const queued of backingOff.values()) if (queued.rejectedBy.size > 0) return true;
      return false;
    },
    get: (uid) => all.get(uid),
    add(info, cause) {
      const known = all.get(info.uid);
      if (known) {
        known.info = info;
        return;
      }
      const queued: QueuedPod = {
        info,
        enqueuedMs: clock.now,
        sequence: sequence++,
        cause,
        attempts: 0,
        rejectedBy: new Set(),
        place: 'taken',
        failedMs: 0,
        timer: undefined,
      };
      all.set(info.uid, queued);
      activate(queued);
    },
    take() {
      const queued = popActive() ?? popBackingOff();
      if (!queued) return undefined;
      queued.place = 'taken';
      queued.attempts++;
      return queued;
    },
    giveBack(queued, rejectedBy) {
      if (all.get(queued.info.uid) !== queued) return;
      queued.failedMs = clock.now;
      queued.rejectedBy = rejectedBy ?? new Set();
      if (!rejectedBy) {
        backOff(queued);
        return;
      }
      queued.place = 'unschedulable';
      unschedulable.set(queued.info.uid, queued);
      armFlush();
    },
    remove(uid) {
      const queued = all.get(uid);
      if (!queued) return;
      if (queued.place === 'active') active--;
      queued.place = 'taken';
      queued.timer?.cancel();
      all.delete(uid);
      unschedulable.delete(uid);
      backingOff.delete(uid);
      if (active === 0) heap = [];
    },
    wake(isHelpful) {
      for (const queued of [...unschedulable.values()]) if (isHelpful(queued)) backOff(queued);
    },
    stop() {
      flush?.cancel();
      for (const queued of all.values()) queued.timer?.cancel();
      all.clear();
    },
  };
}

/** Whether `a` is to be scheduled before `b`. */
function isBefore(a: QueuedPod, b: QueuedPod): boolean {
  if (a.info.priority !== b.info.priority) return a.info.priority > b.info.priority;
  return a.enqueuedMs < b.enqueuedMs || (a.enqueuedMs === b.enqueuedMs && a.sequence < b.sequence);
}

function push(heap: QueuedPod[], queued: QueuedPod): void {
  heap.push(queued);
  let i = heap.length - 1;
  while (i > 0) {
    const parent = (i - 1) >> 1;
    const above = heap[parent] as QueuedPod;
    if (!isBefore(queued, above)) break;
    heap[i] = above;
    i = parent;
  }
  heap[i] = queued;
}

function pop(heap: QueuedPod[]): QueuedPod | undefined {
  const top = heap[0];
  const last = heap.pop();
  if (!top || !last || heap.length === 0) return top;
  let i = 0;
  for (;;) {
    let child = 2 * i + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && isBefore(heap[child + 1] as QueuedPod, heap[child] as QueuedPod)) child++;
    const below = heap[child] as QueuedPod;
    if (!isBefore(below, last)) break;
    heap[i] = below;
    i = child;
  }
  heap[i] = last;
  return top;
}
