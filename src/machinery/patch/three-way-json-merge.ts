import { createMergePatch } from './merge-patch.ts';
import { isObject, type JsonObject } from './strategic-fields.ts';

/**
 * The patch of `kubectl apply` for kinds without a schema (custom resources): a JSON merge patch with the additions and
 * changes from the live object to the new configuration and the deletions from the last configuration to the new one.
 */
export function createThreeWayJsonMergePatch(original: JsonObject, modified: JsonObject, current: JsonObject): JsonObject {
  const changes = keepChanges(createMergePatch(current, modified));
  const deletions = keepDeletions(createMergePatch(original, modified));
  return mergePatches(deletions, changes);
}

function keepChanges(patch: JsonObject): JsonObject {
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) continue;
    const inner = isObject(value) ? keepChanges(value) : value;
    // An object that only held deletions says nothing any more, unless it was empty to begin with.
    if (isObject(inner) && isObject(value) && Object.keys(inner).length === 0 && Object.keys(value).length > 0) continue;
    kept[key] = inner;
  }
  return kept;
}

function keepDeletions(patch: JsonObject): JsonObject {
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) kept[key] = null;
    if (!isObject(value)) continue;
    const inner = keepDeletions(value);
    if (Object.keys(inner).length > 0) kept[key] = inner;
  }
  return kept;
}

/** Two merge patches as one; nulls stay, because they still have to delete. */
function mergePatches(first: JsonObject, second: JsonObject): JsonObject {
  const merged: Record<string, unknown> = { ...first };
  for (const [key, value] of Object.entries(second)) {
    const before = merged[key];
    merged[key] = isObject(before) && isObject(value) ? mergePatches(before, value) : value;
  }
  return merged;
}
