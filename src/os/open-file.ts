import { decodeText } from './bytes.ts';
import { deviceAt } from './devices.ts';
import { hasAccess, READ, WRITE } from './executable.ts';
import { fileError } from './file-error.ts';
import { FileError, type FileSystem } from './file-system.ts';
import { parentPath } from './path.ts';
import type { Process } from './process.ts';
import { createReader, readAll } from './readers.ts';
import type { ByteReader, ByteWriter } from './stream.ts';
import { createWriter } from './writers.ts';

/** Bytes handed out by one read of a file, so that a large file goes through a pipe in pieces. */
const READ_BYTES = 64 * 1024;

/**
 * Opens a file, device or descriptor (`/dev/stdin`, `/dev/fd/63`) for reading; `path` may be relative.
 * A reader at the end sees what is appended later, as `tail -f` needs. The caller closes it.
 * @throws FileError
 */
export function openForReading(process: Process, path: string): ByteReader {
  const full = resolveDevicePath(process, path);
  const device = deviceAt(full);
  if (device) {
    const reader = device.read(process);
    if (!reader) throw fileError('ENOENT', path);
    return reader;
  }
  const { fs } = process;
  const stat = fs.stat(full);
  if (stat.type === 'directory') throw fileError('EISDIR', path);
  if (!hasAccess(stat, process.user, READ)) throw fileError('EACCES', path);
  let offset = 0;
  const read = (): Promise<Uint8Array | undefined> => {
    const content = readIfThere(fs, full);
    if (content.length < offset) offset = 0; // truncated meanwhile
    const bytes = content.subarray(offset, offset + READ_BYTES);
    offset += bytes.length;
    return Promise.resolve(bytes.length > 0 ? bytes : undefined);
  };
  return createReader({ read });
}

/** How a file is opened for writing. */
export type WriteMode = 'truncate' | 'append' | 'exclusive';

/**
 * Opens (and creates) a file, device or descriptor for writing. The caller closes it.
 * @param mode `truncate` empties it, `append` writes at the end, `exclusive` refuses what exists (EEXIST)
 * @throws FileError
 */
export function openForWriting(process: Process, path: string, mode: WriteMode): ByteWriter {
  const full = resolveDevicePath(process, path);
  const device = deviceAt(full);
  if (device) {
    const writer = device.write(process);
    if (!writer) throw fileError('ENOENT', path);
    return writer;
  }
  prepareFile(process, full, path, mode);
  const { fs } = process;
  return createWriter({ write: (bytes) => fs.append(full, bytes) });
}

function prepareFile(process: Process, full: string, path: string, mode: WriteMode): void {
  const { fs, user } = process;
  if (!fs.exists(full)) {
    const parent = parentPath(full);
    if (fs.exists(parent) && !hasAccess(fs.stat(parent), user, WRITE)) throw fileError('EACCES', path);
    fs.write(full, '', 0o666 & ~process.umask);
    if (user.uid !== 0) fs.changeOwner(full, user.uid, user.gid);
    return;
  }
  const stat = fs.stat(full);
  if (stat.type === 'directory') throw fileError('EISDIR', path);
  if (mode === 'exclusive' && stat.type === 'file') throw fileError('EEXIST', path);
  if (!hasAccess(stat, user, WRITE)) throw fileError('EACCES', path);
  if (mode !== 'append') fs.write(full, '');
}

/** Reads a whole file, device or descriptor. @throws FileError, Cancelled */
export async function readFile(process: Process, path: string): Promise<Uint8Array> {
  const reader = openForReading(process, path);
  try {
    return await readAll(reader, process.cancel);
  } finally {
    reader.close();
  }
}

/** Reads a whole file, device or descriptor as UTF-8. @throws FileError, Cancelled */
export async function readTextFile(process: Process, path: string): Promise<string> {
  return decodeText(await readFile(process, path));
}

/** `/dev/…` and `/proc/…` by their name; a link to a device (a log file linked to /dev/stdout) leads there. */
function resolveDevicePath(process: Process, path: string): string {
  const full = process.resolvePath(path);
  if (deviceAt(full) || !process.fs.exists(full)) return path.endsWith('/') ? `${full}/` : full;
  const real = process.fs.realPath(full);
  return real.startsWith('/dev/') ? real : path.endsWith('/') ? `${full}/` : full;
}

function readIfThere(fs: FileSystem, path: string): Uint8Array {
  try {
    return fs.read(path);
  } catch (error) {
    if (error instanceof FileError) return new Uint8Array(0); // removed while it was open
    throw error;
  }
}
