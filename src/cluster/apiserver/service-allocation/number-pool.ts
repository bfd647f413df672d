import type { Random } from '#sim/random.ts';

/** A range of numbers of which each is given once. */
export interface NumberPool {
  /** Takes a certain number. @returns whether it was free */
  take(number: number): boolean;
  /** Takes any number, by chance; undefined when none is left. */
  takeNext(): number | undefined;
  give(number: number): void;
  has(number: number): boolean;
}

/**
 * Creates a pool of the numbers from 0 below `size`.
 * @param reserved so many at the beginning are left for those who ask for a certain number, as long as there are others
 */
export function createNumberPool(size: number, reserved: number, random: Random): NumberPool {
  const taken = new Set<number>();

  const scan = (from: number, to: number): number | undefined => {
    const width = to - from;
    if (width <= 0) return undefined;
    const start = random.below(width);
    for (let i = 0; i < width; i++) {
      const candidate = from + ((start + i) % width);
      if (!taken.has(candidate)) return candidate;
    }
    return undefined;
  };

  return {
    take(number) {
      if (taken.has(number)) return false;
      taken.add(number);
      return true;
    },
    takeNext() {
      const number = scan(reserved, size) ?? scan(0, reserved);
      if (number !== undefined) taken.add(number);
      return number;
    },
    give: (number) => void taken.delete(number),
    has: (number) => taken.has(number),
  };
}
