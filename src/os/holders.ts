/**
 * Counts the holders of one shared thing, as the kernel counts descriptors of an open file: `close` runs when the last
 * holder lets go. Each holder may let go once; a second time does nothing.
 */
export interface Holders {
  /** Registers one holder. @returns what the holder calls to let go */
  hold(): () => void;
  readonly count: number;
}

export function createHolders(close: () => void): Holders {
  let count = 0;
  return {
    get count() {
      return count;
    },
    hold() {
      count++;
      let held = true;
      return () => {
        if (!held) return;
        held = false;
        if (--count === 0) close();
      };
    },
  };
}
