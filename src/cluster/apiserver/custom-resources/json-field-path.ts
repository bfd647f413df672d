import { isObject, type JsonObject } from '#machinery/structural/json-schema.ts';

/** The fields of a simple path: `.spec.replicas` → `spec`, `replicas`. */
function fieldsOf(path: string): readonly string[] {
  return path.replace(/^\./, '').split('.');
}

/** The value at a simple path; undefined where there is none. */
export function readPath(object: object, path: string): unknown {
  let value: unknown = object;
  for (const field of fieldsOf(path)) value = isObject(value) ? value[field] : undefined;
  return value;
}

/** The object with another value at a simple path. */
export function writePath<T extends object>(object: T, path: string, value: unknown): T {
  const write = (at: unknown, fields: readonly string[]): unknown => {
    const [field, ...rest] = fields;
    if (field === undefined) return value;
    const before: JsonObject = isObject(at) ? at : {};
    return { ...before, [field]: write(before[field], rest) };
  };
  return write(object, fieldsOf(path)) as T;
}
