import type { Limits } from '#sim/limits.ts';
import { decodeText, toBytes } from './bytes.ts';
import { fileError } from './file-error.ts';
import {
  appendContent,
  type ContentNode,
  createDirectory,
  createFile,
  createLink,
  type DirectoryNode,
  type Node,
  type Owner,
  ownedNode,
  statOf,
} from './file-node.ts';
import { FileError, type FileSystem } from './file-system.ts';
import { createMountTable, type MountedPath } from './mount-table.ts';
import { isWithin, lastName, normalizePath, parentPath } from './path.ts';

/** What a file system needs of its simulation: the time for its stamps and how large it may grow. */
export interface FileSystemHost {
  readonly clock: { readonly now: number };
  readonly limits: Pick<Limits, 'fileBytes' | 'fileSystemBytes'>;
}

const MAX_LINKS = 40;

/** Creates an empty tree of files. A `Simulation` is a host. */
export function createMemoryFileSystem(host: FileSystemHost): FileSystem {
  return createTree(host, undefined, 0);
}

/** Where a path leads: a place in this tree, or one in a mounted tree. */
interface Place {
  /** The path without links. */
  readonly path: string;
  readonly node: Node | undefined;
  readonly mounted: MountedPath | undefined;
}

function createTree(host: FileSystemHost, sharedRoot: DirectoryNode | undefined, initialBytes: number): FileSystem {
  let owner: Owner = { name: 'owner' };
  let root = sharedRoot ?? createDirectory(owner, 0o755, host.clock.now);
  let usedBytes = initialBytes;
  const mounts = createMountTable();

  /** Walks a path, following links. @param followLast whether a link at the end is followed too */
  const walk = (path: string, followLast: boolean, depth = 0): Place => {
    const names = path.split('/').filter((name) => name !== '' && name !== '.');
    const hasMounts = mounts.list().length > 0;
    const atMount = (here: string): MountedPath | undefined => (hasMounts ? mounts.find(here) : undefined);
    let here = '';
    let node: Node = root;
    for (const [index, name] of names.entries()) {
      if (name === '..') return walk(`${parentPath(here || '/')}/${names.slice(index + 1).join('/')}`, followLast, depth);
      const found: Node | undefined = node.type === 'directory' ? node.entries.get(name) : undefined;
      const next: string = `${here}/${name}`;
      if (atMount(next)) {
        const whole = normalizePath(names.slice(index + 1).join('/'), next);
        return { path: whole, node: undefined, mounted: atMount(whole) };
      }
      if (node.type !== 'directory') throw fileError('ENOTDIR', path);
      const isLast = index === names.length - 1;
      if (found === undefined) {
        if (isLast) return { path: next, node: undefined, mounted: undefined };
        throw fileError('ENOENT', path);
      }
      if (found.type === 'link' && (followLast || !isLast)) {
        if (depth >= MAX_LINKS) throw fileError('ELOOP', path);
        const target = found.target.startsWith('/') ? found.target : `${here}/${found.target}`;
        return walk([target, ...names.slice(index + 1)].join('/'), followLast, depth + 1);
      }
      node = found;
      here = next;
    }
    if (path.endsWith('/') && node.type !== 'directory') throw fileError('ENOTDIR', path);
    return { path: here || '/', node, mounted: atMount(here || '/') };
  };

  const existing = (place: Place, path: string): Node => {
    if (!place.node) throw fileError('ENOENT', path);
    return place.node;
  };

  /** The directory at a path without links, made this tree's own all the way down. */
  const ownDirectory = (path: string): DirectoryNode => {
    root = ownedNode(root, owner);
    let directory = root;
    for (const name of path.split('/')) {
      if (name === '') continue;
      const child = directory.entries.get(name);
      if (child?.type !== 'directory') throw fileError(child ? 'ENOTDIR' : 'ENOENT', path);
      const owned = ownedNode(child, owner);
      directory.entries.set(name, owned);
      directory = owned;
    }
    return directory;
  };

  const put = (path: string, node: Node): void => {
    const parent = ownDirectory(parentPath(path));
    parent.entries.set(lastName(path), node);
    parent.modifiedMs = host.clock.now;
  };

  /** The node at a place, made this tree's own. */
  const own = (place: Place, path: string): Node => {
    const node = existing(place, path);
    if (place.path === '/') {
      root = ownedNode(root, owner);
      return root;
    }
    const owned = ownedNode(node, owner);
    ownDirectory(parentPath(place.path)).entries.set(lastName(place.path), owned);
    return owned;
  };

  const grow = (bytes: number, fileBytes: number, path: string): void => {
    if (fileBytes > host.limits.fileBytes || usedBytes + bytes > host.limits.fileSystemBytes) throw fileError('ENOSPC', path);
    usedBytes += bytes;
  };

  /** The file to write at a path, created when it is not there. */
  const fileToWrite = (place: Place, path: string, mode: number): ContentNode => {
    if (!place.node) {
      if (path.endsWith('/')) throw fileError('EISDIR', path);
      const file = createFile(owner, mode, host.clock.now);
      put(place.path, file);
      return file;
    }
    const node = own(place, path);
    if (node.type !== 'file') throw fileError('EISDIR', path);
    return node;
  };

  const inTree = <T>(path: string, followLast: boolean, here: (place: Place) => T, there: (fs: FileSystem, inner: string) => T): T => {
    const place = walk(path, followLast);
    return place.mounted ? there(place.mounted.mount.fs, place.mounted.inner) : here(place);
  };
  const changeTree = (path: string, followLast: boolean, here: (place: Place) => void, there: (fs: FileSystem, inner: string) => void): void => {
    const place = walk(path, followLast);
    if (!place.mounted) {
      here(place);
      return;
    }
    mounts.findWritable(place.path);
    there(place.mounted.mount.fs, place.mounted.inner);
  };

  const removeNode = (place: Place, path: string, recursive: boolean): void => {
    const node = existing(place, path);
    if (place.path === '/' || mounts.list().some((mount) => isWithin(mount.path, place.path))) throw fileError('EBUSY', path);
    if (node.type === 'directory' && node.entries.size > 0 && !recursive) throw fileError('ENOTEMPTY', path);
    const parent = ownDirectory(parentPath(place.path));
    parent.entries.delete(lastName(place.path));
    parent.modifiedMs = host.clock.now;
    usedBytes -= contentBytes(node);
  };

  const fs: FileSystem = {
    stat: (path) =>
      inTree(
        path,
        true,
        (place) => statOf(existing(place, path)),
        (inner, at) => inner.stat(at),
      ),
    lstat: (path) =>
      inTree(
        path,
        false,
        (place) => statOf(existing(place, path)),
        (inner, at) => inner.lstat(at),
      ),
    exists(path) {
      try {
        const place = walk(path, true);
        return place.mounted ? place.mounted.mount.fs.exists(place.mounted.inner) : place.node !== undefined;
      } catch (error) {
        if (error instanceof FileError) return false;
        throw error;
      }
    },
    read(path) {
      const here = (place: Place): Uint8Array => {
        const node = existing(place, path);
        if (node.type !== 'file') throw fileError('EISDIR', path);
        return node.dynamic ? node.dynamic.read() : node.content;
      };
      return inTree(path, true, here, (inner, at) => inner.read(at));
    },
    readText: (path) => decodeText(fs.read(path)),
    write(path, content, mode = 0o644) {
      const bytes = toBytes(content);
      const here = (place: Place): void => {
        const file = fileToWrite(place, path, mode);
        if (file.dynamic) {
          writeDynamic(file, bytes, path);
          return;
        }
        grow(bytes.length - file.content.length, bytes.length, path);
        file.content = bytes;
        file.growable = false;
        file.program = undefined;
        file.modifiedMs = host.clock.now;
      };
      changeTree(path, true, here, (inner, at) => inner.write(at, bytes, mode));
    },
    append(path, content) {
      const bytes = toBytes(content);
      const here = (place: Place): void => {
        const file = fileToWrite(place, path, 0o644);
        if (file.dynamic) {
          writeDynamic(file, bytes, path);
          return;
        }
        grow(bytes.length, file.content.length + bytes.length, path);
        appendContent(file, bytes);
        file.modifiedMs = host.clock.now;
      };
      changeTree(path, true, here, (inner, at) => inner.append(at, bytes));
    },
    makeDirectory(path, options = {}) {
      if (options.recursive && parentPath(normalizePath(path)) !== '/') {
        const parent = parentPath(normalizePath(path));
        if (!fs.exists(parent)) fs.makeDirectory(parent, options);
      }
      const here = (place: Place): void => {
        if (place.node) {
          if (options.recursive && place.node.type === 'directory') return;
          throw fileError('EEXIST', path);
        }
        put(place.path, createDirectory(owner, options.mode ?? 0o755, host.clock.now));
      };
      changeTree(path.replace(/(.)\/+$/, '$1'), true, here, (inner, at) => inner.makeDirectory(at, options));
    },
    list(path) {
      const here = (place: Place): readonly string[] => {
        const node = existing(place, path);
        if (node.type !== 'directory') throw fileError('ENOTDIR', path);
        return [...node.entries.keys()].sort();
      };
      return inTree(path, true, here, (inner, at) => inner.list(at));
    },
    remove(path, options = {}) {
      try {
        const here = (place: Place): void => removeNode(place, path, options.recursive ?? false);
        const clean = path.replace(/(.)\/+$/, '$1');
        if (mounts.list().some((mount) => mount.path === normalizePath(clean))) throw fileError('EBUSY', path);
        changeTree(clean, false, here, (inner, at) => inner.remove(at, options));
      } catch (error) {
        if (!(options.force && error instanceof FileError && error.code === 'ENOENT')) throw error;
      }
    },
    rename(from, to) {
      const source = walk(from, false);
      const target = walk(to, false);
      if (source.mounted || target.mounted) {
        if (source.mounted?.mount !== target.mounted?.mount || !source.mounted || !target.mounted) throw fileError('EXDEV', to);
        mounts.findWritable(target.path);
        source.mounted.mount.fs.rename(source.mounted.inner, target.mounted.inner);
        return;
      }
      const node = existing(source, from);
      if (source.path === target.path) return;
      if (isWithin(target.path, source.path)) throw fileError('EINVAL', to);
      if (target.node?.type === 'directory') {
        if (node.type !== 'directory') throw fileError('EISDIR', to);
        if (target.node.entries.size > 0) throw fileError('ENOTEMPTY', to);
      } else if (target.node && node.type === 'directory') throw fileError('ENOTDIR', to);
      if (target.node) removeNode(target, to, true);
      ownDirectory(parentPath(source.path)).entries.delete(lastName(source.path));
      put(target.path, node);
    },
    link(target, path) {
      const here = (place: Place): void => {
        if (place.node) throw fileError('EEXIST', path);
        put(place.path, createLink(owner, target, host.clock.now));
      };
      changeTree(path, false, here, (inner, at) => inner.link(target, at));
    },
    readLink(path) {
      const here = (place: Place): string => {
        const node = existing(place, path);
        if (node.type !== 'link') throw fileError('EINVAL', path);
        return node.target;
      };
      return inTree(path, false, here, (inner, at) => inner.readLink(at));
    },
    realPath(path) {
      const place = walk(path, true);
      if (!place.mounted) {
        existing(place, path);
        return place.path;
      }
      const { mount, inner } = place.mounted;
      return normalizePath(`${mount.path}/${mount.fs.realPath(inner).slice(mount.subPath === '/' ? 0 : mount.subPath.length)}`);
    },
    changeMode(path, mode) {
      changeTree(
        path,
        true,
        (place) => void Object.assign(own(place, path), { mode: mode & 0o7777 }),
        (inner, at) => inner.changeMode(at, mode),
      );
    },
    changeOwner(path, uid, gid) {
      changeTree(
        path,
        true,
        (place) => void Object.assign(own(place, path), { uid, gid }),
        (inner, at) => inner.changeOwner(at, uid, gid),
      );
    },
    touch(path, modifiedMs) {
      const here = (place: Place): void => {
        const node = place.node ? own(place, path) : fileToWrite(place, path, 0o644);
        node.modifiedMs = modifiedMs;
      };
      changeTree(path, true, here, (inner, at) => inner.touch(at, modifiedMs));
    },
    installProgram(path, program) {
      fs.makeDirectory(parentPath(path), { recursive: true });
      fs.write(path, '', 0o755);
      changeTree(
        path,
        true,
        (place) => void Object.assign(own(place, path), { program, mode: 0o755 }),
        (inner, at) => inner.installProgram(at, program),
      );
    },
    programAt(path) {
      return inTree(
        path,
        true,
        (place) => (place.node?.type === 'file' ? place.node.program : undefined),
        (inner, at) => inner.programAt(at),
      );
    },
    installDynamic(path, dynamic) {
      fs.makeDirectory(parentPath(path), { recursive: true });
      const mode = dynamic.type === 'device' ? 0o666 : dynamic.write ? 0o644 : 0o444;
      const here = (place: Place): void => put(place.path, { ...createFile(owner, mode, host.clock.now), dynamic });
      changeTree(path, true, here, (inner, at) => inner.installDynamic(at, dynamic));
    },
    mount(path, mounted, options = {}) {
      const at = normalizePath(path);
      const subPath = normalizePath(options.subPath ?? '/');
      if (!fs.exists(at)) {
        fs.makeDirectory(parentPath(at), { recursive: true });
        if (mounted.exists(subPath) && mounted.stat(subPath).type !== 'directory') fs.write(at, '');
        else fs.makeDirectory(at, { recursive: true });
      }
      mounts.add({ path: fs.realPath(at), fs: mounted, readOnly: options.readOnly ?? false, subPath });
    },
    unmount: (path) => mounts.remove(normalizePath(path)),
    mounts: () => mounts.list().map(({ path, readOnly }) => ({ path, readOnly })),
    fork() {
      owner = { name: 'owner' }; // from now on both sides copy what they change
      return createTree(host, root, usedBytes);
    },
  };
  return fs;
}

function writeDynamic(file: ContentNode, bytes: Uint8Array, path: string): void {
  if (!file.dynamic?.write) throw fileError('EACCES', path);
  file.dynamic.write(bytes);
}

/** Bytes stored in a node and below it. */
function contentBytes(node: Node): number {
  if (node.type === 'file') return node.content.length;
  if (node.type === 'link') return 0;
  let bytes = 0;
  for (const child of node.entries.values()) bytes += contentBytes(child);
  return bytes;
}
