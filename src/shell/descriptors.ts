import { createReader } from '#os/readers.ts';
import type { ByteReader, ByteWriter } from '#os/stream.ts';
import { createWriter } from '#os/writers.ts';
import { ShellError } from './control-flow.ts';

/** The open files of a shell by number. The table does not own its streams: who opened one closes it. */
export type Descriptors = ReadonlyMap<number, ByteReader | ByteWriter>;

/** A descriptor for reading; one that is closed is at its end. */
export function readerAt(descriptors: Descriptors, number: number): ByteReader {
  const stream = descriptors.get(number);
  return stream && 'read' in stream ? stream : closedReader;
}

/** A descriptor for writing; one that is closed refuses what is written. */
export function writerAt(descriptors: Descriptors, number: number): ByteWriter {
  const stream = descriptors.get(number);
  return stream && 'write' in stream ? stream : closedWriter;
}

/** Whether a descriptor is a terminal. */
export function isTerminal(descriptors: Descriptors, number: number): boolean {
  return descriptors.get(number)?.isTty ?? false;
}

/** The descriptors a child gets beyond its three standard ones. */
export function extraDescriptors(descriptors: Descriptors): Descriptors {
  if (descriptors.size <= 3) return noDescriptors;
  return new Map([...descriptors].filter(([number]) => number > 2));
}

const noDescriptors: Descriptors = new Map();
const closedReader = createReader({ read: () => Promise.resolve(undefined) });
const closedWriter = createWriter({
  write() {
    throw new ShellError('write error: Bad file descriptor');
  },
});
