import { concatBytes, decodeText, encodeText } from '#os/bytes.ts';
import { UsageError } from '#sim/usage-error.ts';
import { deflate } from './deflate.ts';
import { inflate } from './inflate.ts';

const crcTable = Int32Array.from({ length: 256 }, (_unused, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** CRC-32 of bytes, as gzip and cksum's relatives use it. */
export function crc32(bytes: Uint8Array): number {
  let crc = -1;
  for (const byte of bytes) crc = (crcTable[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ -1) >>> 0;
}

const HAS_NAME = 8;

/** Packs bytes into a gzip file (RFC 1952). @param modifiedMs 0 when it is not known */
export function gzipBytes(bytes: Uint8Array, modifiedMs: number, name?: string): Uint8Array {
  const head = new DataView(new ArrayBuffer(10));
  head.setUint32(0, 0x1f8b0800 | (name === undefined ? 0 : HAS_NAME));
  head.setUint32(4, Math.floor(modifiedMs / 1000), true);
  head.setUint8(9, 3);
  const tail = new DataView(new ArrayBuffer(8));
  tail.setUint32(0, crc32(bytes), true);
  tail.setUint32(4, bytes.length, true);
  const nameBytes = name === undefined ? new Uint8Array(0) : encodeText(`${name}\0`);
  return concatBytes([new Uint8Array(head.buffer), nameBytes, deflate(bytes), new Uint8Array(tail.buffer)]);
}

export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** Unpacks a gzip file of one or more members. @throws UsageError when it is none, or broken */
export function gunzipBytes(bytes: Uint8Array): { readonly bytes: Uint8Array; readonly name: string | undefined } {
  const parts: Uint8Array[] = [];
  let name: string | undefined;
  for (let at = 0; at < bytes.length; ) {
    if (bytes[at] !== 0x1f || bytes[at + 1] !== 0x8b) throw new UsageError(at === 0 ? 'not in gzip format' : 'decompression OK, trailing garbage ignored');
    const flags = bytes[at + 3] ?? 0;
    at += 10;
    if (flags & 4) at += 2 + ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8));
    if (flags & HAS_NAME) {
      const end = bytes.indexOf(0, at);
      name = decodeText(bytes.subarray(at, end));
      at = end + 1;
    }
    if (flags & 16) at = bytes.indexOf(0, at) + 1;
    if (flags & 2) at += 2;
    const inflated = inflate(bytes, at);
    const tail = new DataView(bytes.buffer, bytes.byteOffset + inflated.end, Math.min(8, bytes.length - inflated.end));
    if (tail.byteLength < 8) throw new UsageError('unexpected end of file');
    if (tail.getUint32(0, true) !== crc32(inflated.bytes)) throw new UsageError('invalid compressed data--crc error');
    parts.push(inflated.bytes);
    at = inflated.end + 8;
  }
  return { bytes: concatBytes(parts), name };
}
