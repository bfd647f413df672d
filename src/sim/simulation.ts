import { assert } from './assert.ts';
import type { CancelToken } from './cancel.ts';
import { LimitError, type Limits } from './limits.ts';
import { createRandom, type Random } from './random.ts';
import { createTimerQueue, type Timer } from './timer-queue.ts';
import { createTrace, type Trace } from './trace.ts';
import { startWaiting } from './waiting.ts';

/** What the simulation needs of the world around it. The core itself has no way to wait for real time. */
export interface Host {
  /**
   * Resolves in a later macrotask, when every microtask queued so far has run
   * (Node: setImmediate; browser: a MessageChannel). It carries no time and no data into the simulation.
   */
  turn(): Promise<void>;
}

export interface SimulationOptions {
  readonly seed: string;
  /** Virtual time at the start, in milliseconds since 1970. */
  readonly startMs: number;
  readonly limits: Limits;
  readonly host: Host;
}

/** Virtual time, as everything in the core sees it. */
export interface Clock {
  /** Virtual milliseconds since 1970. */
  readonly now: number;
  /** Runs `run` at a virtual time (at once in the queue's order when it is past), on behalf of the present cause. */
  at(atMs: number, run: () => void): Timer;
  /** Runs `run` after a delay in virtual milliseconds, on behalf of the present cause. */
  after(delayMs: number, run: () => void): Timer;
  /** For processes: waits virtual milliseconds. @throws Cancelled when the token is cancelled meanwhile */
  sleep(delayMs: number, cancel?: CancelToken): Promise<void>;
  /**
   * For processes: waits until `arm`'s callback is called. The one way in which async code in the core may wait,
   * so that the loop knows that a process was woken and lets it run before the next event.
   * @param arm is given `wake`; it may return a function that takes the wish back when the wait is cancelled
   * @throws Cancelled when the token is cancelled meanwhile
   */
  wait<T>(arm: (wake: (value: T) => void) => (() => void) | undefined, cancel?: CancelToken): Promise<T>;
}

/** One run: clock, randomness, trace and limits, and the loop that moves them. */
export interface Simulation {
  readonly seed: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly trace: Trace;
  readonly limits: Limits;
  /** Lets every process that can run do so, without time passing. */
  settle(): Promise<void>;
  /** Moves time forward by virtual milliseconds and runs what falls due. Any slicing of the same span gives the same run. */
  advance(ms: number): Promise<void>;
  /**
   * Jumps from event to event until the predicate holds (it is asked after each instant) or `limitMs` have passed.
   * @returns whether the predicate held
   */
  runUntil(holds: () => boolean, limitMs: number): Promise<boolean>;
  /** Jumps from event to event until no timer is left or `limitMs` have passed. @returns whether it became idle */
  runUntilIdle(limitMs: number): Promise<boolean>;
  /** When the next timer is due; undefined when none is waiting. */
  nextEventAt(): number | undefined;
  /** Keeps time still until a promise of the host settles (a lazily loaded part of the program). */
  hold<T>(work: Promise<T>): Promise<T>;
  /**
   * For processes: loads a part of the program when it is first needed. It takes one virtual millisecond, whether it is there
   * already or must come over a network, and what runs after it runs in the order in which it was asked for.
   */
  load<T>(part: () => Promise<T>): Promise<T>;
  /**
   * Lets the outside in (a key press, a pasted file): `apply` runs between two instants, after everything due now.
   * Calls from within a running `advance` are queued until the instant is over.
   * @param applied is told the virtual time, so that a transcript can repeat it
   */
  inject(apply: () => void, applied?: (atMs: number) => void): void;
  /** The next macrotask of the host, for long computations that must let the page breathe; no virtual time passes. */
  breathe(): Promise<void>;
}

/** What `load` takes, in virtual milliseconds. */
const LOAD_MS = 1;

/** Creates a simulation. Nothing moves until the host calls `advance`, `runUntil` or `settle`. */
export function createSimulation(options: SimulationOptions): Simulation {
  const { limits, host } = options;
  const queue = createTimerQueue();
  const injections: { apply: () => void; applied: ((atMs: number) => void) | undefined }[] = [];
  let now = options.startMs;
  let woken = false;
  let holds = 0;
  let running = false;
  let eventsThisInstant = 0;

  const trace = createTrace(() => now, limits);

  const tellWoken = (): void => {
    woken = true;
  };

  const clock: Clock = {
    get now() {
      return now;
    },
    at(atMs, run) {
      if (queue.size >= limits.pendingTimers) throw new LimitError('pendingTimers', limits, 'too many timers are waiting');
      const cause = trace.cause;
      return queue.push(Math.max(now, atMs), cause === 0 ? run : () => trace.because(cause, run));
    },
    after: (delayMs, run) => clock.at(now + Math.max(0, delayMs), run),
    sleep: (delayMs, cancel) =>
      clock.wait<void>((wake) => {
        const timer = clock.after(delayMs, () => wake());
        return () => timer.cancel();
      }, cancel),
    wait: (arm, cancel) => startWaiting(arm, cancel, tellWoken),
  };

  const settle = async (): Promise<void> => {
    do {
      woken = false;
      await host.turn();
    } while (woken || holds > 0);
  };

  const hold = async <T>(work: Promise<T>): Promise<T> => {
    holds++;
    woken = true; // whatever event asks for it: the loop settles before the next one
    try {
      return await work;
    } finally {
      holds--;
      woken = true;
    }
  };

  const admitInjections = async (): Promise<void> => {
    for (let next = injections.shift(); next; next = injections.shift()) {
      next.applied?.(now);
      next.apply();
      await settle();
      await runInstant(now);
    }
  };

  /** Runs everything due up to `until` that lies at the present instant or is the next instant. */
  const runInstant = async (until: number): Promise<boolean> => {
    const at = queue.nextAt();
    if (at === undefined || at > until) return false;
    if (at > now) eventsThisInstant = 0;
    now = Math.max(now, at);
    for (let due = queue.nextAt(); due !== undefined && due <= now; due = queue.nextAt()) {
      if (++eventsThisInstant > limits.eventsPerInstant) {
        throw new LimitError('eventsPerInstant', limits, 'the simulation goes round in circles without time passing');
      }
      queue.pop()?.run();
      if (woken) await settle();
    }
    return true;
  };

  const exclusively = async <T>(body: () => Promise<T>): Promise<T> => {
    assert(!running, 'the simulation is already being advanced');
    running = true;
    try {
      await settle();
      await runInstant(now);
      await admitInjections();
      return await body();
    } finally {
      running = false;
    }
  };

  const jump = async (holdsNow: () => boolean, limitMs: number): Promise<boolean> => {
    const end = now + limitMs;
    while (!holdsNow()) {
      if (!(await runInstant(end))) {
        now = Math.max(now, queue.size === 0 ? now : end);
        return holdsNow();
      }
      await admitInjections();
    }
    return true;
  };

  return {
    seed: options.seed,
    clock,
    random: createRandom(options.seed),
    trace,
    limits,
    settle: () => exclusively(async () => {}),
    advance: (ms) =>
      exclusively(async () => {
        const end = now + ms;
        while (await runInstant(end)) await admitInjections();
        now = end;
      }),
    runUntil: (holdsNow, limitMs) => exclusively(() => jump(holdsNow, limitMs)),
    runUntilIdle: (limitMs) => exclusively(() => jump(() => queue.size === 0, limitMs)),
    nextEventAt: () => queue.nextAt(),
    hold,
    async load(part) {
      // The turn is taken before the wait: how long the host needs must not decide who comes first.
      const turn = clock.sleep(LOAD_MS);
      const loaded = await hold(part());
      await turn;
      return loaded;
    },
    inject(apply, applied) {
      injections.push({ apply, applied });
    },
    breathe: () => host.turn(),
  };
}
