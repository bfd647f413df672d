/** Who waits for one condition, in the order they came. */
export interface WaitQueue {
  enter(wake: () => void): () => void;
  wakeAll(): void;
}

/** To be used with `clock.wait(queue.enter)`; whoever is woken looks again whether what it waits for has come. */
export function createWaitQueue(): WaitQueue {
  const waiting = new Set<() => void>();
  return {
    enter(wake) {
      waiting.add(wake);
      return () => waiting.delete(wake);
    },
    wakeAll() {
      if (waiting.size === 0) return;
      const woken = [...waiting];
      waiting.clear();
      for (const wake of woken) wake();
    },
  };
}
