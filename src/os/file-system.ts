import type { Program } from './process.ts';

export type FileErrorCode =
  | 'ENOENT'
  | 'ENOTDIR'
  | 'EISDIR'
  | 'EEXIST'
  | 'ENOTEMPTY'
  | 'ELOOP'
  | 'EINVAL'
  | 'EACCES'
  | 'EROFS'
  | 'ENOSPC'
  | 'EBUSY'
  | 'EPERM'
  | 'EXDEV';

/** As a system call fails; `message` is strerror's text: `No such file or directory`. */
export class FileError extends Error {
  override readonly name = 'FileError';
  readonly code: FileErrorCode;
  readonly path: string;

  constructor(code: FileErrorCode, message: string, path: string) {
    super(message);
    this.code = code;
    this.path = path;
  }
}

export interface FileStat {
  readonly type: 'file' | 'directory' | 'link' | 'device';
  /** Permission bits, e.g. 0o755. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
}

/** What a mounted volume or a device offers instead of stored bytes; read and written at every access. */
export interface DynamicFile {
  /** How `stat` shows it; a file unless said otherwise. */
  readonly type?: 'file' | 'device';
  read(): Uint8Array;
  write?(bytes: Uint8Array): void;
}

/**
 * A tree of files in memory. `fork()` costs nothing until one side writes, so that a thousand containers share an image.
 * Paths are absolute. Every method throws FileError.
 */
export interface FileSystem {
  stat(path: string): FileStat;
  /** Like stat, but of a link itself. */
  lstat(path: string): FileStat;
  exists(path: string): boolean;
  read(path: string): Uint8Array;
  readText(path: string): string;
  write(path: string, content: Uint8Array | string, mode?: number): void;
  append(path: string, content: Uint8Array | string): void;
  makeDirectory(path: string, options?: { readonly recursive?: boolean; readonly mode?: number }): void;
  /** Names in a directory, sorted by code unit. */
  list(path: string): readonly string[];
  remove(path: string, options?: { readonly recursive?: boolean; readonly force?: boolean }): void;
  rename(from: string, to: string): void;
  link(target: string, path: string): void;
  readLink(path: string): string;
  /** The path without links. */
  realPath(path: string): string;
  changeMode(path: string, mode: number): void;
  changeOwner(path: string, uid: number, gid: number): void;
  touch(path: string, modifiedMs: number): void;
  /** Puts a program where an executable file would be (mode 0755). */
  installProgram(path: string, program: Program): void;
  /** The program behind an executable, undefined for an ordinary file. */
  programAt(path: string): Program | undefined;
  installDynamic(path: string, file: DynamicFile): void;
  /** Shows another tree at a directory, as a volume mount does. */
  mount(path: string, fs: FileSystem, options?: { readonly readOnly?: boolean; readonly subPath?: string }): void;
  unmount(path: string): void;
  mounts(): readonly { readonly path: string; readonly readOnly: boolean }[];
  /** A tree that starts equal and changes on its own. Mounts are not taken along. */
  fork(): FileSystem;
}
