import type { KubeObject, Stored } from '#machinery/object.ts';
import { createSortedMap, type SortedMap } from './sorted-map.ts';

/**
 * The objects of one type by namespace and name: what the store keeps and what an informer copies.
 * Listings come in the order of etcd's keys (`namespace/name`, by code unit); they are never changed afterwards.
 */
export interface ObjectCollection<T extends KubeObject = KubeObject> {
  readonly size: number;
  get(namespace: string, name: string): Stored<T> | undefined;
  /** Adds or replaces. @returns what was there before */
  set(object: Stored<T>): Stored<T> | undefined;
  /** @returns what was there */
  delete(namespace: string, name: string): Stored<T> | undefined;
  /** @param namespace undefined or '': all */
  list(namespace?: string): readonly Stored<T>[];
}

/** Creates an empty collection. */
export function createObjectCollection<T extends KubeObject>(): ObjectCollection<T> {
  const namespaces = new Map<string, SortedMap<Stored<T>>>();
  let size = 0;
  let all: readonly Stored<T>[] | undefined;

  const listAll = (): readonly Stored<T>[] => {
    const [only, ...more] = namespaces.keys();
    if (only !== undefined && more.length === 0) return namespaces.get(only)?.values() ?? [];
    // etcd sorts whole keys, so `a-b/x` comes before `a/x`: '-' is below '/'.
    const order = [...namespaces.keys()].map((namespace) => `${namespace}/`).sort();
    return order.flatMap((prefix) => namespaces.get(prefix.slice(0, -1))?.values() ?? []);
  };

  return {
    get size() {
      return size;
    },
    get: (namespace, name) => namespaces.get(namespace)?.get(name),
    set(object) {
      const namespace = object.metadata.namespace ?? '';
      let objects = namespaces.get(namespace);
      if (!objects) {
        objects = createSortedMap();
        namespaces.set(namespace, objects);
      }
      const before = objects.set(object.metadata.name, object);
      if (before === undefined) size++;
      all = undefined;
      return before;
    },
    delete(namespace, name) {
      const objects = namespaces.get(namespace);
      const before = objects?.delete(name);
      if (before === undefined) return undefined;
      size--;
      all = undefined;
      if (objects?.size === 0) namespaces.delete(namespace);
      return before;
    },
    list(namespace) {
      if (namespace) return namespaces.get(namespace)?.values() ?? [];
      all ??= listAll();
      return all;
    },
  };
}
