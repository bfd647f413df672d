import type { CancelToken } from '#sim/cancel.ts';
import type { ByteReader, ByteWriter } from './stream.ts';

/** What a process does on every read and write: it stands still while it is stopped, and pays for the bytes. */
export interface StreamMeter {
  readonly token: CancelToken;
  isStopped(): boolean;
  resumed(): Promise<void>;
  payIfDue(bytes: number): Promise<void> | undefined;
}

/** A process's view of a stream it reads; its reads end when the process is killed. */
export function meteredReader(stream: ByteReader, meter: StreamMeter): ByteReader {
  return new MeteredReader(stream, meter);
}

/** A process's view of a stream it writes. */
export function meteredWriter(stream: ByteWriter, meter: StreamMeter): ByteWriter {
  return new MeteredWriter(stream, meter);
}

/** The stream behind a process's view, for a child or a successor that has a meter of its own. */
export function innerStream<T extends ByteReader | ByteWriter>(stream: T): T {
  return stream instanceof MeteredReader || stream instanceof MeteredWriter ? (stream.inner as ByteReader | ByteWriter as T) : stream;
}

/** A class, so that thousands of them share their methods. */
class MeteredReader implements ByteReader {
  readonly inner: ByteReader;
  readonly #meter: StreamMeter;

  constructor(inner: ByteReader, meter: StreamMeter) {
    this.inner = inner;
    this.#meter = meter;
  }

  get isTty(): boolean {
    return this.inner.isTty;
  }

  async read(cancel: CancelToken = this.#meter.token): Promise<Uint8Array | undefined> {
    const bytes = await this.inner.read(cancel);
    if (this.#meter.isStopped()) await this.#meter.resumed();
    if (bytes) await this.#meter.payIfDue(bytes.length);
    return bytes;
  }

  unread(bytes: Uint8Array): void {
    this.inner.unread(bytes);
  }

  retain(): ByteReader {
    return new MeteredReader(this.inner.retain(), this.#meter);
  }

  close(): void {
    this.inner.close();
  }
}

class MeteredWriter implements ByteWriter {
  readonly inner: ByteWriter;
  readonly #meter: StreamMeter;

  constructor(inner: ByteWriter, meter: StreamMeter) {
    this.inner = inner;
    this.#meter = meter;
  }

  get isTty(): boolean {
    return this.inner.isTty;
  }

  async write(bytes: Uint8Array, cancel: CancelToken = this.#meter.token): Promise<void> {
    if (this.#meter.isStopped()) await this.#meter.resumed();
    await this.inner.write(bytes, cancel);
    await this.#meter.payIfDue(bytes.length);
  }

  retain(): ByteWriter {
    return new MeteredWriter(this.inner.retain(), this.#meter);
  }

  close(): void {
    this.inner.close();
  }
}
