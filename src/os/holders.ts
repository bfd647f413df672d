/** Counts the holders of one shared thing, as the kernel counts descriptors of an open file. */
export interface Holders {
  add(): void;
  /** Every holder lets go once; the thing is closed with the last one. */
  remove(): void;
}

/** @param shared what is held; its `close` runs when the last holder lets go */
export function createHolders(shared: { close?(): void }): Holders {
  return new Count(shared);
}

/** A class, so that thousands of them share their methods. */
class Count implements Holders {
  readonly #shared: { close?(): void };
  #count = 0;

  constructor(shared: { close?(): void }) {
    this.#shared = shared;
  }

  add(): void {
    this.#count++;
  }

  remove(): void {
    if (--this.#count === 0) this.#shared.close?.();
  }
}
