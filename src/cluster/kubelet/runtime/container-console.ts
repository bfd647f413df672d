import { decodeText } from '#os/bytes.ts';
import { createPipe } from '#os/pipe.ts';
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
  /** Where all output goes besides: the log. */
  log(bytes: Uint8Array): void;
}

export function createContainerConsole(simulation: Simulation, options: ConsoleOptions): ContainerConsole {
  let sinks: Set<(bytes: Uint8Array) => void> | undefined;
  const emit = (bytes: Uint8Array): void => {
    options.log(bytes);
    for (const sink of [...(sinks ?? [])]) sink(bytes);
  };
  const watch = (sink: (bytes: Uint8Array) => void): (() => void) => {
    sinks ??= new Set();
    sinks.add(sink);
    return () => sinks?.delete(sink);
  };
  if (options.tty) {
    const tty = createTty(simulation, { columns: 80, rows: 24, onOutput: (text) => emit(new TextEncoder().encode(text)) });
    return {
      stdin: options.stdin ? tty.reader : emptyReader(),
      output: tty.writer,
      tty,
      input: (bytes) => options.stdin && tty.input(decodeText(bytes)),
      endInput() {},
      watch,
    };
  }
  const pipe = options.stdin ? createPipe(simulation, Number.MAX_SAFE_INTEGER) : undefined;
  return {
    stdin: pipe?.reader ?? emptyReader(),
    output: createWriter({ write: emit }),
    tty: undefined,
    input: (bytes) => void pipe?.writer.write(bytes),
    endInput: () => options.stdinOnce && pipe?.writer.close(),
    watch,
  };
}
