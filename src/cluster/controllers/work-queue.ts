import type { Simulation } from '#sim/simulation.ts';
import type { Timer } from '#sim/timer-queue.ts';

/** What became of one key. */
export interface WorkOutcome {
  /** Look again after so many virtual milliseconds. */
  readonly requeueAfterMs?: number;
  /** The work failed and is to be tried again with back-off. */
  readonly failed?: boolean;
  /** Virtual milliseconds the work took: the key is not looked at again before they have passed. */
  readonly costMs: number;
}

/** Keys that want to be looked at. Each is there at most once, however often it is added. */
export interface WorkQueue {
  /** Adds a key on behalf of the present cause. @param delayMs virtual milliseconds to wait first */
  add(key: string, delayMs?: number): void;
  /** Puts a key off (`+1`) or takes back one reason to wait (`-1`): it is worked on when none is left. */
  hold(key: string, change: 1 | -1): void;
  /** Keys that are due now or wait for the local copies to catch up. */
  readonly pending: number;
  stop(): void;
}

export interface WorkQueueOptions {
  readonly simulation: Simulation;
  work(key: string): WorkOutcome;
  /** Virtual milliseconds between a key being due and being worked on. */
  readonly latencyMs: number;
  /** Keys worked on at one instant, so that a long queue does not become one long step. */
  readonly keysPerPass: number;
}

interface Entry {
  readonly key: string;
  /** When the key is due; undefined when nobody has asked. */
  dueMs: number | undefined;
  cause: number;
  timer: Timer | undefined;
  ready: boolean;
  holds: number;
  failures: number;
  notBeforeMs: number;
}

const FIRST_RETRY_MS = 5;
const LAST_RETRY_MS = 1_000_000;
/** Upstream's ExpectationsTimeout: a watch that never tells must not stop a controller for ever. */
const HOLD_LIMIT_MS = 5 * 60_000;

/** How long to wait after a number of failures in a row (1 or more): 5 ms doubling up to 1000 s. */
export function retryDelayMs(failures: number): number {
  return Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (failures - 1));
}

/** Creates an empty queue on the virtual clock. */
export function createWorkQueue(options: WorkQueueOptions): WorkQueue {
  const { simulation, latencyMs, keysPerPass } = options;
  const { clock, trace } = simulation;
  const entries = new Map<string, Entry>();
  const held = new Set<Entry>();
  let ready: Entry[] = [];
  let passing = false;
  let stopped = false;

  const entryOf = (key: string): Entry => {
    let entry = entries.get(key);
    if (!entry) {
      entry = { key, dueMs: undefined, cause: 0, timer: undefined, ready: false, holds: 0, failures: 0, notBeforeMs: 0 };
      entries.set(key, entry);
    }
    return entry;
  };

  const schedulePass = (): void => {
    if (passing || stopped || ready.length === 0) return;
    passing = true;
    trace.because(0, () => clock.after(latencyMs, pass));
  };

  const makeReady = (entry: Entry): void => {
    entry.timer?.cancel();
    entry.timer = undefined;
    if (entry.ready) return;
    entry.ready = true;
    ready.push(entry);
    schedulePass();
  };

  const arm = (entry: Entry): void => {
    if (entry.dueMs === undefined || entry.ready) return;
    entry.timer?.cancel();
    entry.timer = undefined;
    if (entry.holds > 0) {
      held.add(entry);
      entry.timer = clock.after(HOLD_LIMIT_MS, () => {
        entry.holds = 0;
        arm(entry);
      });
      return;
    }
    held.delete(entry);
    if (entry.dueMs <= clock.now) {
      makeReady(entry);
    } else {
      entry.timer = clock.at(entry.dueMs, () => makeReady(entry));
    }
  };

  const add = (key: string, delayMs = 0): void => {
    if (stopped) return;
    const entry = entryOf(key);
    const dueMs = Math.max(clock.now + delayMs, entry.notBeforeMs);
    if (entry.dueMs !== undefined && entry.dueMs <= dueMs) return;
    entry.dueMs = dueMs;
    entry.cause = trace.cause;
    arm(entry);
  };

  const workOn = (entry: Entry): void => {
    entry.ready = false;
    if (entry.holds > 0) {
      arm(entry);
      return;
    }
    entry.dueMs = undefined;
    trace.because(entry.cause, () => {
      const outcome = options.work(entry.key);
      entry.notBeforeMs = clock.now + outcome.costMs;
      entry.failures = outcome.failed ? entry.failures + 1 : 0;
      if (outcome.failed) add(entry.key, retryDelayMs(entry.failures));
      else if (outcome.requeueAfterMs !== undefined) add(entry.key, outcome.requeueAfterMs);
      else if (entry.dueMs === undefined && entry.holds === 0 && outcome.costMs <= latencyMs) entries.delete(entry.key);
    });
  };

  const pass = (): void => {
    passing = false;
    if (stopped) return;
    const batch = ready.slice(0, keysPerPass);
    ready = ready.slice(keysPerPass);
    for (const entry of batch) workOn(entry);
    schedulePass();
  };

  return {
    add,
    hold(key, change) {
      const entry = entryOf(key);
      entry.holds = Math.max(0, entry.holds + change);
      if (entry.holds > 0) return;
      if (entry.dueMs !== undefined) arm(entry);
      else if (entry.failures === 0 && entry.notBeforeMs <= clock.now) entries.delete(key);
    },
    get pending() {
      return ready.length + held.size;
    },
    stop() {
      stopped = true;
      for (const entry of entries.values()) entry.timer?.cancel();
      entries.clear();
      held.clear();
      ready = [];
    },
  };
}
