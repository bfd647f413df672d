import { isDeepEqual } from '../equality.ts';
import type { SchemaType } from '../schema/schema.ts';
import { PatchError } from './patch-error.ts';
import { asList, directive, elementType, fieldMergeOf, identityOf, isObject, type JsonObject, requireMergeKey } from './strategic-fields.ts';
import { mergeStrategicPatches } from './strategic-merge.ts';
import { sortByOrder } from './strategic-order.ts';

/** Which half of a difference is wanted: apply takes deletions from one comparison and all else from another. */
interface DiffOptions {
  readonly ignoreChanges: boolean;
  readonly ignoreDeletions: boolean;
  readonly buildRetainKeys: boolean;
}

const everything: DiffOptions = { ignoreChanges: false, ignoreDeletions: false, buildRetainKeys: false };

/**
 * The strategic merge patch that turns `from` into `to`: what `kubectl edit`, `set` and `rollout` send.
 * @param schemaName `apps.v1.Deployment`
 * @returns `{}` when there is no difference
 */
export function createTwoWayStrategicPatch(schemaName: string, from: JsonObject, to: JsonObject): JsonObject {
  return diffMaps(from, to, { kind: 'ref', name: schemaName }, everything);
}

/**
 * The patch of `kubectl apply`: what the new configuration says differently from the live object, and deletions of what the
 * last configuration said and the new one no longer does. What others wrote stays.
 * @throws PatchError when `overwrite` is false and the live object was changed against the last configuration in the same fields
 */
export function createThreeWayStrategicPatch(
  schemaName: string,
  original: JsonObject,
  modified: JsonObject,
  current: JsonObject,
  { overwrite }: { readonly overwrite: boolean },
): JsonObject {
  const type: SchemaType = { kind: 'ref', name: schemaName };
  const changes = diffMaps(current, modified, type, { ...everything, ignoreDeletions: true });
  const deletions = diffMaps(original, modified, type, { ...everything, ignoreChanges: true });
  const patch = mergeStrategicPatches(schemaName, deletions, changes);
  if (!overwrite && hasConflict(patch, diffMaps(original, current, type, everything), type)) {
    throw new PatchError('conflict between the patch and changes made to the live configuration since it was last applied', 422);
  }
  return patch;
}

function diffMaps(from: JsonObject, to: JsonObject, type: SchemaType | undefined, options: DiffOptions): JsonObject {
  const patch: Record<string, unknown> = {};
  for (const key in to) {
    const after = to[key];
    const before = from[key];
    if (after === undefined || after === before) continue;
    if (before === undefined || jsonTypeOf(before) !== jsonTypeOf(after)) {
      if (!options.ignoreChanges) patch[key] = after;
    } else if (isObject(before) && isObject(after)) diffMember(patch, key, before, after, type, options);
    else if (Array.isArray(before) && Array.isArray(after)) diffListMember(patch, key, before, after, type, options);
    else if (!options.ignoreChanges) patch[key] = after;
  }
  const gone = Object.keys(from).filter((key) => from[key] !== undefined && to[key] === undefined);
  if (!options.ignoreDeletions) for (const key of gone) patch[key] = null;
  if (options.buildRetainKeys) {
    const retained = Object.keys(to).filter((key) => to[key] !== undefined && to[key] !== null);
    if (retained.length > 0 && (Object.keys(patch).length > 0 || gone.length > 0)) patch[directive.retainKeys] = retained.sort();
  }
  return patch;
}

function jsonTypeOf(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value;
}

function diffMember(
  patch: Record<string, unknown>,
  key: string,
  before: JsonObject,
  after: JsonObject,
  type: SchemaType | undefined,
  options: DiffOptions,
): void {
  const field = fieldMergeOf(type, key);
  if (field.strategy === 'replace') {
    if (!options.ignoreChanges && !isDeepEqual(before, after)) patch[key] = after;
    return;
  }
  const inner = diffMaps(before, after, field.type, { ...options, buildRetainKeys: field.retainKeys });
  if (Object.keys(inner).length > 0) patch[key] = inner;
}

function diffListMember(
  patch: Record<string, unknown>,
  key: string,
  before: readonly unknown[],
  after: readonly unknown[],
  type: SchemaType | undefined,
  options: DiffOptions,
): void {
  const field = fieldMergeOf(type, key);
  if (field.strategy !== 'merge') {
    if (!options.ignoreChanges && !isDeepEqual(before, after)) patch[key] = after;
    return;
  }
  if (before.length === 0) {
    if (after.length > 0 && !options.ignoreChanges) patch[key] = after;
    return;
  }
  const inner = { ...options, buildRetainKeys: field.retainKeys };
  const diff = field.mergeKey === '' ? diffScalars(before, after, options) : diffItems(before, after, elementType(field.type), field.mergeKey, inner);
  const added = sortByOrder(diff.added, after, field.mergeKey);
  const isReordered = !isSameOrder(before, after, field.mergeKey);
  if (field.mergeKey !== '') added.push(...diff.deleted);
  if (added.length > 0) patch[key] = added;
  if (field.mergeKey === '' && diff.deleted.length > 0) patch[directive.deleteFromPrimitiveList + key] = diff.deleted;
  const isChanged = added.length > 0 || diff.deleted.length > 0 || isReordered;
  if (isChanged && after.length > 0) {
    patch[directive.setElementOrder + key] = field.mergeKey === '' ? after : after.map((item) => ({ [field.mergeKey]: identityOf(item, field.mergeKey) }));
  }
}

function isSameOrder(before: readonly unknown[], after: readonly unknown[], mergeKey: string): boolean {
  const inAfter = new Set(after.map((item) => identityOf(item, mergeKey)));
  const inBefore = new Set(before.map((item) => identityOf(item, mergeKey)));
  const left = before.map((item) => identityOf(item, mergeKey)).filter((identity) => inAfter.has(identity));
  const right = after.map((item) => identityOf(item, mergeKey)).filter((identity) => inBefore.has(identity));
  return left.length === right.length && left.every((identity, index) => identity === right[index]);
}

interface ListDiff {
  readonly added: readonly unknown[];
  readonly deleted: readonly unknown[];
}

function diffScalars(before: readonly unknown[], after: readonly unknown[], options: DiffOptions): ListDiff {
  return {
    added: options.ignoreChanges ? [] : [...new Set(after)].filter((item) => !before.includes(item)),
    deleted: options.ignoreDeletions ? [] : [...new Set(before)].filter((item) => !after.includes(item)),
  };
}

function diffItems(before: readonly unknown[], after: readonly unknown[], type: SchemaType | undefined, mergeKey: string, options: DiffOptions): ListDiff {
  requireMergeKey(before, mergeKey);
  requireMergeKey(after, mergeKey);
  const byKey = new Map((before as readonly JsonObject[]).map((item) => [item[mergeKey], item]));
  const afterKeys = new Set((after as readonly JsonObject[]).map((item) => item[mergeKey]));
  const added: JsonObject[] = [];
  for (const item of after as readonly JsonObject[]) {
    const original = byKey.get(item[mergeKey]);
    if (original === undefined) {
      if (!options.ignoreChanges) added.push(item);
      continue;
    }
    const inner = diffMaps(original, item, type, options);
    if (Object.keys(inner).length > 0) added.push({ ...inner, [mergeKey]: item[mergeKey] });
  }
  const gone = options.ignoreDeletions ? [] : (before as readonly JsonObject[]).filter((item) => !afterKeys.has(item[mergeKey]));
  return { added, deleted: gone.map((item) => ({ [directive.patch]: 'delete', [mergeKey]: item[mergeKey] })) };
}

/** Whether two patches set the same field to different things. */
function hasConflict(left: unknown, right: unknown, type: SchemaType | undefined): boolean {
  if (!isObject(left) || !isObject(right)) return !isDeepEqual(left, right);
  return Object.keys(left).some((key) => {
    if (!Object.hasOwn(right, key) || key.startsWith('$')) return false;
    const field = fieldMergeOf(type, key);
    if (field.strategy !== 'merge' || !Array.isArray(left[key]) || !Array.isArray(right[key])) return hasConflict(left[key], right[key], field.type);
    if (field.mergeKey === '') return false;
    return asList(left[key]).some((item) => {
      const other = asList(right[key]).find((candidate) => identityOf(candidate, field.mergeKey) === identityOf(item, field.mergeKey));
      return other !== undefined && hasConflict(item, other, elementType(field.type));
    });
  });
}
