import type { CancelToken } from '#sim/cancel.ts';
import { concatBytes, decodeText, encodeText } from './bytes.ts';
import { createHolders, type Holders } from './holders.ts';
import type { ByteReader } from './stream.ts';

/** What a reader needs of its source. */
export interface ReadSource {
  readonly isTty?: boolean;
  /** The next bytes; undefined at the end. */
  read(cancel?: CancelToken): Promise<Uint8Array | undefined>;
  /** Every holder has let go. */
  close?(): void;
}

/** Makes a reader with `unread` and shared holders of something that can be read. */
export function createReader(source: ReadSource): ByteReader {
  return new HeldReader({ source, holders: createHolders(source), returned: undefined });
}

/** What the holders of one stream share. */
interface SharedReader {
  readonly source: ReadSource;
  readonly holders: Holders;
  /** Put back in front of what the source gives. */
  returned: Uint8Array | undefined;
}

/** A class, so that thousands of them share their methods. */
class HeldReader implements ByteReader {
  readonly isTty: boolean;
  readonly #shared: SharedReader;
  #isHeld = true;

  constructor(shared: SharedReader) {
    this.isTty = shared.source.isTty ?? false;
    this.#shared = shared;
    shared.holders.add();
  }

  read(cancel?: CancelToken): Promise<Uint8Array | undefined> {
    const { source, returned } = this.#shared;
    if (returned === undefined) return source.read(cancel);
    this.#shared.returned = undefined;
    return Promise.resolve(returned);
  }

  unread(bytes: Uint8Array): void {
    const { returned } = this.#shared;
    if (bytes.length > 0) this.#shared.returned = returned ? concatBytes([bytes, returned]) : bytes;
  }

  retain(): ByteReader {
    return new HeldReader(this.#shared);
  }

  close(): void {
    if (this.#isHeld) this.#shared.holders.remove();
    this.#isHeld = false;
  }
}

/** A reader that is at its end: `/dev/null`. */
export function emptyReader(): ByteReader {
  return createReader({ read: () => Promise.resolve(undefined) });
}

/** A reader of bytes that are there already. */
export function readerOf(content: Uint8Array | string): ByteReader {
  let rest: Uint8Array | undefined = typeof content === 'string' ? encodeText(content) : content;
  return createReader({
    read() {
      const bytes = rest;
      rest = undefined;
      return Promise.resolve(bytes?.length ? bytes : undefined);
    },
  });
}

/** Reads to the end. @throws Cancelled */
export async function readAll(reader: ByteReader, cancel?: CancelToken): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for (let bytes = await reader.read(cancel); bytes; bytes = await reader.read(cancel)) chunks.push(bytes);
  return concatBytes(chunks);
}

/** Reads to the end as UTF-8. @throws Cancelled */
export async function readAllText(reader: ByteReader, cancel?: CancelToken): Promise<string> {
  return decodeText(await readAll(reader, cancel));
}

/** One line of a stream. */
export interface Line {
  /** Without the line break. */
  readonly text: string;
  /** False for a last line that has no line break. */
  readonly ended: boolean;
}

/** The lines of one read after the other, as they come: one batch per chunk, so that a long stream costs little. @throws Cancelled */
export async function* readLineBatches(reader: ByteReader, cancel?: CancelToken): AsyncGenerator<readonly Line[]> {
  const decoder = new TextDecoder();
  let rest = '';
  for (let bytes = await reader.read(cancel); bytes; bytes = await reader.read(cancel)) {
    rest += decoder.decode(bytes, { stream: true });
    const lines: Line[] = [];
    let start = 0;
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n', start)) {
      lines.push({ text: rest.slice(start, end), ended: true });
      start = end + 1;
    }
    if (start > 0) rest = rest.slice(start);
    if (lines.length > 0) yield lines;
  }
  rest += decoder.decode();
  if (rest !== '') yield [{ text: rest, ended: false }];
}

/** The lines of a stream, each as soon as it is complete. @throws Cancelled */
export async function* readLines(reader: ByteReader, cancel?: CancelToken): AsyncGenerator<Line> {
  for await (const batch of readLineBatches(reader, cancel)) yield* batch;
}
