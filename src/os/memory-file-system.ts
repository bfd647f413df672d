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
  entriesOf,
  entryOf,
  type Node,
  type Owner,
  ownedNode,
  setEntry,
  statOf,
} from './file-node.ts';
import { type DynamicFile, FileError, type FileStat, type FileSystem } from './file-system.ts';
import { createMountTable, type MountedPath } from './mount-table.ts';
import { isWithin, lastName, normalizePath, parentPath } from './path.ts';
import type { Program } from './process.ts';

/** What a file system needs of its simulation: the time for its stamps and how large it may grow. */
export interface FileSystemHost {
  readonly clock: { readonly now: number };
  readonly limits: Pick<Limits, 'fileBytes' | 'fileSystemBytes'>;
}

const MAX_LINKS = 40;

/** Creates an empty tree of files. A `Simulation` is a host. */
export function createMemoryFileSystem(host: FileSystemHost): FileSystem {
  return new Tree(host, undefined, 0);
}

/** Where a path leads: a place in this tree, or one in a mounted tree. */
interface Place {
  /** The path without links. */
  readonly path: string;
  readonly node: Node | undefined;
  readonly mounted: MountedPath | undefined;
}

const missing: Place = { path: '', node: undefined, mounted: undefined };

/** A class, so that thousands of them share their methods. */
class Tree implements FileSystem {
  readonly #host: FileSystemHost;
  readonly #mounts = createMountTable();
  #owner: Owner = { name: 'owner' };
  #root: DirectoryNode;
  #usedBytes: number;

  constructor(host: FileSystemHost, sharedRoot: DirectoryNode | undefined, initialBytes: number) {
    this.#host = host;
    this.#root = sharedRoot ?? createDirectory(this.#owner, 0o755, host.clock.now);
    this.#usedBytes = initialBytes;
  }

  stat(path: string): FileStat {
    const { node, mounted } = this.#walk(path, true);
    return mounted ? mounted.mount.fs.stat(mounted.inner) : statOf(existing(node, path));
  }

  lstat(path: string): FileStat {
    const { node, mounted } = this.#walk(path, false);
    return mounted ? mounted.mount.fs.lstat(mounted.inner) : statOf(existing(node, path));
  }

  exists(path: string): boolean {
    try {
      const { node, mounted } = this.#walk(path, true, 0, missing);
      return mounted ? mounted.mount.fs.exists(mounted.inner) : node !== undefined;
    } catch (error) {
      if (error instanceof FileError) return false;
      throw error;
    }
  }

  read(path: string): Uint8Array {
    const { node: found, mounted } = this.#walk(path, true);
    if (mounted) return mounted.mount.fs.read(mounted.inner);
    const node = existing(found, path);
    if (node.type !== 'file') throw fileError('EISDIR', path);
    return node.dynamic ? node.dynamic.read() : node.content;
  }

  readText(path: string): string {
    return decodeText(this.read(path));
  }

  write(path: string, content: Uint8Array | string, mode = 0o644): void {
    const bytes = toBytes(content);
    const place = this.#walk(path, true);
    if (place.mounted) {
      this.#writable(place.mounted).write(place.mounted.inner, bytes, mode);
      return;
    }
    const file = this.#fileToWrite(place, path, mode);
    if (file.dynamic) {
      writeDynamic(file, bytes, path);
      return;
    }
    this.#grow(bytes.length - file.content.length, bytes.length, path);
    file.content = bytes;
    file.growable = false;
    file.program = undefined;
    file.modifiedMs = this.#host.clock.now;
  }

  append(path: string, content: Uint8Array | string): void {
    const bytes = toBytes(content);
    const place = this.#walk(path, true);
    if (place.mounted) {
      this.#writable(place.mounted).append(place.mounted.inner, bytes);
      return;
    }
    const file = this.#fileToWrite(place, path, 0o644);
    if (file.dynamic) {
      writeDynamic(file, bytes, path);
      return;
    }
    this.#grow(bytes.length, file.content.length + bytes.length, path);
    appendContent(file, bytes);
    file.modifiedMs = this.#host.clock.now;
  }

  makeDirectory(path: string, options: { readonly recursive?: boolean; readonly mode?: number } = {}): void {
    if (options.recursive && parentPath(normalizePath(path)) !== '/') {
      const parent = parentPath(normalizePath(path));
      if (!this.exists(parent)) this.makeDirectory(parent, options);
    }
    const place = this.#walk(withoutEndSlash(path), true);
    if (place.mounted) this.#writable(place.mounted).makeDirectory(place.mounted.inner, options);
    else if (!place.node) this.#put(place.path, createDirectory(this.#owner, options.mode ?? 0o755, this.#host.clock.now));
    else if (!options.recursive || place.node.type !== 'directory') throw fileError('EEXIST', path);
  }

  list(path: string): readonly string[] {
    const { node: found, mounted } = this.#walk(path, true);
    if (mounted) return mounted.mount.fs.list(mounted.inner);
    const node = existing(found, path);
    if (node.type !== 'directory') throw fileError('ENOTDIR', path);
    return [...entriesOf(node).keys()].sort();
  }

  remove(path: string, options: { readonly recursive?: boolean; readonly force?: boolean } = {}): void {
    try {
      const clean = withoutEndSlash(path);
      if (this.#mounts.list().some((mount) => mount.path === normalizePath(clean))) throw fileError('EBUSY', path);
      const place = this.#walk(clean, false);
      if (place.mounted) this.#writable(place.mounted).remove(place.mounted.inner, options);
      else this.#removeNode(place, path, options.recursive ?? false);
    } catch (error) {
      if (!(options.force && error instanceof FileError && error.code === 'ENOENT')) throw error;
    }
  }

  rename(from: string, to: string): void {
    const source = this.#walk(from, false);
    const target = this.#walk(to, false);
    if (source.mounted || target.mounted) {
      if (source.mounted?.mount !== target.mounted?.mount || !source.mounted || !target.mounted) throw fileError('EXDEV', to);
      this.#writable(target.mounted).rename(source.mounted.inner, target.mounted.inner);
      return;
    }
    const node = existing(source.node, from);
    if (source.path === target.path) return;
    if (isWithin(target.path, source.path)) throw fileError('EINVAL', to);
    if (target.node?.type === 'directory') {
      if (node.type !== 'directory') throw fileError('EISDIR', to);
      if (entriesOf(target.node).size > 0) throw fileError('ENOTEMPTY', to);
    } else if (target.node && node.type === 'directory') throw fileError('ENOTDIR', to);
    if (target.node) this.#removeNode(target, to, true);
    setEntry(this.#ownDirectory(parentPath(source.path)), lastName(source.path), undefined);
    this.#put(target.path, node);
  }

  link(target: string, path: string): void {
    const place = this.#walk(path, false);
    if (place.mounted) this.#writable(place.mounted).link(target, place.mounted.inner);
    else if (place.node) throw fileError('EEXIST', path);
    else this.#put(place.path, createLink(this.#owner, target, this.#host.clock.now));
  }

  readLink(path: string): string {
    const { node: found, mounted } = this.#walk(path, false);
    if (mounted) return mounted.mount.fs.readLink(mounted.inner);
    const node = existing(found, path);
    if (node.type !== 'link') throw fileError('EINVAL', path);
    return node.target;
  }

  realPath(path: string): string {
    const place = this.#walk(path, true);
    if (!place.mounted) {
      existing(place.node, path);
      return place.path;
    }
    const { mount, inner } = place.mounted;
    return normalizePath(`${mount.path}/${mount.fs.realPath(inner).slice(mount.subPath === '/' ? 0 : mount.subPath.length)}`);
  }

  changeMode(path: string, mode: number): void {
    const place = this.#walk(path, true);
    if (place.mounted) this.#writable(place.mounted).changeMode(place.mounted.inner, mode);
    else this.#own(place, path).mode = mode & 0o7777;
  }

  changeOwner(path: string, uid: number, gid: number): void {
    const place = this.#walk(path, true);
    if (place.mounted) this.#writable(place.mounted).changeOwner(place.mounted.inner, uid, gid);
    else Object.assign(this.#own(place, path), { uid, gid });
  }

  touch(path: string, modifiedMs: number): void {
    const place = this.#walk(path, true);
    if (place.mounted) {
      this.#writable(place.mounted).touch(place.mounted.inner, modifiedMs);
      return;
    }
    const node = place.node ? this.#own(place, path) : this.#fileToWrite(place, path, 0o644);
    node.modifiedMs = modifiedMs;
  }

  installProgram(path: string, program: Program): void {
    this.makeDirectory(parentPath(path), { recursive: true });
    this.write(path, '', 0o755);
    const place = this.#walk(path, true);
    if (place.mounted) this.#writable(place.mounted).installProgram(place.mounted.inner, program);
    else Object.assign(this.#own(place, path), { program, mode: 0o755 });
  }

  programAt(path: string): Program | undefined {
    const { node, mounted } = this.#walk(path, true);
    if (mounted) return mounted.mount.fs.programAt(mounted.inner);
    return node?.type === 'file' ? node.program : undefined;
  }

  installDynamic(path: string, dynamic: DynamicFile): void {
    this.makeDirectory(parentPath(path), { recursive: true });
    const mode = dynamic.type === 'device' ? 0o666 : dynamic.write ? 0o644 : 0o444;
    const place = this.#walk(path, true);
    if (place.mounted) this.#writable(place.mounted).installDynamic(place.mounted.inner, dynamic);
    else this.#put(place.path, { ...createFile(this.#owner, mode, this.#host.clock.now), dynamic });
  }

  mount(path: string, mounted: FileSystem, options: { readonly readOnly?: boolean; readonly subPath?: string } = {}): void {
    const at = normalizePath(path);
    const subPath = normalizePath(options.subPath ?? '/');
    if (!this.exists(at)) {
      this.makeDirectory(parentPath(at), { recursive: true });
      if (mounted.exists(subPath) && mounted.stat(subPath).type !== 'directory') this.write(at, '');
      else this.makeDirectory(at, { recursive: true });
    }
    this.#mounts.add({ path: this.realPath(at), fs: mounted, readOnly: options.readOnly ?? false, subPath });
  }

  unmount(path: string): void {
    this.#mounts.remove(normalizePath(path));
  }

  mounts(): readonly { readonly path: string; readonly readOnly: boolean }[] {
    return this.#mounts.list().map(({ path, readOnly }) => ({ path, readOnly }));
  }

  fork(): FileSystem {
    this.#owner = { name: 'owner' }; // from now on both sides copy what they change
    return new Tree(this.#host, this.#root, this.#usedBytes);
  }

  /**
   * Walks a path, following links.
   * @param followLast whether a link at the end is followed too
   * @param absent what is returned when a directory on the way is not there, instead of the error ENOENT
   */
  #walk(path: string, followLast: boolean, depth = 0, absent?: Place): Place {
    const hasMounts = this.#mounts.list().length > 0;
    let here = '';
    let node: Node = this.#root;
    for (let start = 0, end = 0; start < path.length; start = end + 1) {
      end = path.indexOf('/', start);
      if (end < 0) end = path.length;
      if (end === start || (end === start + 1 && path[start] === '.')) continue;
      const name = path.slice(start, end);
      if (name === '..') return this.#walk(`${parentPath(here || '/')}/${path.slice(end)}`, followLast, depth, absent);
      const found: Node | undefined = node.type === 'directory' ? entryOf(node, name) : undefined;
      const next: string = `${here}/${name}`;
      if (hasMounts && this.#mounts.find(next)) {
        const whole = normalizePath(path.slice(end + 1), next);
        return { path: whole, node: undefined, mounted: this.#mounts.find(whole) };
      }
      if (node.type !== 'directory') throw fileError('ENOTDIR', path);
      if (found === undefined) {
        if (isAtEnd(path, end)) return { path: next, node: undefined, mounted: undefined };
        if (absent) return absent;
        throw fileError('ENOENT', path);
      }
      if (found.type === 'link' && (followLast || !isAtEnd(path, end))) {
        if (depth >= MAX_LINKS) throw fileError('ELOOP', path);
        const target = found.target.startsWith('/') ? found.target : `${here}/${found.target}`;
        return this.#walk(isAtEnd(path, end) ? target : target + path.slice(end), followLast, depth + 1, absent);
      }
      node = found;
      here = next;
    }
    if (path.endsWith('/') && node.type !== 'directory') throw fileError('ENOTDIR', path);
    return { path: here || '/', node, mounted: hasMounts ? this.#mounts.find(here || '/') : undefined };
  }

  /** The tree that a mounted path leads into. @throws FileError EROFS */
  #writable({ mount }: MountedPath): FileSystem {
    if (mount.readOnly) throw fileError('EROFS', mount.path);
    return mount.fs;
  }

  /** The directory at a path without links, made this tree's own all the way down. */
  #ownDirectory(path: string): DirectoryNode {
    this.#root = ownedNode(this.#root, this.#owner);
    let directory = this.#root;
    for (const name of path.split('/')) {
      if (name === '') continue;
      const child = entryOf(directory, name);
      if (child?.type !== 'directory') throw fileError(child ? 'ENOTDIR' : 'ENOENT', path);
      const owned = ownedNode(child, this.#owner);
      if (owned !== child) setEntry(directory, name, owned);
      directory = owned;
    }
    return directory;
  }

  #put(path: string, node: Node): void {
    const parent = this.#ownDirectory(parentPath(path));
    setEntry(parent, lastName(path), node);
    parent.modifiedMs = this.#host.clock.now;
  }

  /** The node at a place, made this tree's own. */
  #own(place: Place, path: string): Node {
    const node = existing(place.node, path);
    if (place.path === '/') {
      this.#root = ownedNode(this.#root, this.#owner);
      return this.#root;
    }
    const owned = ownedNode(node, this.#owner);
    if (owned !== node) setEntry(this.#ownDirectory(parentPath(place.path)), lastName(place.path), owned);
    return owned;
  }

  #grow(bytes: number, fileBytes: number, path: string): void {
    const { limits } = this.#host;
    if (fileBytes > limits.fileBytes || this.#usedBytes + bytes > limits.fileSystemBytes) throw fileError('ENOSPC', path);
    this.#usedBytes += bytes;
  }

  /** The file to write at a path, created when it is not there. */
  #fileToWrite(place: Place, path: string, mode: number): ContentNode {
    if (!place.node) {
      if (path.endsWith('/')) throw fileError('EISDIR', path);
      const file = createFile(this.#owner, mode, this.#host.clock.now);
      this.#put(place.path, file);
      return file;
    }
    const node = this.#own(place, path);
    if (node.type !== 'file') throw fileError('EISDIR', path);
    return node;
  }

  #removeNode(place: Place, path: string, recursive: boolean): void {
    const node = existing(place.node, path);
    if (place.path === '/' || this.#mounts.list().some((mount) => isWithin(mount.path, place.path))) throw fileError('EBUSY', path);
    if (node.type === 'directory' && entriesOf(node).size > 0 && !recursive) throw fileError('ENOTEMPTY', path);
    const parent = this.#ownDirectory(parentPath(place.path));
    setEntry(parent, lastName(place.path), undefined);
    parent.modifiedMs = this.#host.clock.now;
    this.#usedBytes -= contentBytes(node);
  }
}

function existing(node: Node | undefined, path: string): Node {
  if (!node) throw fileError('ENOENT', path);
  return node;
}

/** Whether nothing follows but slashes and dots for the same place. */
const isAtEnd = (path: string, end: number): boolean => end === path.length || !/[^/.]|[^/]{2}/.test(path.slice(end));

const withoutEndSlash = (path: string): string => (path.length > 1 && path.endsWith('/') ? path.replace(/(.)\/+$/, '$1') : path);

function writeDynamic(file: ContentNode, bytes: Uint8Array, path: string): void {
  if (!file.dynamic?.write) throw fileError('EACCES', path);
  file.dynamic.write(bytes);
}

/** Bytes stored in a node and below it. */
function contentBytes(node: Node): number {
  if (node.type === 'file') return node.content.length;
  if (node.type === 'link') return 0;
  let bytes = 0;
  for (const child of entriesOf(node).values()) bytes += contentBytes(child);
  return bytes;
}
