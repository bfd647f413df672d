import type { Kind } from '#kinds/kind.ts';
import { formatGroupVersion } from '#machinery/resource-type.ts';
import type { Store, StoreCollection } from '../store/store.ts';
import type { Review } from './reviews/review.ts';

/** A kind the server serves, and where its objects are kept. */
export interface Resource {
  readonly kind: Kind;
  readonly apiVersion: string;
  readonly collection: StoreCollection;
  /** For a resource that is a question: its answer. */
  readonly review?: Review;
}

/** What the server serves. Custom resources come and go while it runs. */
export interface ResourceRegistry {
  /** Raised by every change: discovery documents are built anew. */
  readonly generation: number;
  find(group: string, version: string, plural: string): Resource | undefined;
  /** In discovery's order. */
  all(): readonly Resource[];
  hasGroupVersion(group: string, version: string): boolean;
  hasGroup(group: string): boolean;
  add(kind: Kind, review?: Review): Resource;
  remove(kind: Kind): void;
}

/** Creates a registry of built-in kinds. */
export function createResourceRegistry(store: Store, kinds: readonly Kind[]): ResourceRegistry {
  const byPath = new Map<string, Resource>();
  const pathOf = (group: string, version: string, plural: string): string => `${group}/${version}/${plural}`;
  let generation = 0;
  let list: readonly Resource[] = [];

  const registry: ResourceRegistry = {
    get generation() {
      return generation;
    },
    find: (group, version, plural) => byPath.get(pathOf(group, version, plural)),
    all: () => list,
    hasGroupVersion: (group, version) => list.some(({ kind }) => kind.group === group && kind.version === version),
    hasGroup: (group) => list.some(({ kind }) => kind.group === group),
    add(kind, review) {
      const collection = store.collection(`${kind.group}/${kind.plural}`);
      const resource: Resource = { kind, apiVersion: formatGroupVersion(kind), collection, ...(review && { review }) };
      byPath.set(pathOf(kind.group, kind.version, kind.plural), resource);
      list = [...byPath.values()];
      generation++;
      return resource;
    },
    remove(kind) {
      byPath.delete(pathOf(kind.group, kind.version, kind.plural));
      list = [...byPath.values()];
      generation++;
    },
  };
  for (const kind of kinds) registry.add(kind);
  return registry;
}
