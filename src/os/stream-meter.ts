import type { CancelToken } from '#sim/cancel.ts';
import type { ByteReader, ByteWriter } from './stream.ts';

/** What a process does on every read and write: it stands still while it is stopped, and pays for the bytes. */
export interface StreamMeter {
  readonly token: CancelToken;
  isStopped(): boolean;
  resumed(): Promise<void>;
  payIfDue(bytes: number): Promise<void> | undefined;
}

const inner = new WeakMap<ByteReader | ByteWriter, ByteReader | ByteWriter>();

/** A process's view of a stream it reads; its reads end when the process is killed. */
export function meteredReader(stream: ByteReader, meter: StreamMeter): ByteReader {
  const reader: ByteReader = {
    isTty: stream.isTty,
    async read(cancel = meter.token) {
      const bytes = await stream.read(cancel);
      if (meter.isStopped()) await meter.resumed();
      if (bytes) await meter.payIfDue(bytes.length);
      return bytes;
    },
    unread: (bytes) => stream.unread(bytes),
    retain: () => meteredReader(stream.retain(), meter),
    close: () => stream.close(),
  };
  inner.set(reader, stream);
  return reader;
}

/** A process's view of a stream it writes. */
export function meteredWriter(stream: ByteWriter, meter: StreamMeter): ByteWriter {
  const writer: ByteWriter = {
    isTty: stream.isTty,
    async write(bytes, cancel = meter.token) {
      if (meter.isStopped()) await meter.resumed();
      await stream.write(bytes, cancel);
      await meter.payIfDue(bytes.length);
    },
    retain: () => meteredWriter(stream.retain(), meter),
    close: () => stream.close(),
  };
  inner.set(writer, stream);
  return writer;
}

/** The stream behind a process's view, for a child or a successor that has a meter of its own. */
export function innerStream<T extends ByteReader | ByteWriter>(stream: T): T {
  return (inner.get(stream) ?? stream) as T;
}
