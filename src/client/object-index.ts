import type { KubeObject, Stored } from '#machinery/object.ts';
import { createSortedMap, type SortedMap } from './sorted-map.ts';

/** Objects by a value of theirs (their owner's uid, their node). */
export interface ObjectIndex<T extends KubeObject> {
  /** The objects of a value; sorted by namespace and name. */
  get(value: string): readonly Stored<T>[];
  /** Puts one state of an object in the place of another; undefined: it was not there, or is gone. */
  replace(before: Stored<T> | undefined, after: Stored<T> | undefined): void;
}

/** Creates an index. @param values the buckets an object is in */
export function createObjectIndex<T extends KubeObject>(values: (object: Stored<T>) => readonly string[]): ObjectIndex<T> {
  const buckets = new Map<string, SortedMap<Stored<T>>>();

  return {
    get: (value) => buckets.get(value)?.values() ?? [],
    replace(before, after) {
      const kept = after ? values(after) : [];
      for (const value of before ? values(before) : []) {
        if (kept.includes(value)) continue;
        const bucket = buckets.get(value);
        if (before) bucket?.delete(keyOf(before));
        if (bucket?.size === 0) buckets.delete(value);
      }
      if (!after) return;
      for (const value of kept) {
        let bucket = buckets.get(value);
        if (!bucket) {
          bucket = createSortedMap();
          buckets.set(value, bucket);
        }
        bucket.set(keyOf(after), after);
      }
    },
  };
}

function keyOf({ metadata }: Stored<KubeObject>): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}
