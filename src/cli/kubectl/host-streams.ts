import { createReader } from '#os/readers.ts';
import { BrokenPipeError, type ByteReader, type ByteWriter } from '#os/stream.ts';
import type { Tty, TtySession } from '#os/tty.ts';

/** The standard input of this program. It is read only when somebody asks for it. */
export function createHostReader(stream: NodeJS.ReadStream): ByteReader {
  const chunks: Uint8Array[] = [];
  const waiting: (() => void)[] = [];
  let isStarted = false;
  let isEnded = false;
  const wake = (): void => {
    for (const resume of waiting.splice(0)) resume();
  };
  const start = (): void => {
    isStarted = true;
    stream.on('data', (chunk: Buffer) => {
      chunks.push(new Uint8Array(chunk));
      wake();
    });
    const end = (): void => {
      isEnded = true;
      wake();
    };
    stream.on('end', end);
    stream.on('error', end);
  };
  return createReader({
    isTty: stream.isTTY === true,
    async read(cancel) {
      if (!isStarted) start();
      while (chunks.length === 0 && !isEnded) {
        cancel?.throwIfCancelled();
        await new Promise<void>((resume) => {
          waiting.push(resume);
          cancel?.onCancel(() => resume());
        });
      }
      cancel?.throwIfCancelled();
      return chunks.shift();
    },
    close() {
      stream.pause();
      stream.unref?.();
    },
  });
}

/** The standard output or error of this program. */
export function createHostWriter(stream: NodeJS.WriteStream): ByteWriter {
  let isBroken = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    isBroken = true;
  });
  const writer: ByteWriter = {
    isTty: stream.isTTY === true,
    write(bytes) {
      if (isBroken) return Promise.reject(new BrokenPipeError());
      return new Promise((resolve, reject) => {
        stream.write(bytes, (error) => (error ? reject(new BrokenPipeError()) : resolve()));
      });
    },
    retain: () => writer,
    close() {},
  };
  return writer;
}

/** The terminal this program was started on: its own driver edits lines and sends signals. undefined where there is none. */
export function createHostTty(input: NodeJS.ReadStream, reader: ByteReader, output: NodeJS.WriteStream, writer: ByteWriter): Tty | undefined {
  if (!input.isTTY || !output.isTTY) return undefined;
  let session: TtySession | undefined;
  const tty: Tty = {
    get columns() {
      return output.columns;
    },
    get rows() {
      return output.rows;
    },
    get raw() {
      return input.isRaw;
    },
    isWaitedFor: true,
    setRaw: (raw) => void input.setRawMode(raw),
    reader,
    writer,
    input() {},
    resize() {},
    foregroundGroup: 0,
    attach(given) {
      session = given;
    },
    hangUp() {},
  };
  output.on('resize', () => session?.signalGroup(tty.foregroundGroup, 'WINCH'));
  return tty;
}
