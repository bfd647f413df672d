import type { KubeObject, Stored } from '#machinery/object.ts';
import type { Simulation } from '#sim/simulation.ts';
import type { Change } from './change.ts';

/** What a watcher is told: a change as it looks through the watcher's selectors. */
export interface StoreEvent {
  readonly type: Change['type'];
  readonly object: Stored<KubeObject>;
  readonly revision: number;
}

/** Which changes of a collection a watcher wants. */
export interface WatchInterest {
  /** '' for all namespaces. */
  readonly namespace: string;
  /**
   * An equality that the object must meet. Watchers are kept by it, so that a change costs only those it concerns
   * (5,000 kubelets each watch the pods of their own node).
   */
  readonly equals?: { readonly field: string; readonly value: string; read(object: KubeObject): string };
  /** The rest of the selectors; undefined when there is none. */
  matches?(object: KubeObject): boolean;
}

export interface StoreWatcher {
  readonly interest: WatchInterest;
  /** Called some virtual milliseconds after the change, in the order of the changes, on behalf of the change. */
  onEvent(event: StoreEvent): void;
}

interface Pending {
  readonly event: StoreEvent;
  readonly dueAt: number;
  readonly cause: number;
}

interface Entry {
  readonly watcher: StoreWatcher;
  readonly latencyMs: number;
  pending: Pending[];
  armed: boolean;
  closed: boolean;
}

/** The watchers of one collection. */
export interface WatchHub {
  readonly size: number;
  /**
   * @param past changes it has missed, oldest first; they are told first
   * @returns a function that ends the watch; nothing is told after it
   */
  add(watcher: StoreWatcher, past: readonly Change[]): () => void;
  publish(change: Change): void;
}

interface FieldBuckets {
  readonly read: (object: KubeObject) => string;
  readonly byValue: Map<string, Set<Entry>>;
}

/** Creates the watchers of one collection. @param latency how long an event is on its way to a new watcher, in virtual milliseconds */
export function createWatchHub(simulation: Simulation, latency: () => number): WatchHub {
  const { clock, trace } = simulation;
  const everything = new Set<Entry>();
  const byField = new Map<string, FieldBuckets>();
  let size = 0;

  const arm = (entry: Entry): void => {
    const first = entry.pending[0];
    if (entry.armed || entry.closed || !first) return;
    entry.armed = true;
    clock.at(first.dueAt, () => deliver(entry));
  };

  // One timer per watcher, not per event: what is due together is told together.
  const deliver = (entry: Entry): void => {
    entry.armed = false;
    const now = clock.now;
    const { pending } = entry;
    let count = 0;
    while (count < pending.length && (pending[count] as Pending).dueAt <= now) count++;
    entry.pending = count === pending.length ? [] : pending.slice(count);
    arm(entry);
    for (let i = 0; i < count && !entry.closed; i++) {
      const { event, cause } = pending[i] as Pending;
      trace.because(cause, () => entry.watcher.onEvent(event));
    }
  };

  const offer = (entry: Entry, change: Change): void => {
    const event = seenThrough(entry.watcher.interest, change);
    if (!event) return;
    entry.pending.push({ event, dueAt: clock.now + entry.latencyMs, cause: change.cause });
    arm(entry);
  };

  const buckets = (field: string, read: (object: KubeObject) => string): FieldBuckets => {
    let found = byField.get(field);
    if (!found) {
      found = { read, byValue: new Map() };
      byField.set(field, found);
    }
    return found;
  };

  const place = (entry: Entry): (() => void) => {
    const key = bucketOf(entry.watcher.interest);
    if (!key) {
      everything.add(entry);
      return () => everything.delete(entry);
    }
    const { byValue } = buckets(key.field, key.read);
    let entries = byValue.get(key.value);
    if (!entries) {
      entries = new Set();
      byValue.set(key.value, entries);
    }
    entries.add(entry);
    return () => {
      entries.delete(entry);
      if (entries.size === 0 && byValue.get(key.value) === entries) byValue.delete(key.value);
    };
  };

  return {
    get size() {
      return size;
    },
    add(watcher, past) {
      const entry: Entry = { watcher, latencyMs: latency(), pending: [], armed: false, closed: false };
      const leave = place(entry);
      size++;
      for (const change of past) offer(entry, change);
      return () => {
        if (entry.closed) return;
        entry.closed = true;
        entry.pending = [];
        size--;
        leave();
      };
    },
    publish(change) {
      for (const entry of everything) offer(entry, change);
      for (const { read, byValue } of byField.values()) {
        if (byValue.size === 0) continue;
        const now = read(change.object);
        const before = change.before ? read(change.before) : now;
        for (const entry of byValue.get(now) ?? []) offer(entry, change);
        if (before !== now) for (const entry of byValue.get(before) ?? []) offer(entry, change);
      }
    },
  };
}

function bucketOf(interest: WatchInterest): { field: string; value: string; read: (object: KubeObject) => string } | undefined {
  if (interest.equals) return interest.equals;
  if (interest.namespace === '') return undefined;
  return { field: 'metadata.namespace', value: interest.namespace, read: (object) => object.metadata?.namespace ?? '' };
}

/** As upstream's cacher: an update that makes an object match is ADDED, one after which it no longer does is DELETED. */
function seenThrough(interest: WatchInterest, change: Change): StoreEvent | undefined {
  const { type, object, before, revision } = change;
  const wanted = (candidate: KubeObject): boolean =>
    (interest.namespace === '' || candidate.metadata?.namespace === interest.namespace) &&
    (!interest.equals || interest.equals.read(candidate) === interest.equals.value) &&
    (!interest.matches || interest.matches(candidate));
  const was = before !== undefined && wanted(before);
  const is = type !== 'DELETED' && wanted(object);
  if (is) return { type: was ? 'MODIFIED' : 'ADDED', object, revision };
  if (!was) return undefined;
  if (type === 'DELETED') return { type, object, revision };
  return { type: 'DELETED', object: { ...before, metadata: { ...before.metadata, resourceVersion: object.metadata.resourceVersion } }, revision };
}
