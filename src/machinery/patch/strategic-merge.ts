import { isDeepEqual } from '../equality.ts';
import type { SchemaType } from '../schema/schema.ts';
import { PatchError } from './patch-error.ts';
import { asList, directive, elementType, fieldMergeOf, formatGoValue, identityOf, isObject, type JsonObject, requireMergeKey } from './strategic-fields.ts';
import { orderMerged } from './strategic-order.ts';

/** Whether directives are carried out (on an object) or kept (when two patches become one). */
type Mode = 'object' | 'patch';

/**
 * Applies a strategic merge patch: lists merge by the keys of the schema, `null` deletes, and the directives `$patch`,
 * `$retainKeys`, `$setElementOrder/…` and `$deleteFromPrimitiveList/…` do what they do upstream. Unchanged parts are shared.
 * @param schemaName `apps.v1.Deployment`
 * @throws PatchError
 */
export function applyStrategicMergePatch(schemaName: string, document: JsonObject, patch: unknown): JsonObject {
  if (!isObject(patch)) throw new PatchError('invalid JSON document', 400);
  return mergeMap(document, patch, { kind: 'ref', name: schemaName }, 'object');
}

/** Two strategic patches as one: what the second says comes on top of the first. */
export function mergeStrategicPatches(schemaName: string, first: JsonObject, second: JsonObject): JsonObject {
  return mergeMap(first, second, { kind: 'ref', name: schemaName }, 'patch');
}

function mergeMap(original: JsonObject, patch: JsonObject, type: SchemaType | undefined, mode: Mode): JsonObject {
  const marker = patch[directive.patch];
  if (marker !== undefined && mode === 'object') return replaceWhole(patch, marker);
  const result: Record<string, unknown> = { ...original };
  if (patch[directive.retainKeys] !== undefined) retainKeys(result, patch, mode);
  const done = new Set<string>([directive.retainKeys]);
  for (const key in patch) if (key.startsWith(directive.setElementOrder)) mergeOrdered(result, patch, key, type, mode, done);
  for (const key in patch) {
    const value = patch[key];
    if (done.has(key) || value === undefined) continue;
    if (key.startsWith(directive.deleteFromPrimitiveList)) deleteScalars(result, key, value, mode);
    else mergeMember(result, key, value, type, mode);
  }
  const isSame = Object.keys(result).length === Object.keys(original).length && Object.keys(result).every((key) => result[key] === original[key]);
  return isSame ? original : result;
}

function replaceWhole(patch: JsonObject, marker: unknown): JsonObject {
  if (marker === 'delete') return {};
  if (marker !== 'replace' && marker !== 'merge') throw new PatchError(`Unknown patch type found: ${marker}`, 500);
  const { [directive.patch]: _, ...rest } = patch;
  return rest;
}

function mergeMember(result: Record<string, unknown>, key: string, value: unknown, type: SchemaType | undefined, mode: Mode): void {
  const before = result[key];
  if (value === null) {
    delete result[key];
    // Between two patches a null is news of a deletion: it stays.
    if (mode === 'patch') result[key] = null;
    return;
  }
  const field = fieldMergeOf(type, key);
  if (isObject(before) && isObject(value)) {
    result[key] = field.strategy === 'replace' ? value : mergeMap(before, value, field.type, mode);
  } else if (Array.isArray(before) && Array.isArray(value)) {
    result[key] = field.strategy === 'merge' ? mergeList(before, value, elementType(field.type), field.mergeKey, mode) : value;
    if (isDeepEqual(result[key], before)) result[key] = before;
  } else result[key] = mode === 'patch' ? value : withoutDirectives(value);
}

/** A value that is new to the object: nothing is there that its nulls and directives could act upon. */
function withoutDirectives(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.filter((item) => !isObject(item) || (item[directive.patch] !== 'delete' && !isReplaceMarker(item))).map(withoutDirectives);
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([key, member]) => member !== null && member !== undefined && !isDirective(key));
  return Object.fromEntries(entries.map(([key, member]) => [key, withoutDirectives(member)]));
}

function isDirective(key: string): boolean {
  return (
    key === directive.patch || key === directive.retainKeys || key.startsWith(directive.setElementOrder) || key.startsWith(directive.deleteFromPrimitiveList)
  );
}

function retainKeys(result: Record<string, unknown>, patch: JsonObject, mode: Mode): void {
  const listed = patch[directive.retainKeys];
  if (!Array.isArray(listed)) throw new PatchError('invalid patch format of retainKeys', 400);
  if (mode === 'patch') {
    const before = result[directive.retainKeys];
    if (before !== undefined && !isDeepEqual(before, listed)) throw new PatchError('invalid patch format of retainKeys', 400);
    result[directive.retainKeys] = listed;
    return;
  }
  for (const key in patch) {
    if (patch[key] !== null && !isDirective(key) && !listed.includes(key)) throw new PatchError('invalid patch format of retainKeys', 400);
  }
  for (const key of Object.keys(result)) if (!listed.includes(key)) delete result[key];
}

/** A list that comes with `$setElementOrder/list`: merged, then put in the order the directive tells. */
function mergeOrdered(result: Record<string, unknown>, patch: JsonObject, orderKey: string, type: SchemaType | undefined, mode: Mode, done: Set<string>): void {
  const key = orderKey.slice(directive.setElementOrder.length);
  const order = patch[orderKey];
  if (!Array.isArray(order)) throw new PatchError('invalid patch format of setElementOrder list', 400);
  done.add(orderKey);
  if (mode === 'patch') {
    const before = result[orderKey];
    if (before !== undefined && !isDeepEqual(before, order)) throw new PatchError('invalid patch format of setElementOrder list', 400);
    result[orderKey] = order;
  }
  const before = result[key];
  const value = patch[key];
  if (before === undefined && value === undefined) return;
  done.add(key);
  if (value === null) {
    mergeMember(result, key, null, type, mode);
    return;
  }
  const { mergeKey, type: fieldType } = fieldMergeOf(type, key);
  const items = asList(value);
  checkOrder(items, order, mergeKey);
  const server = asList(before);
  const merged = mergeList(server, items, elementType(fieldType), mergeKey, mode);
  const ordered = orderMerged(merged, order, server, mergeKey);
  result[key] = isDeepEqual(ordered, before) ? before : ordered;
}

/** Every item of the patch must be in the order, and in the same sequence. */
function checkOrder(items: readonly unknown[], order: readonly unknown[], mergeKey: string): void {
  if (mergeKey !== '') requireMergeKey([...items.filter((item) => !isReplaceMarker(item)), ...order], mergeKey);
  let position = 0;
  for (const item of items) {
    if (isObject(item) && item[directive.patch] !== undefined) continue;
    while (position < order.length && identityOf(order[position], mergeKey) !== identityOf(item, mergeKey)) position += 1;
    if (position >= order.length) {
      throw new PatchError(`The order in patch list:\n${formatGoValue(items)}\n doesn't match $setElementOrder list:\n${formatGoValue(order)}\n`, 500);
    }
  }
}

function isReplaceMarker(item: unknown): boolean {
  return isObject(item) && item[directive.patch] === 'replace';
}

function mergeList(original: readonly unknown[], patch: readonly unknown[], type: SchemaType | undefined, mergeKey: string, mode: Mode): readonly unknown[] {
  if (mergeKey === '') {
    const merged = [...original, ...patch.filter((item) => !original.includes(item))];
    return orderMerged([...new Set(merged)], patch, original, '');
  }
  const replacement = mode === 'object' && patch.some(isReplaceMarker);
  if (replacement) return patch.filter((item) => !isReplaceMarker(item)).map(withoutDirectives);
  requireMergeKey(patch, mergeKey);
  const merged: unknown[] = [...original];
  for (const item of patch as readonly JsonObject[]) mergeItem(merged, item, type, mergeKey, mode);
  const named = patch.filter((item) => mode === 'patch' || !isObject(item) || item[directive.patch] !== 'delete');
  return orderMerged(merged, named, original, mergeKey);
}

function mergeItem(merged: unknown[], item: JsonObject, type: SchemaType | undefined, mergeKey: string, mode: Mode): void {
  const index = merged.findIndex((candidate) => identityOf(candidate, mergeKey) === item[mergeKey]);
  const found = merged[index];
  if (mode === 'object' && item[directive.patch] === 'delete') {
    for (let at = merged.length - 1; at >= 0; at -= 1) if (identityOf(merged[at], mergeKey) === item[mergeKey]) merged.splice(at, 1);
  } else if (index < 0 || !isObject(found)) merged.push(mode === 'patch' ? item : withoutDirectives(item));
  else merged[index] = mergeMap(found, item, type, mode);
}

function deleteScalars(result: Record<string, unknown>, directiveKey: string, value: unknown, mode: Mode): void {
  if (mode === 'patch') {
    result[directiveKey] = value;
    return;
  }
  if (!Array.isArray(value)) throw new PatchError('invalid patch format of primitive list', 400);
  const key = directiveKey.slice(directive.deleteFromPrimitiveList.length);
  const before = result[key];
  if (!Array.isArray(before)) return;
  const left = before.filter((item) => !value.includes(item));
  if (left.length < before.length) result[key] = left;
}
