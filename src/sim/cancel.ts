/** Told to a process that waits: why it must stop waiting. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
  readonly reason: unknown;

  constructor(reason: unknown) {
    super('cancelled');
    this.reason = reason;
  }
}

/** Something that can be called off once: a process killed by a signal, a request whose client went away. */
export interface CancelToken {
  readonly cancelled: boolean;
  readonly reason: unknown;
  /** Calls `listener` when the token is cancelled (at once if it is already). @returns a function that takes it back */
  onCancel(listener: (reason: unknown) => void): () => void;
  /** @throws Cancelled when the token is cancelled */
  throwIfCancelled(): void;
}

export interface CancelSource {
  readonly token: CancelToken;
  /** Cancels the token and calls its listeners in the order they came. The second call does nothing. */
  cancel(reason?: unknown): void;
}

/** Creates a token and the right to cancel it. @param parent when it is cancelled, so is this one */
export function createCancelSource(parent?: CancelToken): CancelSource {
  return new Source(parent);
}

/** A class, so that thousands of them share their methods. The token is the source itself, seen from its readers' side. */
class Source implements CancelSource, CancelToken {
  cancelled = false;
  reason: unknown = undefined;
  #listeners: Set<(reason: unknown) => void> | undefined;
  readonly #leaveParent: (() => void) | undefined;

  constructor(parent: CancelToken | undefined) {
    this.#leaveParent = parent?.onCancel((reason) => this.cancel(reason));
  }

  get token(): CancelToken {
    return this;
  }

  onCancel(listener: (reason: unknown) => void): () => void {
    if (this.cancelled) {
      listener(this.reason);
      return () => {};
    }
    const listeners = this.#listeners ?? new Set();
    this.#listeners = listeners.add(listener);
    return () => listeners.delete(listener);
  }

  throwIfCancelled(): void {
    if (this.cancelled) throw new Cancelled(this.reason);
  }

  cancel(why?: unknown): void {
    if (this.cancelled) return;
    this.cancelled = true;
    this.reason = why;
    this.#leaveParent?.();
    const told = this.#listeners;
    this.#listeners = undefined;
    for (const listener of told ?? []) listener(why);
  }
}

/** A token that nobody can cancel. */
export const neverCancelled: CancelToken = createCancelSource().token;
