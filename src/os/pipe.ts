import { assert } from '#sim/assert.ts';
import type { CancelToken } from '#sim/cancel.ts';
import type { Simulation } from '#sim/simulation.ts';
import { concatBytes } from './bytes.ts';
import { createReader } from './readers.ts';
import { BrokenPipeError, type ByteReader, type ByteWriter } from './stream.ts';
import { createWaitQueue } from './wait-queue.ts';
import { createWriter } from './writers.ts';

export interface Pipe {
  readonly reader: ByteReader;
  readonly writer: ByteWriter;
}

/**
 * A pipe as the kernel's: it holds `limits.pipeBytes`, then its writer waits; the reader sees the end when every writer
 * has closed, and a writer gets BrokenPipeError when every reader has.
 */
export function createPipe(simulation: Simulation, capacityBytes: number = simulation.limits.pipeBytes): Pipe {
  assert(capacityBytes > 0, 'a pipe must hold something');
  const { clock } = simulation;
  let chunks: Uint8Array[] = [];
  let size = 0;
  let hasWriters = true;
  let hasReaders = true;
  const readers = createWaitQueue();
  const writers = createWaitQueue();

  const read = async (cancel?: CancelToken): Promise<Uint8Array | undefined> => {
    cancel?.throwIfCancelled();
    while (size === 0) {
      if (!hasWriters) return undefined;
      await clock.wait<void>((wake) => readers.enter(wake), cancel);
    }
    const bytes = concatBytes(chunks);
    chunks = [];
    size = 0;
    writers.wakeAll();
    return bytes;
  };

  const write = async (bytes: Uint8Array, cancel?: CancelToken): Promise<void> => {
    while (hasReaders && size >= capacityBytes) await clock.wait<void>((wake) => writers.enter(wake), cancel);
    if (!hasReaders) throw new BrokenPipeError();
    chunks.push(bytes);
    size += bytes.length;
    readers.wakeAll();
  };

  const reader = createReader({
    read,
    close() {
      hasReaders = false;
      writers.wakeAll();
    },
  });
  const writer = createWriter({
    write,
    close() {
      hasWriters = false;
      readers.wakeAll();
    },
  });
  return { reader, writer };
}
