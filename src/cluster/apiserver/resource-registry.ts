import type { Kind } from '#kinds/kind.ts';
import { formatGroupVersion } from '#machinery/resource-type.ts';
import type { Store, StoreCollection } from '../store/store.ts';
import { collectionOfView, type ObjectView } from './object-view.ts';
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
  /** @param view the objects, where they are not kept in the store */
  add(kind: Kind, review?: Review, view?: ObjectView): Resource;
  remove(kind: Kind): void;
}

/** Creates a registry of built-in kinds. */
export function createResourceRegistry(store: Store, kinds: readonly Kind[]): ResourceRegistry {
  // By plural first: no key has to be put together, and hardly any plural is there twice.
  const byPlural = new Map<string, readonly Resource[]>();
  let generation = 0;
  let list: readonly Resource[] = [];

  const registry: ResourceRegistry = {
    get generation() {
      return generation;
    },
    find: (group, version, plural) => byPlural.get(plural)?.find(({ kind }) => kind.group === group && kind.version === version),
    all: () => list,
    add(kind, review, view) {
      const name = `${kind.group}/${kind.plural}`;
      const collection = view ? collectionOfView(name, view) : store.collection(name);
      const resource: Resource = { kind, apiVersion: formatGroupVersion(kind), collection, ...(review && { review }) };
      registry.remove(kind);
      byPlural.set(kind.plural, [...(byPlural.get(kind.plural) ?? []), resource]);
      list = [...list, resource];
      return resource;
    },
    remove({ group, version, plural }) {
      const isOther = (resource: Resource): boolean => resource.kind.plural !== plural || resource.kind.group !== group || resource.kind.version !== version;
      byPlural.set(plural, (byPlural.get(plural) ?? []).filter(isOther));
      list = list.filter(isOther);
      generation++;
    },
  };
  for (const kind of kinds) registry.add(kind);
  return registry;
}
