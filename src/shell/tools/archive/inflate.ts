import { UsageError } from '#sim/usage-error.ts';

/** Lengths of matches: base and extra bits of the codes 257 to 285 (RFC 1951, 3.2.5). */
export const lengthCodes: readonly (readonly [base: number, extraBits: number])[] = codesFrom(
  3,
  [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5],
  [258, 0],
);
/** Distances of matches: base and extra bits of the codes 0 to 29. */
export const distanceCodes: readonly (readonly [base: number, extraBits: number])[] = codesFrom(
  1,
  [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13],
);

function codesFrom(start: number, extraBits: readonly number[], last?: readonly [number, number]): readonly (readonly [number, number])[] {
  const codes: (readonly [number, number])[] = [];
  let base = start;
  for (const bits of extraBits) {
    codes.push([base, bits]);
    base += 1 << bits;
  }
  return last ? [...codes, last] : codes;
}

/** How many bits each literal takes in a block with fixed codes. */
export const fixedLengths: readonly number[] = Array.from({ length: 288 }, (_unused, code) => (code < 144 ? 8 : code < 256 ? 9 : code < 280 ? 7 : 8));
const fixedDistanceLengths: readonly number[] = Array.from({ length: 30 }, () => 5);
const LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** A prefix code as counts per length and the symbols in order. */
interface PrefixCode {
  readonly counts: readonly number[];
  readonly symbols: readonly number[];
}

function prefixCodeOf(lengths: readonly number[]): PrefixCode {
  const counts = Array.from({ length: 16 }, () => 0);
  for (const length of lengths) counts[length] = (counts[length] ?? 0) + 1;
  counts[0] = 0;
  const symbols = lengths.flatMap((length, symbol) => (length > 0 ? [{ length, symbol }] : [])).sort((a, b) => a.length - b.length || a.symbol - b.symbol);
  return { counts, symbols: symbols.map(({ symbol }) => symbol) };
}

/** Reads bits, the lowest of a byte first. */
class BitReader {
  readonly #bytes: Uint8Array;
  #at: number;
  #bit = 0;

  constructor(bytes: Uint8Array, from: number) {
    this.#bytes = bytes;
    this.#at = from;
  }

  bits(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined) throw new UsageError('unexpected end of file');
      value |= ((byte >> this.#bit) & 1) << i;
      if (++this.#bit === 8) {
        this.#bit = 0;
        this.#at++;
      }
    }
    return value;
  }

  symbol({ counts, symbols }: PrefixCode): number {
    let [code, first, index] = [0, 0, 0];
    for (let length = 1; length < 16; length++) {
      code |= this.bits(1);
      const count = counts[length] ?? 0;
      if (code - first < count) return symbols[index + code - first] ?? 0;
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw new UsageError('invalid compressed data--format violated');
  }

  /** Goes to the next whole byte. @returns its place */
  align(): number {
    if (this.#bit > 0) this.#at++;
    this.#bit = 0;
    return this.#at;
  }

  skip(count: number): void {
    this.#at += count;
  }
}

/** Unpacks DEFLATE data (RFC 1951). @returns what was packed and where the data ended. @throws UsageError when it is broken */
export function inflate(bytes: Uint8Array, from: number): { readonly bytes: Uint8Array; readonly end: number } {
  const reader = new BitReader(bytes, from);
  const out: number[] = [];
  for (let isLast = false; !isLast; ) {
    isLast = reader.bits(1) === 1;
    const kind = reader.bits(2);
    if (kind === 0) {
      const at = reader.align();
      const length = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
      for (const byte of bytes.subarray(at + 4, at + 4 + length)) out.push(byte);
      reader.skip(4 + length);
    } else if (kind === 3) throw new UsageError('invalid compressed data--format violated');
    else {
      const [literals, distances] = kind === 1 ? [prefixCodeOf(fixedLengths), prefixCodeOf(fixedDistanceLengths)] : readCodes(reader);
      inflateBlock(reader, literals, distances, out);
    }
  }
  return { bytes: Uint8Array.from(out), end: reader.align() };
}

function readCodes(reader: BitReader): [PrefixCode, PrefixCode] {
  const [literalCount, distanceCount, lengthCount] = [reader.bits(5) + 257, reader.bits(5) + 1, reader.bits(4) + 4];
  const codeLengths = Array.from({ length: 19 }, () => 0);
  for (const place of LENGTH_ORDER.slice(0, lengthCount)) codeLengths[place] = reader.bits(3);
  const code = prefixCodeOf(codeLengths);
  const lengths: number[] = [];
  while (lengths.length < literalCount + distanceCount) {
    const symbol = reader.symbol(code);
    const [value, times] =
      symbol < 16 ? [symbol, 1] : symbol === 16 ? [lengths.at(-1) ?? 0, reader.bits(2) + 3] : [0, symbol === 17 ? reader.bits(3) + 3 : reader.bits(7) + 11];
    for (let i = 0; i < times; i++) lengths.push(value);
  }
  return [prefixCodeOf(lengths.slice(0, literalCount)), prefixCodeOf(lengths.slice(literalCount))];
}

function inflateBlock(reader: BitReader, literals: PrefixCode, distances: PrefixCode, out: number[]): void {
  for (;;) {
    const symbol = reader.symbol(literals);
    if (symbol === 256) return;
    if (symbol < 256) {
      out.push(symbol);
      continue;
    }
    const [base = 0, extra = 0] = lengthCodes[symbol - 257] ?? [];
    const length = base + reader.bits(extra);
    const [distanceBase = 0, distanceExtra = 0] = distanceCodes[reader.symbol(distances)] ?? [];
    const start = out.length - distanceBase - reader.bits(distanceExtra);
    if (start < 0) throw new UsageError('invalid compressed data--format violated');
    for (let i = 0; i < length; i++) out.push(out[start + i] ?? 0);
  }
}
