import type { Machine } from '#os/process.ts';

/** How often use is measured: metrics are those of the last such period that is over. */
export const METRICS_PERIOD_MS = 15_000;

/** What the programs of one container take of the processors. Only programs that work hard say so. */
export interface CpuAccount {
  /** So many milliseconds of one processor, at once. */
  spend(milliseconds: number): void;
  /** From now on a program keeps so many processors busy; 0: none. */
  keepBusy(program: string, processors: number): void;
  /** How many processors were busy on average in the last period that is over. */
  recentProcessors(): number;
}

const accounts = new WeakMap<Machine, CpuAccount>();

/** The account of the container that a program runs in; opened by whoever asks first. */
export function cpuAccountOf(machine: Machine): CpuAccount {
  let account = accounts.get(machine);
  if (!account) {
    account = new Account(machine);
    accounts.set(machine, account);
  }
  return account;
}

/** What a container has used, where any of its programs has said something. */
export function recentProcessors(machine: Machine): number {
  return accounts.get(machine)?.recentProcessors() ?? 0;
}

/**
 * Keeps what was used up to the last two ends of periods. Between two changes use grows evenly, so that nothing needs
 * to happen at those ends.
 */
class Account implements CpuAccount {
  readonly #machine: Machine;
  readonly #busy = new Map<string, number>();
  #processors = 0;
  #usedMs = 0;
  #sinceMs: number;
  #endMs: number;
  #usedAtEndMs = 0;
  #usedAtEndBeforeMs = 0;

  constructor(machine: Machine) {
    this.#machine = machine;
    this.#sinceMs = machine.simulation.clock.now;
    this.#endMs = startOfPeriod(this.#sinceMs);
  }

  spend(milliseconds: number): void {
    this.#settle();
    this.#usedMs += milliseconds;
  }

  keepBusy(program: string, processors: number): void {
    this.#settle();
    this.#busy.set(program, processors);
    this.#processors = [...this.#busy.values()].reduce((sum, each) => sum + each, 0);
  }

  recentProcessors(): number {
    this.#settle();
    return (this.#usedAtEndMs - this.#usedAtEndBeforeMs) / METRICS_PERIOD_MS;
  }

  /** Writes down what was used until now. */
  #settle(): void {
    const { now } = this.#machine.simulation.clock;
    const endMs = startOfPeriod(now);
    const usedUntil = (ms: number): number => this.#usedMs + this.#processors * (ms - this.#sinceMs);
    if (endMs > this.#endMs) {
      this.#usedAtEndBeforeMs = endMs - METRICS_PERIOD_MS === this.#endMs ? this.#usedAtEndMs : usedUntil(endMs - METRICS_PERIOD_MS);
      this.#usedAtEndMs = usedUntil(endMs);
      this.#endMs = endMs;
    }
    this.#usedMs = usedUntil(now);
    this.#sinceMs = now;
  }
}

/** The end of the last period that is over. */
export function startOfPeriod(nowMs: number): number {
  return Math.floor(nowMs / METRICS_PERIOD_MS) * METRICS_PERIOD_MS;
}
