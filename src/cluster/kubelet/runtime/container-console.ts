import { decodeText } from '#os/bytes.ts';
import { createPipe, type Pipe } from '#os/pipe.ts';
import { emptyReader } from '#os/readers.ts';
import type { ByteReader, ByteWriter } from '#os/stream.ts';
import { createTty } from '#os/terminal-device.ts';
import type { Tty } from '#os/tty.ts';
import { createWriter } from '#os/writers.ts';
import type { Simulation } from '#sim/simulation.ts';

/** What the first process of a container reads from and writes to, and who looks on. */
export interface ContainerConsole {
  readonly stdin: ByteReader;
  readonly output: ByteWriter;
  /** The container's own terminal when it has `tty: true`. */
  readonly tty: Tty | undefined;
  /** Passes on what an attached client types. Does nothing when the container has no stdin. */
  input(bytes: Uint8Array): void;
  /** The attached client's input is at its end; with `stdinOnce` the container's is too. */
  endInput(): void;
  /** Shows further output to a client. @returns a function that ends it */
  watch(sink: (bytes: Uint8Array) => void): () => void;
}

export interface ConsoleOptions {
  readonly stdin: boolean;
  readonly stdinOnce: boolean;
  readonly tty: boolean;
  /** Where all output goes besides. */
  readonly log: { append(bytes: Uint8Array): void };
}

export function createContainerConsole(simulation: Simulation, options: ConsoleOptions): ContainerConsole {
  return new Console(simulation, options);
}

/** A class, so that thousands of them share their methods. */
class Console implements ContainerConsole {
  readonly stdin: ByteReader;
  readonly output: ByteWriter;
  readonly tty: Tty | undefined;
  readonly #log: ConsoleOptions['log'];
  readonly #pipe: Pipe | undefined;
  readonly #hasInput: boolean;
  readonly #endsOnce: boolean;
  #sinks: Set<(bytes: Uint8Array) => void> | undefined;

  constructor(simulation: Simulation, options: ConsoleOptions) {
    this.#log = options.log;
    this.#hasInput = options.stdin;
    this.#endsOnce = options.stdinOnce;
    this.tty = options.tty ? createTty(simulation, { columns: 80, rows: 24, onOutput: (text) => this.write(new TextEncoder().encode(text)) }) : undefined;
    this.#pipe = options.stdin && !this.tty ? createPipe(simulation, Number.MAX_SAFE_INTEGER) : undefined;
    this.stdin = (options.stdin ? this.tty?.reader : undefined) ?? this.#pipe?.reader ?? emptyReader();
    this.output = this.tty?.writer ?? createWriter(this);
  }

  /** For the streams: takes the container's output. */
  write(bytes: Uint8Array): void {
    this.#log.append(bytes);
    for (const sink of [...(this.#sinks ?? [])]) sink(bytes);
  }

  input(bytes: Uint8Array): void {
    if (!this.tty) void this.#pipe?.writer.write(bytes);
    else if (this.#hasInput) this.tty.input(decodeText(bytes));
  }

  endInput(): void {
    if (this.#endsOnce) this.#pipe?.writer.close();
  }

  watch(sink: (bytes: Uint8Array) => void): () => void {
    const sinks = this.#sinks ?? new Set();
    this.#sinks = sinks.add(sink);
    return () => sinks.delete(sink);
  }
}
