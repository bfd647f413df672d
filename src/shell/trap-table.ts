import type { SignalName } from '#os/process.ts';

/** What a trap can be set on: a signal, or one of the shell's own moments. */
export type TrapName = SignalName | 'EXIT' | 'ERR' | 'DEBUG' | 'RETURN';

/** The traps of a shell, and the signals that came and were not answered yet. */
export interface TrapTable {
  get(name: TrapName): string | undefined;
  set(name: TrapName, action: string | undefined): void;
  entries(): readonly (readonly [TrapName, string])[];
  /** Notes that a trapped signal came; its action runs when the current command has ended. */
  arrive(name: SignalName): void;
  takePending(): SignalName | undefined;
  readonly hasPending: boolean;
  /** Calls `wake` when a trapped signal comes (`wait` ends then). @returns takes it back */
  onArrival(wake: () => void): () => void;
}

export function createTrapTable(): TrapTable {
  const actions = new Map<TrapName, string>();
  const pending: SignalName[] = [];
  const listeners = new Set<() => void>();
  return {
    get: (name) => actions.get(name),
    set(name, action) {
      if (action === undefined) actions.delete(name);
      else actions.set(name, action);
    },
    entries: () => [...actions],
    arrive(name) {
      pending.push(name);
      for (const wake of [...listeners]) wake();
    },
    takePending: () => pending.shift(),
    get hasPending() {
      return pending.length > 0;
    },
    onArrival(wake) {
      listeners.add(wake);
      return () => listeners.delete(wake);
    },
  };
}
