import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { FileError, type FileErrorCode, type FileStat, type FileSystem } from '#os/file-system.ts';
import type { Program } from '#os/process.ts';

const messages: Readonly<Record<string, string>> = {
  ENOENT: 'No such file or directory',
  ENOTDIR: 'Not a directory',
  EISDIR: 'Is a directory',
  EEXIST: 'File exists',
  ENOTEMPTY: 'Directory not empty',
  ELOOP: 'Too many levels of symbolic links',
  EINVAL: 'Invalid argument',
  EACCES: 'Permission denied',
  EROFS: 'Read-only file system',
  ENOSPC: 'No space left on device',
  EBUSY: 'Device or resource busy',
  EPERM: 'Operation not permitted',
  EXDEV: 'Invalid cross-device link',
};

/** Runs a call of node:fs. @throws FileError for what the operating system refused */
function attempt<T>(path: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    const message = messages[code];
    if (message === undefined) throw error;
    throw new FileError(code as FileErrorCode, message, path);
  }
}

function statOf(stat: fs.Stats): FileStat {
  return {
    type: stat.isDirectory() ? 'directory' : stat.isSymbolicLink() ? 'link' : stat.isFile() ? 'file' : 'device',
    mode: stat.mode & 0o7777,
    uid: stat.uid,
    gid: stat.gid,
    sizeBytes: stat.size,
    modifiedMs: stat.mtimeMs,
  };
}

/** A program of this computer: it has the terminal, or whatever the command line has, to itself until it ends. */
const hostProgram =
  (path: string): Program =>
  (process) =>
    new Promise((resolve) => {
      const child = spawn(path, process.argv.slice(1), { stdio: 'inherit', cwd: process.cwd, env: Object.fromEntries(process.env), argv0: process.argv[0] });
      child.once('error', () => resolve(126));
      child.once('close', (code) => resolve(code ?? 128));
    });

/** The files of this computer, as the programs of the simulation see files. Nothing can be mounted. */
export function createHostFileSystem(): FileSystem {
  const unsupported = (what: string) => (): never => {
    throw new Error(`${what} is not possible on the computer's own files`);
  };
  return {
    stat: (path) => attempt(path, () => statOf(fs.statSync(path))),
    lstat: (path) => attempt(path, () => statOf(fs.lstatSync(path))),
    exists: (path) => fs.existsSync(path),
    read: (path) => attempt(path, () => new Uint8Array(fs.readFileSync(path))),
    readText: (path) => attempt(path, () => fs.readFileSync(path, 'utf8')),
    write: (path, content, mode) => attempt(path, () => fs.writeFileSync(path, content, mode === undefined ? {} : { mode })),
    append: (path, content) => attempt(path, () => fs.appendFileSync(path, content)),
    makeDirectory: (path, options = {}) => attempt(path, () => void fs.mkdirSync(path, options)),
    list: (path) => attempt(path, () => fs.readdirSync(path).sort()),
    remove: (path, options = {}) => attempt(path, () => fs.rmSync(path, options)),
    rename: (from, to) => attempt(from, () => fs.renameSync(from, to)),
    link: (target, path) => attempt(path, () => fs.symlinkSync(target, path)),
    readLink: (path) => attempt(path, () => fs.readlinkSync(path)),
    realPath: (path) => attempt(path, () => fs.realpathSync(path)),
    changeMode: (path, mode) => attempt(path, () => fs.chmodSync(path, mode)),
    changeOwner: (path, uid, gid) => attempt(path, () => fs.chownSync(path, uid, gid)),
    touch: (path, modifiedMs) => attempt(path, () => fs.utimesSync(path, modifiedMs / 1000, modifiedMs / 1000)),
    installProgram: unsupported('installing a program'),
    programAt: (path) => hostProgram(path),
    // The computer has its devices already.
    installDynamic() {},
    mount: unsupported('mounting'),
    unmount: unsupported('unmounting'),
    mounts: () => [],
    fork: unsupported('forking'),
  };
}
