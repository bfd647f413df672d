/** Who waits for one condition, in the order they came. */
export interface WaitQueue {
  enter(wake: () => void): () => void;
  wakeAll(): void;
}

/** To be used with `clock.wait((wake) => queue.enter(wake))`; whoever is woken looks again whether what it waits for has come. */
export function createWaitQueue(): WaitQueue {
  return new Queue();
}

const nobody: readonly (() => void)[] = [];

/** A class, so that thousands of them share their methods; a list, as mostly one waits or nobody does. */
class Queue implements WaitQueue {
  #waiting = nobody;

  enter(wake: () => void): () => void {
    this.#waiting = this.#waiting.length === 0 ? [wake] : [...this.#waiting, wake];
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== wake);
    };
  }

  wakeAll(): void {
    const woken = this.#waiting;
    this.#waiting = nobody;
    for (const wake of woken) wake();
  }
}
