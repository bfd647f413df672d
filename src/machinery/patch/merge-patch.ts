import { isDeepEqual } from '../equality.ts';

type JsonObject = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Applies a JSON merge patch (RFC 7386): `null` deletes, objects merge, all else replaces. Unchanged parts are shared. */
export function applyMergePatch(document: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const before: JsonObject = isObject(document) ? document : {};
  let changed: Record<string, unknown> | undefined;
  for (const key in patch) {
    const value = patch[key];
    if (value === undefined) continue;
    const after = value === null ? undefined : applyMergePatch(before[key], value);
    if (after === before[key] && (after !== undefined || !Object.hasOwn(before, key))) continue;
    changed ??= { ...before };
    if (after === undefined) delete changed[key];
    else changed[key] = after;
  }
  return changed ?? (isObject(document) ? document : {});
}

/** The smallest merge patch that turns `from` into `to`; `{}` when they are the same. */
export function createMergePatch(from: unknown, to: unknown): JsonObject {
  const before: JsonObject = isObject(from) ? from : {};
  const after: JsonObject = isObject(to) ? to : {};
  const patch: Record<string, unknown> = {};
  for (const key in after) {
    const value = after[key];
    if (value === undefined || isDeepEqual(before[key], value)) continue;
    patch[key] = isObject(value) && isObject(before[key]) ? createMergePatch(before[key], value) : value;
  }
  for (const key in before) if (before[key] !== undefined && after[key] === undefined) patch[key] = null;
  return patch;
}
