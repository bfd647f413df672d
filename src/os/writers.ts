import type { CancelToken } from '#sim/cancel.ts';
import { concatBytes, decodeText } from './bytes.ts';
import { createHolders, type Holders } from './holders.ts';
import type { ByteWriter } from './stream.ts';

/** What a writer needs of its sink. */
export interface WriteSink {
  readonly isTty?: boolean;
  write(bytes: Uint8Array, cancel?: CancelToken): Promise<void> | void;
  /** Every holder has let go. */
  close?(): void;
}

/** Makes a writer with shared holders of something that takes bytes. */
export function createWriter(sink: WriteSink): ByteWriter {
  return new HeldWriter(sink, createHolders(sink));
}

/** A class, so that thousands of them share their methods. */
class HeldWriter implements ByteWriter {
  readonly isTty: boolean;
  readonly #sink: WriteSink;
  readonly #holders: Holders;
  #isHeld = true;

  constructor(sink: WriteSink, holders: Holders) {
    this.isTty = sink.isTty ?? false;
    this.#sink = sink;
    this.#holders = holders;
    holders.add();
  }

  async write(bytes: Uint8Array, cancel?: CancelToken): Promise<void> {
    cancel?.throwIfCancelled();
    if (bytes.length > 0) await this.#sink.write(bytes, cancel);
  }

  retain(): ByteWriter {
    return new HeldWriter(this.#sink, this.#holders);
  }

  close(): void {
    if (this.#isHeld) this.#holders.remove();
    this.#isHeld = false;
  }
}

/** Takes everything and keeps nothing: `/dev/null`. */
export function nullWriter(): ByteWriter {
  return createWriter({ write: () => {} });
}

/** A writer that keeps what it is given. */
export interface Capture {
  readonly writer: ByteWriter;
  readonly bytes: Uint8Array;
  /** The bytes as UTF-8. */
  readonly text: string;
}

/** Creates a writer that keeps everything. @param limitBytes what comes beyond is dropped */
export function createCapture(limitBytes = Number.POSITIVE_INFINITY): Capture {
  const chunks: Uint8Array[] = [];
  let size = 0;
  return {
    writer: createWriter({
      write(bytes) {
        const kept = bytes.subarray(0, Math.max(0, limitBytes - size));
        size += kept.length;
        chunks.push(kept);
      },
    }),
    get bytes() {
      return concatBytes(chunks);
    },
    get text() {
      return decodeText(concatBytes(chunks));
    },
  };
}
