import { distanceCodes, fixedLengths, lengthCodes } from './inflate.ts';

const WINDOW = 32_768;
const MIN_MATCH = 3;
const MAX_MATCH = 258;
/** How many earlier places are tried for a longer match. */
const MAX_CHAIN = 32;

/** The fixed code of every literal, its bits turned round as DEFLATE writes codes. */
const fixedCodes: readonly (readonly [bits: number, length: number])[] = (() => {
  const next = Array.from({ length: 16 }, () => 0);
  let code = 0;
  for (let length = 1; length < 16; length++) {
    code = (code + (length > 1 ? fixedLengths.filter((each) => each === length - 1).length : 0)) << 1;
    next[length] = code;
  }
  return fixedLengths.map((length) => {
    const own = next[length] ?? 0;
    next[length] = own + 1;
    return [reverseBits(own, length), length] as const;
  });
})();

function reverseBits(value: number, count: number): number {
  let reversed = 0;
  for (let i = 0; i < count; i++) reversed |= ((value >> i) & 1) << (count - 1 - i);
  return reversed;
}

/** The code whose range holds a value. */
function codeFor(codes: readonly (readonly [number, number])[], value: number): number {
  return codes.findLastIndex(([base]) => base <= value);
}

/** Packs bytes as one DEFLATE block with fixed codes (RFC 1951). */
export function deflate(bytes: Uint8Array): Uint8Array {
  const out: number[] = [];
  let [held, count] = [0, 0];
  const write = (bits: number, length: number): void => {
    held |= bits << count;
    count += length;
    while (count >= 8) {
      out.push(held & 0xff);
      held >>>= 8;
      count -= 8;
    }
  };
  const writeSymbol = (symbol: number): void => write(...(fixedCodes[symbol] ?? [0, 0]));
  write(1, 1);
  write(1, 2);
  const newest = new Map<number, number>();
  const older = new Int32Array(bytes.length);
  const remember = (at: number): void => {
    if (at + MIN_MATCH > bytes.length) return;
    const key = keyAt(bytes, at);
    older[at] = newest.get(key) ?? -1;
    newest.set(key, at);
  };
  for (let at = 0; at < bytes.length; ) {
    const [length, distance] = longestMatch(bytes, at, newest, older);
    if (length < MIN_MATCH) {
      writeSymbol(bytes[at] ?? 0);
      remember(at++);
      continue;
    }
    const lengthCode = codeFor(lengthCodes, length);
    const [lengthBase = 0, lengthExtra = 0] = lengthCodes[lengthCode] ?? [];
    writeSymbol(257 + lengthCode);
    write(length - lengthBase, lengthExtra);
    const distanceCode = codeFor(distanceCodes, distance);
    const [distanceBase = 0, distanceExtra = 0] = distanceCodes[distanceCode] ?? [];
    write(reverseBits(distanceCode, 5), 5);
    write(distance - distanceBase, distanceExtra);
    for (const end = at + length; at < end; at++) remember(at);
  }
  writeSymbol(256);
  if (count > 0) out.push(held & 0xff);
  return Uint8Array.from(out);
}

const keyAt = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);

function longestMatch(bytes: Uint8Array, at: number, newest: ReadonlyMap<number, number>, older: Int32Array): readonly [length: number, distance: number] {
  let [best, distance] = [0, 0];
  let candidate = newest.get(keyAt(bytes, at)) ?? -1;
  for (let tries = 0; tries < MAX_CHAIN && candidate >= 0 && at - candidate <= WINDOW; tries++) {
    let length = 0;
    while (length < MAX_MATCH && at + length < bytes.length && bytes[candidate + length] === bytes[at + length]) length++;
    if (length > best) [best, distance] = [length, at - candidate];
    candidate = older[candidate] ?? -1;
  }
  return [best, distance];
}
