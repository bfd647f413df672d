import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KubeObject } from '#machinery/object.ts';
import { defaultLimits } from '#sim/limits.ts';
import { createSimulation, type Simulation } from '#sim/simulation.ts';
import { createStore, type Storable, type Store } from './store.ts';
import type { StoreEvent, WatchInterest } from './watch-hub.ts';

function newSimulation(storeHistory = 10_000): Simulation {
  const host = { turn: () => new Promise<void>((resolve) => setImmediate(resolve)) };
  return createSimulation({ seed: 'store', startMs: 0, limits: { ...defaultLimits, storeHistory }, host });
}

function object(namespace: string, name: string, labels: Record<string, string> = {}): Storable {
  return { apiVersion: 'v1', kind: 'Thing', metadata: { namespace, name, labels } } as Storable;
}

function collect(store: Store, afterRevision: number, interest: WatchInterest): { events: string[]; state: Map<string, KubeObject> } {
  const events: string[] = [];
  const state = new Map<string, KubeObject>();
  store.collection('things').watch(afterRevision, {
    interest,
    onEvent(event: StoreEvent) {
      const { namespace, name, resourceVersion } = event.object.metadata;
      events.push(`${event.type} ${namespace}/${name} ${resourceVersion}`);
      if (event.type === 'DELETED') state.delete(`${namespace}/${name}`);
      else state.set(`${namespace}/${name}`, event.object);
    },
  });
  return { events, state };
}

describe('the store', () => {
  it('lists by key as etcd does, where a-b/x comes before a/x', () => {
    const things = createStore({ simulation: newSimulation() }).collection('things');
    for (const [namespace, name] of [
      ['b', 'x'],
      ['a', 'z'],
      ['a', 'y'],
      ['a-b', 'x'],
    ] as const)
      things.create(object(namespace, name));
    expect(things.list().map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)).toEqual(['a-b/x', 'a/y', 'a/z', 'b/x']);
    expect(things.list('a').map(({ metadata }) => metadata.name)).toEqual(['y', 'z']);
    expect(things.list('a')).toBe(things.list('a'));
  });

  it('tells watchers a few milliseconds later, on behalf of the change', async () => {
    const simulation = newSimulation();
    const store = createStore({ simulation });
    const causes: string[] = [];
    store.collection('things').watch(0, {
      interest: { namespace: '' },
      onEvent: () => causes.push(simulation.trace.get(simulation.trace.cause)?.text ?? ''),
    });
    store.collection('things').create(object('a', 'x'));
    await simulation.settle();
    expect(causes).toEqual([]);
    await simulation.advance(5);
    expect(causes).toEqual(['create things a/x']);
  });

  it('turns updates into ADDED and DELETED for a watcher with a selector', async () => {
    const simulation = newSimulation();
    const store = createStore({ simulation });
    const things = store.collection('things');
    const seen = collect(store, 0, { namespace: '', matches: (candidate) => candidate.metadata?.labels?.['on'] === 'yes' });
    const first = things.create(object('a', 'x'));
    const second = things.update(first, object('a', 'x', { on: 'yes' }));
    const third = things.update(second, object('a', 'x', { on: 'yes', more: '1' }));
    things.remove(things.update(third, object('a', 'x')));
    await simulation.advance(10);
    expect(seen.events).toEqual(['ADDED a/x 2', 'MODIFIED a/x 3', 'DELETED a/x 4']);
  });

  it('refuses to resume from a compacted revision', () => {
    const store = createStore({ simulation: newSimulation(5) });
    const things = store.collection('things');
    for (let i = 0; i < 8; i++) things.create(object('a', `x${i}`));
    expect(store.compactedRevision).toBe(3);
    expect(things.watch(2, { interest: { namespace: '' }, onEvent() {} })).toBeUndefined();
    expect(things.listAt(2)).toBeUndefined();
    expect(things.listAt(3)?.length).toBe(3);
  });

  it('gives every watcher, from any revision and through any namespace, the same state as a listing', async () => {
    const operation = fc.record({
      namespace: fc.constantFrom('a', 'a-b', 'c'),
      name: fc.constantFrom('x', 'y', 'z'),
      act: fc.constantFrom('write', 'remove'),
      wait: fc.nat(3),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 40 }), fc.constantFrom('', 'a', 'c'), async (operations, namespace) => {
        const simulation = newSimulation();
        const store = createStore({ simulation });
        const things = store.collection('things');
        const snapshots = [{ revision: 0, listing: things.list(namespace) }];
        const live = collect(store, 0, { namespace });
        for (const { namespace: of, name, act, wait } of operations) {
          const before = things.get(of, name);
          if (act === 'remove' && before) things.remove(before);
          else if (before) things.update(before, object(of, name));
          else things.create(object(of, name));
          snapshots.push({ revision: store.revision, listing: things.list(namespace) });
          await simulation.advance(wait);
        }
        const replays = snapshots.map(({ revision, listing }) => {
          expect(things.listAt(revision, namespace)).toEqual(listing);
          const replay = collect(store, revision, { namespace });
          for (const item of listing) replay.state.set(`${item.metadata.namespace}/${item.metadata.name}`, item);
          return replay;
        });
        await simulation.advance(10);
        const expected = [...things.list(namespace)];
        for (const { state } of [live, ...replays]) {
          const sorted = [...state].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
          expect(sorted).toEqual(expected);
        }
      }),
      { numRuns: 60 },
    );
  });
});
