import type { FileSystem } from './file-system.ts';
import type { Process } from './process.ts';
import { createReader, emptyReader } from './readers.ts';
import type { ByteReader, ByteWriter } from './stream.ts';
import { nullWriter } from './writers.ts';

/** How a device is opened by a process. */
interface Device {
  read(process: Process): ByteReader | undefined;
  write(process: Process): ByteWriter | undefined;
}

const CHUNK_BYTES = 4096;

const streamOf = (process: Process, descriptor: number): ByteReader | ByteWriter | undefined =>
  descriptor === 0 ? process.stdin : descriptor === 1 ? process.stdout : descriptor === 2 ? process.stderr : process.descriptors.get(descriptor);

const asReader = (stream: ByteReader | ByteWriter | undefined): ByteReader | undefined => (stream && 'read' in stream ? stream.retain() : undefined);
const asWriter = (stream: ByteReader | ByteWriter | undefined): ByteWriter | undefined => (stream && 'write' in stream ? stream.retain() : undefined);

const descriptorDevice = (descriptor: number): Device => ({
  read: (process) => asReader(streamOf(process, descriptor)),
  write: (process) => asWriter(streamOf(process, descriptor)),
});

/** A reader without end; it takes a little time, or a loop over it would stop the clock. */
const endless = (process: Process, next: () => Uint8Array): ByteReader => {
  let given = 0;
  return createReader({
    async read(cancel) {
      given += CHUNK_BYTES;
      if (given % (256 * CHUNK_BYTES) === 0) await process.simulation.clock.sleep(1, cancel ?? process.cancel);
      return next();
    },
  });
};
const randomReader = (process: Process): ByteReader => endless(process, () => process.simulation.random.bytes(CHUNK_BYTES));

const devices: Readonly<Record<string, Device>> = {
  '/dev/null': { read: emptyReader, write: nullWriter },
  '/dev/zero': { read: (process) => endless(process, () => new Uint8Array(CHUNK_BYTES)), write: nullWriter },
  '/dev/random': { read: randomReader, write: nullWriter },
  '/dev/urandom': { read: randomReader, write: nullWriter },
  '/dev/tty': { read: (process) => process.tty?.reader.retain(), write: (process) => process.tty?.writer.retain() },
  '/dev/stdin': descriptorDevice(0),
  '/dev/stdout': descriptorDevice(1),
  '/dev/stderr': descriptorDevice(2),
};

/** The device behind a path: those of `/dev`, and `/dev/fd/N` or `/proc/self/fd/N` for a descriptor of the process. */
export function deviceAt(path: string): Device | undefined {
  if (!path.startsWith('/dev/') && !path.startsWith('/proc/')) return undefined;
  const descriptor = /^\/(?:dev|proc\/self)\/fd\/(\d+)$/.exec(path);
  if (descriptor) return descriptorDevice(Number(descriptor[1]));
  // Containers log by a link to these of their first process; every process here writes to its own.
  const ofInit = /^\/proc\/1\/fd\/([12])$/.exec(path);
  return ofInit ? descriptorDevice(Number(ofInit[1])) : devices[path];
}

/** Shows the devices under `/dev`; what they do happens where a file is opened (`open-file.ts`). */
export function installDevices(fs: FileSystem): void {
  for (const path of Object.keys(devices)) {
    if (!fs.exists(path)) fs.installDynamic(path, { type: 'device', read: () => new Uint8Array(0), write: () => {} });
  }
  if (!fs.exists('/dev/fd')) fs.makeDirectory('/dev/fd');
}
