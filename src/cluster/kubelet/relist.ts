import type { Clock } from '#sim/simulation.ts';

const PERIOD_MS = 1000;

/** The kubelet's look at the container runtime once a second: what containers did in between is noticed then, all at once. */
export interface Relist {
  /** Has `sync` called at the next look; one function only once. */
  add(sync: () => void): void;
}

/** @param phaseMs when within a second this node looks. No timer waits while nothing is to be noticed. */
export function createRelist(clock: Clock, phaseMs: number): Relist {
  let pending = new Set<() => void>();

  const look = (): void => {
    const due = pending;
    pending = new Set();
    for (const sync of due) sync();
  };

  return {
    add(sync) {
      pending.add(sync);
      if (pending.size > 1) return;
      const sincePhase = (((clock.now - phaseMs) % PERIOD_MS) + PERIOD_MS) % PERIOD_MS;
      clock.after(PERIOD_MS - sincePhase, look);
    },
  };
}
