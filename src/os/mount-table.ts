import { fileError } from './file-error.ts';
import type { FileSystem } from './file-system.ts';
import { isWithin, normalizePath } from './path.ts';

export interface Mount {
  readonly path: string;
  readonly fs: FileSystem;
  readonly readOnly: boolean;
  /** What of the mounted tree is shown: a directory or one file. */
  readonly subPath: string;
}

/** Where a path leads that lies in a mounted tree. */
export interface MountedPath {
  readonly mount: Mount;
  /** The path inside the mounted tree. */
  readonly inner: string;
}

/** The trees mounted into one file system. */
export interface MountTable {
  add(mount: Mount): void;
  remove(path: string): void;
  list(): readonly Mount[];
  /** The mount at or above a normalised path without links; the deepest, and of equals the latest. */
  find(path: string): MountedPath | undefined;
  /** @throws FileError EROFS */
  findWritable(path: string): MountedPath | undefined;
}

export function createMountTable(): MountTable {
  return new Table();
}

const none: readonly Mount[] = [];

/** A class, so that thousands of them share their methods. */
class Table implements MountTable {
  #mounts = none;

  add(mount: Mount): void {
    this.#mounts = this.#mounts.length === 0 ? [mount] : [...this.#mounts, mount];
  }

  remove(path: string): void {
    const at = this.#mounts.findLastIndex((mount) => mount.path === path);
    if (at < 0) throw fileError('EINVAL', path);
    this.#mounts = this.#mounts.toSpliced(at, 1);
  }

  list(): readonly Mount[] {
    return this.#mounts;
  }

  find(path: string): MountedPath | undefined {
    let best: Mount | undefined;
    for (const mount of this.#mounts) if (isWithin(path, mount.path) && (!best || mount.path.length >= best.path.length)) best = mount;
    if (!best) return undefined;
    return { mount: best, inner: normalizePath(`${best.subPath}/${path.slice(best.path === '/' ? 0 : best.path.length)}`) };
  }

  findWritable(path: string): MountedPath | undefined {
    const found = this.find(path);
    if (found?.mount.readOnly) throw fileError('EROFS', path);
    return found;
  }
}
