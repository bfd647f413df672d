import type { CancelToken } from '#sim/cancel.ts';
import { concatBytes, decodeText } from './bytes.ts';
import { createHolders } from './holders.ts';
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
  const holders = createHolders(() => sink.close?.());
  const holder = (): ByteWriter => {
    const release = holders.hold();
    return {
      isTty: sink.isTty ?? false,
      async write(bytes, cancel) {
        cancel?.throwIfCancelled();
        if (bytes.length > 0) await sink.write(bytes, cancel);
      },
      retain: holder,
      close: release,
    };
  };
  return holder();
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
