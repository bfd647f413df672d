import { FileError, type FileStat, type FileSystem } from '#os/file-system.ts';
import type { Process } from '#os/process.ts';
import { UsageError } from '#sim/usage-error.ts';

/** Does something to each operand; a failure is complained of as `name: what 'path': reason`. @returns 1 when one failed */
export async function forEachOperand(
  process: Process,
  name: string,
  operands: readonly string[],
  failure: (path: string) => string,
  action: (path: string, full: string) => Promise<void> | void,
): Promise<number> {
  if (operands.length === 0) throw new UsageError(`missing operand\nTry '${name} --help' for more information.`);
  let status = 0;
  for (const path of operands) {
    try {
      await action(path, process.resolvePath(path) + (path.endsWith('/') && !/^\/+$/.test(path) ? '/' : ''));
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      await process.printError(`${name}: ${failure(path)}: ${error.message}\n`);
      status = 1;
    }
  }
  return status;
}

/** The stat of a link itself; undefined when nothing is there. */
export function lstatIfThere(fs: FileSystem, path: string): FileStat | undefined {
  try {
    return fs.lstat(path);
  } catch (error) {
    if (error instanceof FileError) return undefined;
    throw error;
  }
}

/** Whether a path leads to a directory. */
export function isDirectory(fs: FileSystem, path: string): boolean {
  return fs.exists(path) && fs.stat(path).type === 'directory';
}

/** The name of a user, or the number when there is none. */
export function userName(process: Process, uid: number): string {
  return process.machine.users.find((user) => user.uid === uid)?.name ?? (uid === 0 ? 'root' : String(uid));
}

/** The name of a group; every user has one of the same name. */
export function groupName(process: Process, gid: number): string {
  return process.machine.users.find((user) => user.gid === gid)?.name ?? (gid === 0 ? 'root' : String(gid));
}

/** `drwxr-xr-x`. */
export function formatMode(stat: Pick<FileStat, 'type' | 'mode'>): string {
  const letter = stat.type === 'directory' ? 'd' : stat.type === 'link' ? 'l' : stat.type === 'device' ? 'c' : '-';
  let text = letter;
  for (const shift of [6, 3, 0]) {
    const bits = (stat.mode >> shift) & 7;
    const special = shift === 6 ? stat.mode & 0o4000 : shift === 3 ? stat.mode & 0o2000 : stat.mode & 0o1000;
    const mark = shift === 0 ? 't' : 's';
    text += (bits & 4 ? 'r' : '-') + (bits & 2 ? 'w' : '-') + (special ? (bits & 1 ? mark : mark.toUpperCase()) : bits & 1 ? 'x' : '-');
  }
  return text;
}

/** A size as `ls -h` shows it: `1.5K`. */
export function formatSize(bytes: number): string {
  const units = ['', 'K', 'M', 'G', 'T'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  if (unit === 0) return String(bytes);
  const rounded = Math.ceil(value * 10) / 10;
  return `${rounded < 10 ? rounded.toFixed(1) : Math.ceil(value)}${units[unit]}`;
}
