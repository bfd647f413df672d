import { createObjectCollection, type ObjectCollection } from '#client/object-collection.ts';
import type { KubeObject, Stored } from '#machinery/object.ts';
import { assert } from '#sim/assert.ts';
import { LimitError } from '#sim/limits.ts';
import type { Simulation } from '#sim/simulation.ts';
import type { Change } from './change.ts';
import { formatChangedContent } from './change-content.ts';
import { createHistory } from './history.ts';
import { createWatchHub, type StoreWatcher, type WatchHub } from './watch-hub.ts';

/** What an object must have before it is stored: the store itself adds the resource version. */
export type Storable = KubeObject & { readonly metadata: { readonly name: string } };

/** One collection of the store, named `group/plural` (`/pods`, `apps/deployments`). */
export interface StoreCollection {
  readonly name: string;
  readonly size: number;
  get(namespace: string, name: string): Stored<KubeObject> | undefined;
  list(namespace?: string): readonly Stored<KubeObject>[];
  /** The listing as it was at a revision. @returns undefined when the revision is compacted */
  listAt(revision: number, namespace?: string): readonly Stored<KubeObject>[] | undefined;
  create(object: Storable): Stored<KubeObject>;
  /** @param before the object as it is stored now */
  update(before: Stored<KubeObject>, next: Storable): Stored<KubeObject>;
  /** @returns the last state, with the revision of its deletion */
  remove(before: Stored<KubeObject>): Stored<KubeObject>;
  /**
   * Tells a watcher of every change after a revision.
   * @returns a function that ends the watch; undefined when the revision is compacted
   */
  watch(afterRevision: number, watcher: StoreWatcher): (() => void) | undefined;
}

/**
 * The state of a cluster: immutable objects under one global revision, with a history to resume watches from.
 * It knows nothing of the objects' meaning; reads and writes hand out the same references.
 */
export interface Store {
  readonly revision: number;
  readonly size: number;
  /** The oldest revision from which a watch may resume. */
  readonly compactedRevision: number;
  collection(name: string): StoreCollection;
  /** The changes after a revision that are still kept, oldest first, of all collections. Reading them leaves no trace. */
  changesAfter(revision: number): readonly Change[];
  compact(revision: number): void;
}

export interface StoreOptions {
  readonly simulation: Simulation;
  /** Freezes every stored object, so that a test notices who writes to one. */
  readonly freeze?: boolean;
}

/** Creates an empty store. */
export function createStore({ simulation, freeze = false }: StoreOptions): Store {
  const { clock, trace, limits } = simulation;
  const random = simulation.random.fork('store');
  const history = createHistory(limits.storeHistory);
  const collections = new Map<string, StoreCollection>();
  let revision = 0;
  let size = 0;

  // An event needs 1 to 4 ms to its reader; each watcher has its own way, which keeps the order of its events.
  const watchLatencyMs = (): number => 1 + random.below(4);

  const commit = (collection: string, hub: WatchHub, type: Change['type'], next: Storable, before: Stored<KubeObject> | undefined): Stored<KubeObject> => {
    revision++;
    const object = { ...next, metadata: { ...next.metadata, resourceVersion: String(revision) } } as Stored<KubeObject>;
    if (freeze) deepFreeze(object);
    const { namespace, name } = object.metadata;
    const text = `${VERBS[type]} ${collection} ${namespace ? `${namespace}/` : ''}${name}`;
    const cause = trace.record('change', text, type === 'DELETED' ? '' : formatChangedContent(object, before));
    const change: Change = { revision, type, object, before, cause, at: clock.now, collection };
    history.push(change);
    hub.publish(change);
    return object;
  };

  const createCollection = (name: string): StoreCollection => {
    const objects = createObjectCollection();
    const hub = createWatchHub(simulation, watchLatencyMs);
    const current = (before: Stored<KubeObject>): void => {
      assert(objects.get(before.metadata.namespace ?? '', before.metadata.name) === before, `${name}: a write must start from the stored object`);
    };
    return {
      name,
      get size() {
        return objects.size;
      },
      get: objects.get,
      list: objects.list,
      listAt(at, namespace) {
        if (at < history.compacted || at > revision) return undefined;
        return at === revision ? objects.list(namespace) : rewind(objects, history.after(at, name), namespace);
      },
      create(object) {
        if (size >= limits.objects) throw new LimitError('objects', limits, 'the store is full');
        assert(!objects.get(object.metadata.namespace ?? '', object.metadata.name), `${name}: the object exists already`);
        const stored = commit(name, hub, 'ADDED', object, undefined);
        objects.set(stored);
        size++;
        return stored;
      },
      update(before, next) {
        current(before);
        const stored = commit(name, hub, 'MODIFIED', next, before);
        objects.set(stored);
        return stored;
      },
      remove(before) {
        current(before);
        const stored = commit(name, hub, 'DELETED', before, before);
        objects.delete(before.metadata.namespace ?? '', before.metadata.name);
        size--;
        return stored;
      },
      watch(afterRevision, watcher) {
        if (afterRevision < history.compacted) return undefined;
        return hub.add(watcher, history.after(afterRevision, name));
      },
    };
  };

  return {
    get revision() {
      return revision;
    },
    get size() {
      return size;
    },
    get compactedRevision() {
      return history.compacted;
    },
    collection(name) {
      let found = collections.get(name);
      if (!found) {
        found = createCollection(name);
        collections.set(name, found);
      }
      return found;
    },
    changesAfter: (after) => history.after(after),
    compact: (to) => history.compact(to),
  };
}

const VERBS = { ADDED: 'create', MODIFIED: 'update', DELETED: 'delete' } as const;

/** Takes changes back, newest first, on a copy. */
function rewind(objects: ObjectCollection, changes: readonly Change[], namespace: string | undefined): readonly Stored<KubeObject>[] {
  const copy = createObjectCollection();
  for (const object of objects.list(namespace)) copy.set(object);
  for (const { before, object } of changes.toReversed()) {
    if (namespace && object.metadata.namespace !== namespace) continue;
    if (before) copy.set(before);
    else copy.delete(object.metadata.namespace ?? '', object.metadata.name);
  }
  return copy.list(namespace);
}

function deepFreeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const part of Object.values(value)) deepFreeze(part);
}
