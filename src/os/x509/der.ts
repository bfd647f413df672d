import { concatBytes } from '../bytes.ts';

/** One value of ASN.1's distinguished encoding. */
export interface DerNode {
  readonly tag: number;
  /** What the value holds, without tag and length. */
  readonly content: Uint8Array;
  /** Tag and length included. */
  readonly whole: Uint8Array;
}

export const tags = {
  boolean: 1,
  integer: 2,
  bitString: 3,
  octetString: 4,
  null: 5,
  oid: 6,
  utf8: 12,
  printable: 19,
  ia5: 22,
  utcTime: 23,
  generalizedTime: 24,
  sequence: 0x30,
  set: 0x31,
} as const;

/** The bytes are not what they should be. */
export class DerError extends Error {
  override readonly name = 'DerError';
}

/** Encodes a value with its tag. */
export function der(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = concatBytes(parts);
  return concatBytes([Uint8Array.of(tag, ...lengthBytes(content.length)), content]);
}

function lengthBytes(length: number): number[] {
  if (length < 0x80) return [length];
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest >>>= 8) bytes.unshift(rest & 0xff);
  return [0x80 | bytes.length, ...bytes];
}

export const sequence = (...parts: readonly Uint8Array[]): Uint8Array => der(tags.sequence, ...parts);
export const derNull = (): Uint8Array => der(tags.null);
export const bitString = (bytes: Uint8Array): Uint8Array => der(tags.bitString, Uint8Array.of(0), bytes);

/** A number of any size, not negative. */
export function integer(value: bigint | number): Uint8Array {
  const bytes = bytesOfNumber(BigInt(value));
  return der(tags.integer, (bytes[0] ?? 0) & 0x80 ? concatBytes([Uint8Array.of(0), bytes]) : bytes);
}

/** @param dotted e.g. `2.5.4.3` */
export function objectIdentifier(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const part of rest) {
    const groups = [part & 0x7f];
    for (let more = part >>> 7; more > 0; more >>>= 7) groups.unshift((more & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return der(tags.oid, Uint8Array.from(bytes));
}

/** The object identifier a node holds, in dotted form. */
export function readObjectIdentifier({ content }: DerNode): string {
  const [first = 0] = content;
  const parts = [Math.min(2, Math.floor(first / 40)), first - 40 * Math.min(2, Math.floor(first / 40))];
  let value = 0;
  for (const byte of content.subarray(1)) {
    value = value * 128 + (byte & 0x7f);
    if (byte & 0x80) continue;
    parts.push(value);
    value = 0;
  }
  return parts.join('.');
}

/** Reads the values that follow each other in some bytes. @throws DerError */
export function readDer(bytes: Uint8Array): DerNode[] {
  const nodes: DerNode[] = [];
  for (let at = 0; at < bytes.length; ) {
    const start = at;
    const tag = bytes[at++] ?? 0;
    let length = bytes[at++] ?? 0;
    if (length & 0x80) {
      const count = length & 0x7f;
      length = 0;
      if (count > 4) throw new DerError('header too long');
      for (let i = 0; i < count; i++) length = length * 256 + (bytes[at++] ?? 0);
    }
    if (at + length > bytes.length) throw new DerError('too long');
    nodes.push({ tag, content: bytes.subarray(at, at + length), whole: bytes.subarray(start, at + length) });
    at += length;
  }
  return nodes;
}

/** The parts of a sequence, set or tagged value, of which there must be `atLeast`. @throws DerError */
export function partsOf(node: DerNode | undefined, atLeast = 0): readonly DerNode[] {
  if (!node) throw new DerError('not enough data');
  const parts = readDer(node.content);
  if (parts.length < atLeast) throw new DerError('not enough data');
  return parts;
}

export function numberOf(bytes: Uint8Array): bigint {
  let hex = '0x0';
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0');
  return BigInt(hex);
}

/** Big-endian, at least one byte. @param length filled up with zeros in front */
export function bytesOfNumber(value: bigint, length = 1): Uint8Array {
  const hex = value.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  const padded = even.padStart(length * 2, '0');
  return Uint8Array.from({ length: padded.length / 2 }, (_unused, at) => Number.parseInt(padded.slice(at * 2, at * 2 + 2), 16));
}

export const toHex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
export const fromHex = (hex: string): Uint8Array =>
  Uint8Array.from({ length: hex.length / 2 }, (_unused, at) => Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16));
