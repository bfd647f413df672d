import { UsageError } from '#sim/usage-error.ts';
import { concatBytes, decodeText, encodeText } from './bytes.ts';

const BLOCK = 512;
/** GNU tar fills its last record up to twenty blocks. */
const RECORD = 20 * BLOCK;

/** One member of an archive. */
export interface TarEntry {
  /** Folders end with a slash. */
  readonly name: string;
  readonly type: 'file' | 'directory' | 'link';
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly userName: string;
  readonly groupName: string;
  readonly modifiedMs: number;
  /** Of a link. */
  readonly target: string;
  readonly bytes: Uint8Array;
}

const typeLetters = { file: '0', link: '2', directory: '5' } as const;
const octal = (value: number, width: number): string => value.toString(8).padStart(width - 1, '0');

/** An archive in GNU tar's format of the ustar family. */
export function formatTar(entries: readonly TarEntry[]): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const entry of entries) {
    const name = encodeText(entry.name);
    if (name.length > 100) {
      const long = concatBytes([name, new Uint8Array(1)]);
      parts.push(formatHeader({ ...entry, name: '././@LongLink', mode: 0o644, modifiedMs: 0 }, 'L', long.length), long, padding(long.length));
    }
    parts.push(formatHeader(entry, typeLetters[entry.type], entry.bytes.length), entry.bytes, padding(entry.bytes.length));
  }
  const size = parts.reduce((sum, part) => sum + part.length, 0) + 2 * BLOCK;
  return concatBytes([...parts, new Uint8Array(2 * BLOCK + ((RECORD - (size % RECORD)) % RECORD))]);
}

const padding = (size: number): Uint8Array => new Uint8Array((BLOCK - (size % BLOCK)) % BLOCK);

function formatHeader(entry: TarEntry, typeLetter: string, size: number): Uint8Array {
  const header = new Uint8Array(BLOCK);
  const put = (text: string, at: number, length: number): void => header.set(encodeText(text).subarray(0, length), at);
  put(entry.name, 0, 100);
  put(octal(entry.mode, 8), 100, 8);
  put(octal(entry.uid, 8), 108, 8);
  put(octal(entry.gid, 8), 116, 8);
  put(octal(size, 12), 124, 12);
  put(octal(Math.floor(entry.modifiedMs / 1000), 12), 136, 12);
  put('        ', 148, 8);
  put(typeLetter, 156, 1);
  put(entry.target, 157, 100);
  put('ustar  \0', 257, 8);
  put(entry.userName, 265, 32);
  put(entry.groupName, 297, 32);
  put(`${octal(checksumOf(header), 7)}\0 `, 148, 8);
  return header;
}

const checksumOf = (header: Uint8Array): number => header.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 32 : byte), 0);

/** Reads an archive: ustar, with GNU's long names. @throws UsageError when it is none */
export function parseTar(bytes: Uint8Array): TarEntry[] {
  const entries: TarEntry[] = [];
  let longName: string | undefined;
  for (let at = 0; at + BLOCK <= bytes.length; ) {
    const header = bytes.subarray(at, at + BLOCK);
    if (header.every((byte) => byte === 0)) return entries;
    const text = (from: number, length: number): string => decodeText(header.subarray(from, from + length)).replace(/\0[\s\S]*$/, '');
    const number = (from: number, length: number): number => Number.parseInt(text(from, length).trim() || '0', 8);
    if (number(148, 8) !== checksumOf(header))
      throw new UsageError('This does not look like a tar archive\ntar: Exiting with failure status due to previous errors', 2);
    const size = number(124, 12);
    const content = bytes.slice(at + BLOCK, at + BLOCK + size);
    if (content.length < size) throw new UsageError('Unexpected EOF in archive\ntar: Error is not recoverable: exiting now', 2);
    at += BLOCK + size + padding(size).length;
    const letter = text(156, 1);
    if (letter === 'L') {
      longName = decodeText(content).replace(/\0[\s\S]*$/, '');
      continue;
    }
    if (letter !== '' && !'0257xg'.includes(letter)) throw new UsageError(`Unknown file type '${letter}'`, 2);
    if (letter === 'x' || letter === 'g') continue; // extended attributes, of which nothing here has any
    const prefix = text(257, 6) === 'ustar' ? text(345, 155) : '';
    const type = letter === '5' ? 'directory' : letter === '2' ? 'link' : 'file';
    const name = longName ?? (prefix === '' ? text(0, 100) : `${prefix}/${text(0, 100)}`);
    longName = undefined;
    const [userName, groupName] = [text(265, 32), text(297, 32)];
    entries.push({
      name,
      type,
      mode: number(100, 8) & 0o7777,
      uid: number(108, 8),
      gid: number(116, 8),
      userName,
      groupName,
      modifiedMs: number(136, 12) * 1000,
      target: text(157, 100),
      bytes: content,
    });
  }
  if (entries.length === 0) throw new UsageError('This does not look like a tar archive\ntar: Exiting with failure status due to previous errors', 2);
  return entries;
}
