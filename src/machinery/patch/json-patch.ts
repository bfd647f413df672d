import { isDeepEqual } from '../equality.ts';
import { quoteGo } from '../json.ts';
import { PatchError } from './patch-error.ts';

/** One operation of RFC 6902. */
export interface JsonPatchOperation {
  readonly op: string;
  readonly path: string;
  readonly from?: string;
  readonly value?: unknown;
}

/**
 * Applies a JSON patch; the document stays as it is and unchanged parts are shared with it.
 * @param operations as they came from the client, unchecked
 * @throws PatchError with the texts of the Go library that API servers use
 */
export function applyJsonPatch(document: unknown, operations: unknown): unknown {
  if (!Array.isArray(operations)) throw new PatchError('json: cannot unmarshal object into Go value of type jsonpatch.Patch');
  let result = document;
  for (const operation of operations as readonly JsonPatchOperation[]) result = applyOperation(result, operation);
  return result;
}

function applyOperation(document: unknown, operation: JsonPatchOperation): unknown {
  const { op, path, from = '' } = operation;
  const parts = parsePointer(path);
  switch (op) {
    case 'add':
      return addAt(document, parts, path, operation.value ?? null);
    case 'remove':
      return removeAt(document, parts, path);
    case 'replace':
      if (parts.length === 0) return operation.value ?? null;
      if (!isContainer(valueAt(document, parts.slice(0, -1))))
        throw new PatchError(`replace operation does not apply: doc is missing path: ${path}: missing value`);
      if (!exists(document, parts)) throw missing('replace', path);
      return replaceAt(document, parts, operation.value ?? null);
    case 'test':
      return testAt(document, parts, path, operation.value ?? null);
    case 'move':
    case 'copy': {
      const fromParts = parsePointer(from);
      if (!exists(document, fromParts)) throw missing(op, from);
      const value = valueAt(document, fromParts);
      return addAt(op === 'move' ? removeAt(document, fromParts, from) : document, parts, path, value);
    }
    default:
      throw new PatchError(`Unexpected kind: ${op}`);
  }
}

function missing(op: string, path: string): PatchError {
  return new PatchError(`${op} operation does not apply: doc is missing key: ${path}: missing value`);
}

function parsePointer(path: string | undefined): readonly string[] {
  if (path === undefined || path === '') return [];
  return path
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function member(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value[arrayIndex(key, value.length)];
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[key];
}

/** Negative indexes count from the end, as the library allows. */
function arrayIndex(key: string, length: number): number {
  const index = /^-?\d+$/.test(key) ? Number(key) : Number.NaN;
  return index < 0 ? index + length : index;
}

function valueAt(document: unknown, parts: readonly string[]): unknown {
  let value = document;
  for (const part of parts) value = member(value, part);
  return value;
}

function exists(document: unknown, parts: readonly string[]): boolean {
  return valueAt(document, parts) !== undefined;
}

/** The document with `change` applied to the container that holds the last part of the path. */
function changeAt(document: unknown, parts: readonly string[], change: (container: unknown, key: string) => unknown): unknown {
  const [key = '', ...rest] = parts;
  if (rest.length === 0) return change(document, key);
  const inner = changeAt(member(document, key), rest, change);
  if (!Array.isArray(document)) return { ...(document as object), [key]: inner };
  const copy = [...document];
  copy[arrayIndex(key, document.length)] = inner;
  return copy;
}

function isContainer(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function requireContainer(document: unknown, parts: readonly string[], op: string, path: string): void {
  if (isContainer(valueAt(document, parts.slice(0, -1)))) return;
  throw new PatchError(`${op} operation does not apply: doc is missing path: ${quoteGo(path)}: missing value`);
}

function addAt(document: unknown, parts: readonly string[], path: string, value: unknown): unknown {
  if (parts.length === 0) return value;
  requireContainer(document, parts, 'add', path);
  return changeAt(document, parts, (container, key) => {
    if (!Array.isArray(container)) return { ...(container as object), [key]: value };
    if (key === '-') return [...container, value];
    if (!/^-?\d+$/.test(key)) throw new PatchError(`error in add for path: '${path}': strconv.Atoi: parsing ${quoteGo(key)}: invalid syntax`);
    const index = Number(key) < 0 ? Number(key) + container.length + 1 : Number(key);
    if (index < 0 || index > container.length) throw outOfBounds('add', path, key);
    return [...container.slice(0, index), value, ...container.slice(index)];
  });
}

function outOfBounds(op: string, path: string, key: string): PatchError {
  return new PatchError(`error in ${op} for path: '${path}': Unable to access invalid index: ${key}: invalid index referenced`);
}

function removeAt(document: unknown, parts: readonly string[], path: string): unknown {
  if (parts.length === 0) return null;
  requireContainer(document, parts, 'remove', path);
  return changeAt(document, parts, (inner, key) => {
    if (!Array.isArray(inner)) {
      const copy = { ...(inner as Record<string, unknown>) };
      if (!Object.hasOwn(copy, key)) throw new PatchError(`error in remove for path: '${path}': Unable to remove nonexistent key: ${key}: missing value`);
      delete copy[key];
      return copy;
    }
    const index = arrayIndex(key, inner.length);
    if (Number.isNaN(index)) throw new PatchError(`error in remove for path: '${path}': strconv.Atoi: parsing ${quoteGo(key)}: invalid syntax`);
    if (index < 0 || index >= inner.length) throw outOfBounds('remove', path, key);
    return inner.filter((_, position) => position !== index);
  });
}

function replaceAt(document: unknown, parts: readonly string[], value: unknown): unknown {
  return changeAt(document, parts, (container, key) => {
    if (!Array.isArray(container)) return { ...(container as object), [key]: value };
    const copy = [...container];
    copy[arrayIndex(key, container.length)] = value;
    return copy;
  });
}

function testAt(document: unknown, parts: readonly string[], path: string, expected: unknown): unknown {
  const found = valueAt(document, parts);
  // A missing value equals null, as in the library.
  if (isDeepEqual(found ?? null, expected)) return document;
  throw new PatchError(`testing value ${path} failed: test failed`);
}
