import type { ClockMode, Speed } from './protocol.ts';
import { planTime } from './time-plan.ts';

/** What the driver needs of a lab (course/lab/lab.ts). */
export interface DrivenLab {
  /** Virtual milliseconds since the learner came. */
  readonly elapsedMs: number;
  /** Whether the shell waits for a line. */
  readonly atPrompt: boolean;
  /** Command lines entered so far. */
  readonly commandCount: number;
  /** Whether nothing has happened since the checks ran last. */
  readonly isJudgedAtEnd: boolean;
  /** Whether the program in the foreground waits for a key (an editor, a pager, a shell inside a container). */
  readonly waitsForKeys: boolean;
  /** Whether nothing in the cluster is under way. */
  readonly isSettled: boolean;
  /** Lets virtual time pass. */
  advance(virtualMs: number): Promise<void>;
  /** Runs the checks. Time must be advanced until it resolves. */
  judge(): Promise<unknown>;
}

/** The host's clock and its ways to wait. */
export interface DriverHost {
  /** Wall-clock milliseconds; only differences count. */
  now(): number;
  /** Resolves in a later macrotask, so that messages of the page are taken in. */
  turn(): Promise<void>;
  /** Calls back after wall-clock milliseconds. @returns a way to take it back */
  later(run: () => void, ms: number): () => void;
}

export interface ClockState {
  readonly elapsedMs: number;
  readonly mode: ClockMode;
  readonly speed: Speed;
  readonly rate: number;
}

/** Whom the driver tells. */
export interface DriverListener {
  /** A turn has ended. */
  turned(state: ClockState): void;
  /** The checks have run. */
  judged(): void;
  /** The simulation threw; the driver has ended. */
  failed(error: unknown): void;
}

export interface Driver {
  setSpeed(speed: Speed): void;
  /** Time runs until the cluster has settled, or for ten virtual minutes. */
  settle(): void;
  /** While nobody watches, time stands still. */
  setWatched(isWatched: boolean): void;
  /** Something came from outside: the next turn begins at once. */
  wake(): void;
  /** Ends the driver. Resolves when it no longer touches the lab. */
  stop(): Promise<void>;
}

/** Between two turns while nothing else happens. */
const TURN_MS = 40;
/** The longest the worker is deaf to the page. */
const SLICE_MS = 12;
/** A turn that takes longer than this is cut short: virtual time then runs slower than asked. */
const LONGEST_WORK_MS = 60;
/** How much virtual time one slice covers. */
const SLICE_VIRTUAL_MS = 250;
const SETTLE_LIMIT_MS = 10 * 60_000;
/** A cluster looks settled until its controllers have seen what a command changed (virtual). */
const REACTION_MS = 2_000;
/** While the cluster is still busy after a command, its state is judged this often (virtual). */
const JUDGE_INTERVAL_MS = 5_000;
/** When to stop judging a cluster that does not settle (virtual). */
const JUDGE_LIMIT_MS = 120_000;

/** When the checks are run: after each command, then every few seconds until the cluster has settled, and once more then. */
function createJudgement(lab: DrivenLab): { isDue(): boolean; done(): void } {
  let judgedCommands = lab.isJudgedAtEnd ? lab.commandCount : 0;
  let commandEndedAt: number | undefined;
  let judgedAt = 0;
  let isFirst = false;
  const hasSettled = (commandEndedAt: number): boolean => lab.isSettled && lab.elapsedMs - commandEndedAt >= REACTION_MS;
  return {
    isDue() {
      // Counted, not seen at the prompt: a quick command begins and ends within one turn.
      if (lab.atPrompt && lab.commandCount !== judgedCommands) {
        judgedCommands = lab.commandCount;
        commandEndedAt = lab.elapsedMs;
        isFirst = true;
      }
      if (commandEndedAt === undefined || !lab.atPrompt) return false;
      return isFirst || hasSettled(commandEndedAt) || lab.elapsedMs - judgedAt >= JUDGE_INTERVAL_MS;
    },
    done() {
      isFirst = false;
      judgedAt = lab.elapsedMs;
      if (commandEndedAt === undefined) return;
      if (hasSettled(commandEndedAt) || judgedAt - commandEndedAt > JUDGE_LIMIT_MS) commandEndedAt = undefined;
    },
  };
}

/**
 * Moves a lab's virtual time along with the wall clock, at the speed that was chosen, in slices that never keep the
 * worker from its messages for longer than 12 ms. The lab is moved by nobody else.
 * @param report is told after every turn
 * @param judged is told after the checks have run
 * @param failed is told what the simulation threw; the driver has then ended
 */
export function startDriver(lab: DrivenLab, host: DriverHost, listener: DriverListener): Driver {
  const judgement = createJudgement(lab);
  let speed: Speed = 1;
  let isWatched = true;
  /** The earliest and the latest end of a run until the cluster has settled. */
  let settling: { readonly fromMs: number; readonly untilMs: number } | undefined;
  let waitingSince: number | undefined;
  let isStopped = false;
  let isWoken = false;
  let wakeUp: (() => void) | undefined;
  let breathedAt = host.now();
  let turnedAt = host.now();
  /** Virtual time moves in whole milliseconds; what is less is owed to the next turn. */
  let owedMs = 0;

  const wake = (): void => {
    isWoken = true;
    wakeUp?.();
  };

  const breathe = async (): Promise<void> => {
    if (host.now() - breathedAt < SLICE_MS) return;
    await host.turn();
    breathedAt = host.now();
  };

  const rest = (): Promise<void> =>
    new Promise((resolve) => {
      if (isWoken || isStopped) return resolve();
      const cancel = host.later(() => wakeUp?.(), TURN_MS);
      wakeUp = () => {
        wakeUp = undefined;
        cancel();
        resolve();
      };
    });

  const advance = async (virtualMs: number): Promise<void> => {
    const end = lab.elapsedMs + virtualMs;
    const startedAt = host.now();
    do {
      await lab.advance(Math.min(SLICE_VIRTUAL_MS, Math.max(0, end - lab.elapsedMs)));
      await breathe();
      if (settling && ((lab.isSettled && lab.elapsedMs >= settling.fromMs) || lab.elapsedMs >= settling.untilMs)) settling = undefined;
      if (isWoken || isStopped || host.now() - startedAt > LONGEST_WORK_MS) return;
    } while (lab.elapsedMs < end);
  };

  const judge = async (): Promise<void> => {
    let isDone = false;
    const work = lab.judge().finally(() => {
      isDone = true;
    });
    while (!isDone && !isStopped) {
      await lab.advance(10);
      await breathe();
    }
    if (!isDone) return;
    await work;
    judgement.done();
    listener.judged();
  };

  const turn = async (): Promise<void> => {
    isWoken = false;
    const now = host.now();
    const isBusy = !lab.atPrompt;
    waitingSince = isBusy && !lab.waitsForKeys ? (waitingSince ?? now) : undefined;
    const plan = planTime({
      speed,
      realMs: now - turnedAt,
      waitingMs: waitingSince === undefined ? undefined : now - waitingSince,
      isBusy,
      isSettling: settling !== undefined,
    });
    turnedAt = now;
    owedMs += isWatched ? plan.virtualMs : 0;
    const wholeMs = Math.floor(owedMs);
    owedMs -= wholeMs;
    if (isWatched) await advance(wholeMs);
    if (judgement.isDue()) await judge();
    listener.turned({ elapsedMs: lab.elapsedMs, mode: plan.mode, speed, rate: plan.rate });
  };

  const run = async (): Promise<void> => {
    try {
      while (!isStopped) {
        await turn();
        await rest();
      }
    } catch (error) {
      listener.failed(error);
    }
  };
  const running = run();

  return {
    setSpeed(chosen) {
      speed = chosen;
      settling = undefined;
      wake();
    },
    settle() {
      settling = { fromMs: lab.elapsedMs + REACTION_MS, untilMs: lab.elapsedMs + SETTLE_LIMIT_MS };
      wake();
    },
    setWatched(watched) {
      isWatched = watched;
      turnedAt = host.now();
    },
    wake,
    stop() {
      isStopped = true;
      wakeUp?.();
      return running;
    },
  };
}
