import type { KubeObject, Stored } from '#machinery/object.ts';
import { controllerOf } from '#machinery/owner.ts';
import type { ResourceType } from '#machinery/resource-type.ts';
import type { Clock } from '#sim/simulation.ts';
import type { Timer } from '#sim/timer-queue.ts';
import type { DirectClient } from './client.ts';
import type { InformerHandlers, Lister } from './informer.ts';
import { createObjectCollection } from './object-collection.ts';
import { createObjectIndex, type ObjectIndex } from './object-index.ts';
import type { Subscription, WatchEvent } from './transport.ts';

/** How long after a broken watch the collection is listed again. */
const RELIST_AFTER_MS = 1000;

/** The local copy of one collection and what keeps it up to date. */
export interface Reflector<T extends KubeObject> {
  readonly lister: Lister<T>;
  subscribe(handlers: InformerHandlers<T>): void;
  addIndex(name: string, values: (object: Stored<T>) => readonly string[]): void;
  stop(): void;
}

/** Lists a collection, then follows it by a watch. @param fieldSelector '' for everything */
export function createReflector<T extends KubeObject>(client: DirectClient, clock: Clock, type: ResourceType, fieldSelector: string): Reflector<T> {
  const objects = createObjectCollection<T>();
  const byOwner = createObjectIndex<T>((object) => {
    const uid = controllerOf(object)?.uid;
    return uid === undefined ? [] : [uid];
  });
  const indexes = new Map<string, ObjectIndex<T>>();
  const subscribers: InformerHandlers<T>[] = [];
  const selection = fieldSelector === '' ? {} : { fieldSelector };
  let watch: Subscription | undefined;
  let retry: Timer | undefined;
  let stopped = false;

  const put = (object: Stored<T>): void => {
    const before = objects.set(object);
    if (before === object) return;
    byOwner.replace(before, object);
    for (const index of indexes.values()) index.replace(before, object);
    for (const handlers of subscribers) {
      if (before) handlers.onUpdate?.(object, before);
      else handlers.onAdd?.(object);
    }
  };

  const drop = (last: Stored<T>): void => {
    const before = objects.delete(last.metadata.namespace ?? '', last.metadata.name);
    if (!before) return;
    byOwner.replace(before, undefined);
    for (const index of indexes.values()) index.replace(before, undefined);
    for (const handlers of subscribers) handlers.onDelete?.(last);
  };

  const follow = (event: WatchEvent): void => {
    if (event.type === 'ADDED' || event.type === 'MODIFIED') put(event.object as Stored<T>);
    else if (event.type === 'DELETED') drop(event.object as Stored<T>);
    else if (event.type === 'ERROR') listAgain();
  };

  const listAgain = (): void => {
    watch?.close();
    retry?.cancel();
    if (!stopped) retry = clock.after(RELIST_AFTER_MS, synchronise);
  };

  const synchronise = (): void => {
    const list = client.list<T>(type, selection);
    const present = new Set(list.items.map(({ metadata }) => metadata.uid));
    for (const object of objects.list()) if (!present.has(object.metadata.uid)) drop(object);
    for (const object of list.items)
      if (objects.get(object.metadata.namespace ?? '', object.metadata.name)?.metadata.resourceVersion !== object.metadata.resourceVersion) put(object);
    const { resourceVersion = '0' } = list.metadata;
    watch = client.watch(type, { ...selection, resourceVersion }, { onEvent: follow, onEnd: listAgain });
  };

  synchronise();
  return {
    lister: {
      get: objects.get,
      list: objects.list,
      controlledBy: byOwner.get,
      byIndex: (name, value) => indexes.get(name)?.get(value) ?? [],
    },
    subscribe(handlers) {
      subscribers.push(handlers);
      for (const object of objects.list()) handlers.onAdd?.(object);
    },
    addIndex(name, values) {
      const index = createObjectIndex<T>(values);
      for (const object of objects.list()) index.replace(undefined, object);
      indexes.set(name, index);
    },
    stop() {
      stopped = true;
      watch?.close();
      retry?.cancel();
    },
  };
}
