import { Cancelled, type CancelToken } from './cancel.ts';

/**
 * Waits for one thing, as `Clock.wait` does.
 * @param tell called when the waiter is woken, whatever by
 */
export function startWaiting<T>(arm: (wake: (value: T) => void) => (() => void) | undefined, cancel: CancelToken | undefined, tell: () => void): Promise<T> {
  if (cancel?.cancelled) return Promise.reject(new Cancelled(cancel.reason));
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const waiter = new Waiter(resolve, reject, tell);
  begin(waiter, arm, cancel);
  return promise;
}

/** On its own, so that what wakes the waiter keeps nothing alive but the waiter. */
function begin<T>(waiter: Waiter<T>, arm: (wake: (value: T) => void) => (() => void) | undefined, cancel: CancelToken | undefined): void {
  waiter.undo = arm(wakerOf(waiter));
  if (!waiter.isDone && cancel) waiter.leave = cancel.onCancel(cancellerOf(waiter));
}

const wakerOf =
  <T>(waiter: Waiter<T>) =>
  (value: T): void =>
    waiter.wake(value);
const cancellerOf =
  <T>(waiter: Waiter<T>) =>
  (reason: unknown): void =>
    waiter.cancelled(reason);

/** A class, as thousands wait at the same time. */
class Waiter<T> {
  isDone = false;
  undo: (() => void) | undefined = undefined;
  leave: (() => void) | undefined = undefined;
  readonly #resolve: (value: T) => void;
  readonly #reject: (error: Cancelled) => void;
  readonly #tell: () => void;

  constructor(resolve: (value: T) => void, reject: (error: Cancelled) => void, tell: () => void) {
    this.#resolve = resolve;
    this.#reject = reject;
    this.#tell = tell;
  }

  wake(value: T): void {
    if (this.isDone) return;
    this.isDone = true;
    this.leave?.();
    this.#tell();
    this.#resolve(value);
  }

  cancelled(reason: unknown): void {
    if (this.isDone) return;
    this.isDone = true;
    this.undo?.();
    this.#tell();
    this.#reject(new Cancelled(reason));
  }
}
