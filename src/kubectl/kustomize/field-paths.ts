import { isObject, type JsonObject } from '#machinery/patch/strategic-fields.ts';

/**
 * Changes the values at a path; lists on the way are gone through item by item.
 * @param path `spec/template/metadata/labels`
 * @param create whether maps that are missing on the way, and the value itself, are made
 * @param change is given undefined for a value that is to be made
 * @returns the same reference when nothing changed
 */
export function changeAtPath(value: unknown, path: readonly string[], create: boolean, change: (value: unknown) => unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return change(value);
  if (Array.isArray(value)) {
    const items = value.map((item) => changeAtPath(item, path, create, change));
    return items.some((item, i) => item !== value[i]) ? items : value;
  }
  if (!isObject(value)) return value;
  const member = value[key];
  if ((member === undefined || member === null) && !create) return value;
  const next = changeAtPath(member ?? (rest.length > 0 ? {} : undefined), rest, create, change);
  return next === member ? value : { ...value, [key]: next };
}

/** Adds pairs to the map at a path. */
export function addPairs<T extends object>(object: T, path: string, create: boolean, pairs: Readonly<Record<string, string>>): T {
  return changeAtPath(object, path.split('/'), create, (map) => ({ ...(map as JsonObject | undefined), ...pairs })) as T;
}
