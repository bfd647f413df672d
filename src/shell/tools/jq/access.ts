import { compareJson, formatJson, isArray, isObject, type Json, typeName } from './json.ts';

/** A program failed on its input. `value` is what `catch` sees. */
export class JqError extends Error {
  override readonly name = 'JqError';
  readonly value: Json;

  constructor(value: Json) {
    super(typeof value === 'string' ? value : `${formatJson(value)} (not a string)`);
    this.value = value;
  }
}

export type PathKey = Json;
export type Path = readonly PathKey[];

const SHOWN_CHARS = 11;

/** A value as errors show it: `object ({"a":1...)`. */
export function describe(value: Json): string {
  const text = formatJson(value);
  return `${typeName(value)} (${text.length > SHOWN_CHARS ? `${text.slice(0, SHOWN_CHARS - 1)}...` : text})`;
}

/** `.[key]`. @throws JqError */
export function getIndex(value: Json, key: Json): Json {
  if (isObject(key)) return getSlice(value, key.get('start') ?? null, key.get('end') ?? null);
  if (isObject(value) && typeof key === 'string') return value.get(key) ?? null;
  if (isArray(value) && typeof key === 'number') return value.at(Math.floor(key)) ?? null;
  if (isArray(value) && isArray(key))
    return value.flatMap((_item, index) =>
      key.every((one, offset) => compareJson(value[index + offset] ?? null, one) === 0) && key.length > 0 ? [index] : [],
    );
  if (value === null && (typeof key === 'string' || typeof key === 'number' || key === null)) return null;
  if (typeof key === 'string') throw new JqError(`Cannot index ${typeName(value)} with "${key}"`);
  throw new JqError(`Cannot index ${typeName(value)} with ${typeName(key)}`);
}

function sliceBounds(length: number, from: Json, to: Json): [number, number] {
  const bound = (given: Json, usual: number, round: (value: number) => number): number => {
    if (given === null) return usual;
    if (typeof given !== 'number') throw new JqError('Start and end indices of an array slice must be numbers');
    const value = given < 0 ? length + given : given;
    return Math.max(0, Math.min(length, round(value)));
  };
  const start = bound(from, 0, Math.floor);
  return [start, Math.max(start, bound(to, length, Math.ceil))];
}

/** `.[from:to]`. @throws JqError */
export function getSlice(value: Json, from: Json, to: Json): Json {
  if (value === null) return null;
  if (typeof value === 'string') {
    const letters = [...value];
    return letters.slice(...sliceBounds(letters.length, from, to)).join('');
  }
  if (!isArray(value)) throw new JqError(`Cannot index ${typeName(value)} with object`);
  return value.slice(...sliceBounds(value.length, from, to));
}

/** The value with another one at a key. @throws JqError */
function setIndex(value: Json, key: Json, child: Json): Json {
  if (typeof key === 'string' && (value === null || isObject(value))) return new Map(value ?? []).set(key, child);
  if (typeof key === 'number' && (value === null || isArray(value))) {
    const items = [...(value ?? [])];
    const index = key < 0 ? items.length + key : Math.floor(key);
    if (index < 0) throw new JqError('Out of bounds negative array index');
    while (items.length < index) items.push(null);
    items[index] = child;
    return items;
  }
  if (isObject(key) && (value === null || isArray(value))) {
    if (!isArray(child)) throw new JqError('A slice of an array can only be assigned another array');
    const items = value ?? [];
    const [from, to] = sliceBounds(items.length, key.get('start') ?? null, key.get('end') ?? null);
    return [...items.slice(0, from), ...child, ...items.slice(to)];
  }
  throw new JqError(typeof key === 'string' ? `Cannot index ${typeName(value)} with "${key}"` : `Cannot update field at object index of ${typeName(value)}`);
}

export function getPath(value: Json, path: Path): Json {
  let current = value;
  for (const key of path) current = current === null ? null : getIndex(current, key);
  return current;
}

/** The value with another one at a path; what is missing on the way is made. @throws JqError */
export function setPath(value: Json, path: Path, child: Json): Json {
  const [key, ...rest] = path;
  if (key === undefined) return child;
  return setIndex(value, key, setPath(getIndex(value, key), rest, child));
}

/** The value without what lies at the paths. @throws JqError */
export function deletePaths(value: Json, paths: readonly Path[]): Json {
  // From the back, so that earlier indexes stay what they are.
  return paths.toSorted((a, b) => compareJson(b, a)).reduce<Json>(deletePath, value);
}

function deletePath(value: Json, path: Path): Json {
  const [key, ...rest] = path;
  if (value === null || key === undefined) return null;
  if (rest.length > 0) {
    const child = getIndex(value, key);
    return child === null ? value : setIndex(value, key, deletePath(child, rest));
  }
  if (isObject(value) && typeof key === 'string') return new Map([...value].filter(([name]) => name !== key));
  if (isArray(value) && typeof key === 'number') return value.filter((_item, index) => index !== (key < 0 ? value.length + key : key));
  if (isArray(value) && isObject(key)) {
    const [from, to] = sliceBounds(value.length, key.get('start') ?? null, key.get('end') ?? null);
    return [...value.slice(0, from), ...value.slice(to)];
  }
  throw new JqError(`Cannot delete field at ${typeof key === 'string' ? 'object' : 'array'} index of ${typeName(value)}`);
}

/** The keys of an object sorted, or the indexes of an array. @throws JqError */
export function keysOf(value: Json, isSorted = true): readonly PathKey[] {
  if (isArray(value)) return [...value.keys()];
  if (isObject(value)) return isSorted ? [...value.keys()].sort() : [...value.keys()];
  throw new JqError(`${describe(value)} has no keys`);
}
