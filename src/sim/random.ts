import { hashText } from './hash.ts';

/** The letters Kubernetes makes names from: no vowels, no look-alikes. */
const NAME_LETTERS = 'bcdfghjklmnpqrstvwxz2456789';

/** A seeded source of randomness. The same seed gives the same numbers in every JavaScript engine. */
export interface Random {
  /** A float in [0, 1). */
  next(): number;
  /** An integer in [0, bound). */
  below(bound: number): number;
  /** One element of a list that is not empty. */
  pick<T>(list: readonly T[]): T;
  /** The list in another order; the argument is left as it was. */
  shuffled<T>(list: readonly T[]): T[];
  /** `length` letters as Kubernetes puts behind a generated name. */
  suffix(length: number): string;
  /** A version-4 UUID. */
  uuid(): string;
  /** `length` random bytes. */
  bytes(length: number): Uint8Array;
  /** A source of its own for one part of the system, so that its draws do not move everybody else's. */
  fork(name: string): Random;
}

/** Creates the root source of a simulation. @param seed any text; equal texts give equal runs */
export function createRandom(seed: string): Random {
  return fromState(hashText(seed, 1), hashText(seed, 2), hashText(seed, 3), hashText(seed, 4), seed);
}

/** sfc32, a small fast generator that passes PractRand; all arithmetic is on 32-bit integers. */
function fromState(a: number, b: number, c: number, d: number, seed: string): Random {
  const nextUint32 = (): number => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return t >>> 0;
  };
  for (let i = 0; i < 12; i++) nextUint32();

  const random: Random = {
    next: () => nextUint32() / 4294967296,
    below: (bound) => Math.floor((nextUint32() / 4294967296) * bound),
    pick: (list) => list[random.below(list.length)] as (typeof list)[number],
    shuffled: (list) => {
      const out = [...list];
      for (let i = out.length - 1; i > 0; i--) {
        const j = random.below(i + 1);
        [out[i], out[j]] = [out[j] as (typeof out)[number], out[i] as (typeof out)[number]];
      }
      return out;
    },
    suffix: (length) => {
      let text = '';
      for (let i = 0; i < length; i++) text += NAME_LETTERS[random.below(NAME_LETTERS.length)];
      return text;
    },
    uuid: () => formatUuid(nextUint32(), nextUint32(), nextUint32(), nextUint32()),
    bytes: (length) => Uint8Array.from({ length }, () => nextUint32() & 0xff),
    fork: (name) => createRandom(`${seed}/${name}`),
  };
  return random;
}

function formatUuid(w0: number, w1: number, w2: number, w3: number): string {
  const hex = (n: number): string => n.toString(16).padStart(8, '0');
  const [b, c] = [hex(w1), hex(((w2 & 0x3fffffff) | 0x80000000) >>> 0)]; // the variant bits of RFC 9562
  return `${hex(w0)}-${b.slice(0, 4)}-4${b.slice(5)}-${c.slice(0, 4)}-${c.slice(4)}${hex(w3)}`;
}
