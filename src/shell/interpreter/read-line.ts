import { concatBytes, decodeText } from '#os/bytes.ts';
import type { ByteReader } from '#os/stream.ts';
import type { CancelToken } from '#sim/cancel.ts';

/** What `read` took from its input. */
export interface InputLine {
  readonly text: string;
  /** The input ended before the delimiter. */
  readonly atEnd: boolean;
}

export interface ReadLimits {
  /** The byte that ends the line; undefined: nothing does. */
  readonly delimiter?: number | undefined;
  /** Characters to read at most. */
  readonly characters?: number | undefined;
}

/** Reads up to a delimiter (a line break unless told otherwise) and puts what comes behind it back. @throws Cancelled */
export async function readLine(reader: ByteReader, cancel: CancelToken, limits: ReadLimits = { delimiter: 10 }): Promise<InputLine> {
  const chunks: Uint8Array[] = [];
  for (;;) {
    const bytes = await reader.read(cancel);
    if (!bytes) return { text: decodeText(concatBytes(chunks)), atEnd: true };
    const end = limits.delimiter === undefined ? -1 : bytes.indexOf(limits.delimiter);
    chunks.push(end < 0 ? bytes : bytes.subarray(0, end));
    if (limits.characters !== undefined) {
      const taken = takeCharacters(concatBytes(chunks), limits.characters);
      if (taken) {
        const delimiter = end < 0 ? [] : [bytes.subarray(end)];
        reader.unread(concatBytes([taken.rest, ...delimiter]));
        return { text: taken.text, atEnd: false };
      }
    }
    if (end >= 0) {
      reader.unread(bytes.subarray(end + 1));
      return { text: decodeText(concatBytes(chunks)), atEnd: false };
    }
  }
}

/** The first characters of UTF-8 bytes; undefined when there are not enough. */
function takeCharacters(bytes: Uint8Array, count: number): { text: string; rest: Uint8Array } | undefined {
  let characters = 0;
  let at = 0;
  while (at < bytes.length && characters < count) {
    at++;
    while (at < bytes.length && ((bytes[at] as number) & 0xc0) === 0x80) at++;
    characters++;
  }
  return characters < count ? undefined : { text: decodeText(bytes.subarray(0, at)), rest: bytes.subarray(at) };
}
