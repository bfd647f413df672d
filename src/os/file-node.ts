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
  /** Empty directories share one map: to change it, ask `ownEntries`. */
  entries: ReadonlyMap<string, Node>;
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
  return { type: 'directory', owner, mode, uid: 0, gid: 0, modifiedMs, entries: noEntries };
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
  if (node.type === 'directory') return { ...node, owner, entries: node.entries.size === 0 ? noEntries : new Map(node.entries) };
  if (node.type === 'file') return { ...node, owner, growable: false };
  return { ...node, owner };
}

/** The entries of a directory that is its owner's, to be changed. */
export function ownEntries(directory: DirectoryNode): Map<string, Node> {
  if (directory.entries === noEntries) directory.entries = new Map();
  return directory.entries as Map<string, Node>;
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
