/**
 * A map whose values can be listed in the order of their keys (by code unit).
 * Writes are O(1); a listing after writes costs one merge, and without writes in between it is the same array again,
 * so that a caller may compare by reference and keep it: arrays handed out never change.
 */
export interface SortedMap<T> {
  readonly size: number;
  get(key: string): T | undefined;
  /** @returns what was there before */
  set(key: string, value: T): T | undefined;
  /** @returns what was there */
  delete(key: string): T | undefined;
  /** All values, by key. */
  values(): readonly T[];
}

/** Beyond so many changed keys a listing is merged in one walk; below, each key is placed by binary search. */
const MERGE_FROM = 8;
/** Beyond so many changed keys (and when they are most of the map) they are not remembered: a listing sorts everything. */
const SORT_FROM = 256;

/** Creates an empty map. */
export function createSortedMap<T>(): SortedMap<T> {
  const map = new Map<string, T>();
  const changed = new Set<string>();
  let keys: string[] = [];
  let values: readonly T[] = [];
  let isUnsorted = false;

  const note = (key: string): void => {
    if (isUnsorted) return;
    changed.add(key);
    if (changed.size <= SORT_FROM || changed.size < keys.length) return;
    isUnsorted = true;
    changed.clear();
    keys = [];
    values = [];
  };

  const sortAll = (): void => {
    keys = [...map.keys()].sort();
    values = keys.map((key) => map.get(key) as T);
    isUnsorted = false;
  };

  const placeEach = (): void => {
    const next = values.slice();
    for (const key of changed) {
      const at = lowerBound(keys, key);
      const present = keys[at] === key;
      const value = map.get(key);
      if (value === undefined) {
        if (!present) continue;
        keys.splice(at, 1);
        next.splice(at, 1);
      } else if (present) {
        next[at] = value;
      } else {
        keys.splice(at, 0, key);
        next.splice(at, 0, value);
      }
    }
    values = next;
  };

  const merge = (): void => {
    const arriving = [...changed].filter((key) => map.has(key)).sort();
    const nextKeys: string[] = [];
    const next: T[] = [];
    const push = (key: string, value: T | undefined): void => {
      if (value === undefined) return;
      nextKeys.push(key);
      next.push(value);
    };
    let a = 0;
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] as string;
      for (let first = arriving[a]; first !== undefined && first < key; first = arriving[++a]) push(first, map.get(first));
      if (!changed.has(key)) push(key, values[i]);
    }
    for (let first = arriving[a]; first !== undefined; first = arriving[++a]) push(first, map.get(first));
    keys = nextKeys;
    values = next;
  };

  return {
    get size() {
      return map.size;
    },
    get: (key) => map.get(key),
    set(key, value) {
      const before = map.get(key);
      map.set(key, value);
      if (before !== value) note(key);
      return before;
    },
    delete(key) {
      const before = map.get(key);
      if (before === undefined) return undefined;
      map.delete(key);
      note(key);
      return before;
    },
    values() {
      if (isUnsorted) sortAll();
      if (changed.size === 0) return values;
      if (changed.size < MERGE_FROM) placeEach();
      else merge();
      changed.clear();
      return values;
    },
  };
}

/** The first index whose key is not below `key`. */
function lowerBound(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] as string) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
