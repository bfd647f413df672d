import type { CancelToken } from '#sim/cancel.ts';

/** The reading end of a stream of bytes. */
export interface ByteReader {
  readonly isTty: boolean;
  /** The next bytes, as soon as there are some; undefined at the end. @throws Cancelled */
  read(cancel?: CancelToken): Promise<Uint8Array | undefined>;
  /** Puts bytes back in front of what is to be read (a `read` builtin that took too much). */
  unread(bytes: Uint8Array): void;
  /** Another holder of the same stream; the stream closes when every holder has. */
  retain(): ByteReader;
  close(): void;
}

/** The writing end of a stream of bytes. */
export interface ByteWriter {
  readonly isTty: boolean;
  /** Resolves when the bytes are taken; waits while the reader is slow. @throws BrokenPipeError when nobody will read, Cancelled */
  write(bytes: Uint8Array, cancel?: CancelToken): Promise<void>;
  retain(): ByteWriter;
  close(): void;
}

/** Nobody will ever read this: what a Unix program gets SIGPIPE for. */
export class BrokenPipeError extends Error {
  override readonly name = 'BrokenPipeError';

  constructor() {
    super('Broken pipe');
  }
}
