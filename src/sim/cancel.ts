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
  let cancelled = false;
  let reason: unknown;
  let listeners: Set<(reason: unknown) => void> | undefined;
  let leaveParent: (() => void) | undefined;

  const token: CancelToken = {
    get cancelled() {
      return cancelled;
    },
    get reason() {
      return reason;
    },
    onCancel(listener) {
      if (cancelled) {
        listener(reason);
        return () => {};
      }
      listeners ??= new Set();
      listeners.add(listener);
      return () => listeners?.delete(listener);
    },
    throwIfCancelled() {
      if (cancelled) throw new Cancelled(reason);
    },
  };

  const cancel = (why?: unknown): void => {
    if (cancelled) return;
    cancelled = true;
    reason = why;
    leaveParent?.();
    const told = listeners;
    listeners = undefined;
    for (const listener of told ?? []) listener(why);
  };

  leaveParent = parent?.onCancel(cancel);
  return { token, cancel };
}

/** A token that nobody can cancel. */
export const neverCancelled: CancelToken = createCancelSource().token;
