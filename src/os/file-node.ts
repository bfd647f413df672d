import type { DynamicFile, FileStat } from './file-system.ts';
import type { Program } from './process.ts';

/** Who may change a node in place; everybody else makes a copy first. */
export interface Owner {
  readonly name: 'owner';
}

interface NodeBase {
  readonly owner: Owner;
  mode: number;
  uid: number;
  gid: number;
  modifiedMs: number;
}

export interface DirectoryNode extends NodeBase {
  readonly type: 'directory';
  /** What it held when it was last made whole; shared with the directories it was copied from and to. */
  base: ReadonlyMap<string, Node>;
  /** What has changed since: entries that are new or replaced; undefined for one that is gone. */
  changes: Map<string, Node | undefined> | undefined;
}

export interface ContentNode extends NodeBase {
  readonly type: 'file';
  content: Uint8Array;
  /** Whether the buffer behind `content` is this node's alone, so that an append may use its free end. */
  growable: boolean;
  program: Program | undefined;
  dynamic: DynamicFile | undefined;
}

export interface LinkNode extends NodeBase {
  readonly type: 'link';
  readonly target: string;
}

export type Node = DirectoryNode | ContentNode | LinkNode;

const nothing = new Uint8Array(0);
const noEntries: ReadonlyMap<string, Node> = new Map();

export function createDirectory(owner: Owner, mode: number, modifiedMs: number): DirectoryNode {
  return { type: 'directory', owner, mode, uid: 0, gid: 0, modifiedMs, base: noEntries, changes: undefined };
}

export function createFile(owner: Owner, mode: number, modifiedMs: number): ContentNode {
  return { type: 'file', owner, mode, uid: 0, gid: 0, modifiedMs, content: nothing, growable: false, program: undefined, dynamic: undefined };
}

export function createLink(owner: Owner, target: string, modifiedMs: number): LinkNode {
  return { type: 'link', owner, mode: 0o777, uid: 0, gid: 0, modifiedMs, target };
}

/** The node itself when it is the owner's, else a copy that is; the children of a directory stay shared. */
export function ownedNode<T extends Node>(node: T, owner: Owner): T {
  if (node.owner === owner) return node;
  if (node.type === 'directory') return { ...node, owner, changes: node.changes && new Map(node.changes) };
  if (node.type === 'file') return { ...node, owner, growable: false };
  return { ...node, owner };
}

/** So many changes are kept apart before a directory is made whole again: few containers change many files of one. */
const CHANGES_APART = 8;

export function entryOf(directory: DirectoryNode, name: string): Node | undefined {
  return directory.changes?.has(name) ? directory.changes.get(name) : directory.base.get(name);
}

/** All entries of a directory, in no order. */
export function entriesOf(directory: DirectoryNode): ReadonlyMap<string, Node> {
  const { base, changes } = directory;
  if (!changes) return base;
  const entries = new Map(base);
  for (const [name, node] of changes) {
    if (node) entries.set(name, node);
    else entries.delete(name);
  }
  return entries;
}

/** Changes an entry of a directory that is its owner's. @param node undefined to take it out */
export function setEntry(directory: DirectoryNode, name: string, node: Node | undefined): void {
  directory.changes ??= new Map();
  directory.changes.set(name, node);
  if (directory.changes.size <= CHANGES_APART + directory.base.size / 2) return;
  directory.base = entriesOf(directory);
  directory.changes = undefined;
}

/** Adds bytes at the end; the buffer doubles, so that a log written line by line costs linear time. */
export function appendContent(node: ContentNode, bytes: Uint8Array): void {
  const { content } = node;
  const size = content.length + bytes.length;
  let buffer = new Uint8Array(content.buffer, content.byteOffset);
  if (!node.growable || size > buffer.length) {
    buffer = new Uint8Array(Math.max(64, size + (size >> 1)));
    buffer.set(content);
    node.growable = true;
  }
  buffer.set(bytes, content.length);
  node.content = buffer.subarray(0, size);
}

export function statOf(node: Node): FileStat {
  const { mode, uid, gid, modifiedMs } = node;
  if (node.type === 'directory') return { type: 'directory', mode, uid, gid, modifiedMs, sizeBytes: 4096 };
  if (node.type === 'link') return { type: 'link', mode, uid, gid, modifiedMs, sizeBytes: node.target.length };
  const sizeBytes = node.dynamic && node.dynamic.type !== 'device' ? node.dynamic.read().length : node.content.length;
  return { type: node.dynamic?.type ?? 'file', mode, uid, gid, modifiedMs, sizeBytes };
}
