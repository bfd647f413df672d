import { compactGoJson } from '../json.ts';
import type { TypeShape } from './type-shape.ts';

/**
 * One step of a path as FieldsV1 writes it: `f:spec` (a field), `k:{"name":"web"}` (an item by its keys),
 * `v:"x"` (an item by its value).
 */
export type PathElement = string;

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A list that cannot be told apart by its keys. The message is a path and what is wrong there, as upstream's typed values say it. */
export class FieldSetError extends Error {
  override readonly name = 'FieldSetError';
}

export function fieldElement(name: string): PathElement {
  return `f:${name}`;
}

/** @throws FieldSetError for an item without one of its keys */
export function itemElement(shape: TypeShape, item: unknown): PathElement {
  if (shape.kind !== 'listMap') return `v:${compactGoJson(item)}`;
  const keys: Record<string, unknown> = {};
  for (const key of shape.keys) {
    const value = isObject(item) ? (item[key] ?? shape.keyDefaults[key]) : undefined;
    if (value === undefined)
      throw new FieldSetError(`associative list with keys has an element that omits key field ${JSON.stringify(key)} (and doesn't have default value)`);
    keys[key] = value;
  }
  return `k:${compactGoJson(keys)}`;
}

/** The step as conflict messages write it: `.spec`, `[name="web"]`, `[="x"]`. */
export function formatElement(element: PathElement): string {
  const rest = element.slice(2);
  if (element.startsWith('f:')) return `.${rest}`;
  if (element.startsWith('v:')) return `[=${rest}]`;
  if (element.startsWith('i:')) return `[${rest}]`;
  const keys = JSON.parse(rest) as JsonObject;
  return `[${Object.keys(keys)
    .sort()
    .map((key) => `${key}=${compactGoJson(keys[key])}`)
    .join(',')}]`;
}
