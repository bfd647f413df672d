import type { DirectClient, WriteOptions } from '#client/client.ts';
import type { Informers } from '#client/informer.ts';
import type { KubeObject } from '#machinery/object.ts';
import { formatGroupResource, type ResourceType } from '#machinery/resource-type.ts';

/**
 * Sees to it that a key is not worked on before the local copies show what its last reconcile wrote.
 * Without it a copy that lags behind makes a controller create the same pods twice (upstream's ControllerExpectations).
 */
export interface Expectations {
  /** A client that remembers, for the key being worked on, what it wrote. */
  readonly client: DirectClient;
  /** Runs a reconcile; writes within it belong to `key`. @returns how many writes there were */
  during(key: string, body: () => void): number;
}

interface Expected {
  readonly key: string;
  readonly resourceVersion: number;
}

interface Awaited {
  /** In order of resource version, because writes happen in that order. */
  queue: Expected[];
  head: number;
  seen: number;
  readonly deletions: Map<string, string>;
}

export interface ExpectationsOptions {
  readonly client: DirectClient;
  readonly informers: Informers;
  /** The types whose local copies the controller reads. Writes to others are not waited for. */
  readonly types: readonly ResourceType[];
  hold(key: string, change: 1 | -1): void;
}

/** Creates the expectations of one controller and subscribes them to its local copies. */
export function createExpectations(options: ExpectationsOptions): Expectations {
  const awaited = new Map<string, Awaited>();
  let current: string | undefined;
  let writes = 0;

  const release = (state: Awaited): void => {
    for (let next = state.queue[state.head]; next && next.resourceVersion <= state.seen; next = state.queue[state.head]) {
      state.head++;
      options.hold(next.key, -1);
    }
    if (state.head > 1024 && state.head * 2 > state.queue.length) {
      state.queue = state.queue.slice(state.head);
      state.head = 0;
    }
  };

  const releaseDeletion = (state: Awaited, object: KubeObject): void => {
    const uid = object.metadata?.uid ?? '';
    const key = state.deletions.get(uid);
    if (key === undefined) return;
    state.deletions.delete(uid);
    options.hold(key, -1);
  };

  for (const type of options.types) {
    const name = formatGroupResource(type);
    if (awaited.has(name)) continue;
    const state: Awaited = { queue: [], head: 0, seen: 0, deletions: new Map() };
    awaited.set(name, state);
    const see = (object: KubeObject): void => {
      state.seen = Math.max(state.seen, Number(object.metadata?.resourceVersion ?? 0));
      release(state);
      if (state.deletions.size > 0 && object.metadata?.deletionTimestamp !== undefined) releaseDeletion(state, object);
    };
    options.informers.subscribe(type, {
      onAdd: see,
      onUpdate: see,
      onDelete(object) {
        see(object);
        if (state.deletions.size > 0) releaseDeletion(state, object);
      },
    });
  }

  const wrote = <T extends KubeObject>(type: ResourceType, object: T, dryRun: boolean | undefined): T => {
    writes++;
    const state = awaited.get(formatGroupResource(type));
    const resourceVersion = Number(object.metadata?.resourceVersion ?? 0);
    if (current !== undefined && state && !dryRun && resourceVersion > state.seen) {
      state.queue.push({ key: current, resourceVersion });
      options.hold(current, 1);
    }
    return object;
  };

  const inner = options.client;
  const client: DirectClient = {
    get: (type, namespace, name) => inner.get(type, namespace, name),
    list: (type, listOptions) => inner.list(type, listOptions),
    watch: (type, watchOptions, handlers) => inner.watch(type, watchOptions, handlers),
    create: (type, namespace, object, writeOptions?: WriteOptions) => wrote(type, inner.create(type, namespace, object, writeOptions), writeOptions?.dryRun),
    update: (type, namespace, object, writeOptions) => wrote(type, inner.update(type, namespace, object, writeOptions), writeOptions?.dryRun),
    updateStatus: (type, namespace, object) => wrote(type, inner.updateStatus(type, namespace, object), false),
    patch: (type, namespace, name, patch, patchOptions) => wrote(type, inner.patch(type, namespace, name, patch, patchOptions), patchOptions.dryRun),
    delete(type, namespace, name, deleteOptions) {
      writes++;
      const answer = inner.delete(type, namespace, name, deleteOptions);
      if (answer.kind !== 'Status') return wrote(type, answer, deleteOptions?.dryRun);
      const uid = deleteOptions?.preconditions?.uid;
      const state = awaited.get(formatGroupResource(type));
      // Without the uid there is nothing to recognise the deletion by; controllers delete what they have seen, with its uid.
      if (current !== undefined && state && uid !== undefined && !deleteOptions?.dryRun) {
        state.deletions.set(uid, current);
        options.hold(current, 1);
      }
      return answer;
    },
  };

  return {
    client,
    during(key, body) {
      const [keyBefore, writesBefore] = [current, writes];
      current = key;
      writes = 0;
      try {
        body();
        return writes;
      } finally {
        current = keyBefore;
        writes = writesBefore;
      }
    },
  };
}
