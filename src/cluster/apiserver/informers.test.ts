import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createInformers } from '#client/shared-informers.ts';
import { configMapKind } from '#kinds/configmap/configmap.ts';
import { podKind } from '#kinds/pod/pod.ts';
import type { KubeObject, Stored } from '#machinery/object.ts';
import { createTestServer } from './test-server.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

function ownedBy(name: string, uid: string): KubeObject {
  return { metadata: { name, ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'rs', uid, controller: true }] } };
}

describe('informers', () => {
  it('are complete at once, then follow with a delay', async () => {
    const { direct, simulation, version } = createTestServer(turn);
    direct.create(configMapKind, 'default', { metadata: { name: 'a' } });
    const informers = createInformers(direct, simulation.clock);
    const calls: string[] = [];
    informers.subscribe(configMapKind, {
      onAdd: ({ metadata }) => calls.push(`add ${metadata.name}`),
      onUpdate: ({ metadata }, before) => calls.push(`update ${metadata.name} ${before.metadata.resourceVersion}-${metadata.resourceVersion}`),
      onDelete: ({ metadata }) => calls.push(`delete ${metadata.name}`),
    });
    const lister = informers.lister(configMapKind);
    expect(calls).toEqual(['add a']);
    const b = direct.create(configMapKind, 'default', { metadata: { name: 'b' } });
    direct.update(configMapKind, 'default', { ...b, metadata: { ...b.metadata, labels: { x: 'y' } } });
    expect(lister.get('default', 'b')).toBeUndefined();
    await simulation.advance(5);
    direct.delete(configMapKind, 'default', 'a');
    await simulation.advance(5);
    expect(calls).toEqual(['add a', 'add b', `update b ${version(2)}-${version(3)}`, 'delete a']);
    expect(lister.list('default').map(({ metadata }) => metadata.name)).toEqual(['b']);
    expect(lister.list()).toBe(lister.list());
    informers.stop();
    direct.delete(configMapKind, 'default', 'b');
    await simulation.advance(50);
    expect(lister.list().length).toBe(1);
  });

  it('find objects by their owner and by declared indexes', async () => {
    const { direct, simulation } = createTestServer(turn);
    const informers = createInformers(direct, simulation.clock);
    informers.index(configMapKind, 'label', ({ metadata }) => Object.values(metadata.labels ?? {}));
    const lister = informers.lister(configMapKind);
    const names = (list: readonly Stored<KubeObject>[]): string[] => list.map(({ metadata }) => metadata.name);
    for (const name of ['c', 'a', 'b']) direct.create(configMapKind, 'default', ownedBy(name, 'one'));
    const a = direct.get(configMapKind, 'default', 'a');
    direct.update(configMapKind, 'default', { ...a, metadata: { ...a.metadata, labels: { x: 'blue' }, ownerReferences: [] } });
    await simulation.advance(10);
    expect(names(lister.controlledBy('one'))).toEqual(['b', 'c']);
    expect(names(lister.byIndex('label', 'blue'))).toEqual(['a']);
    direct.delete(configMapKind, 'default', 'a');
    await simulation.advance(10);
    expect([lister.byIndex('label', 'blue'), lister.byIndex('label', 'red')]).toEqual([[], []]);
  });

  it('of one node see pods come when they are bound', async () => {
    const { direct, simulation } = createTestServer(turn);
    const calls: string[] = [];
    const informers = createInformers(direct, simulation.clock);
    informers.subscribe(podKind, { onAdd: ({ metadata }) => calls.push(metadata.name) }, 'spec.nodeName=node-1');
    direct.create(podKind, 'default', { metadata: { name: 'web' }, spec: { containers: [{ name: 'main', image: 'nginx' }] } });
    await simulation.advance(10);
    expect(calls).toEqual([]);
    const binding = { metadata: { name: 'web' }, target: { kind: 'Node', name: 'node-1' } };
    direct.create(podKind, 'default', binding, { name: 'web', subresource: 'binding' });
    await simulation.advance(10);
    expect(calls).toEqual(['web']);
  });

  it('end up equal to the server, whatever happened and wherever they began', async () => {
    const step = fc.record({ name: fc.constantFrom('a', 'b', 'c'), act: fc.constantFrom('write', 'delete', 'compact', 'start'), wait: fc.nat(4) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const { direct, simulation, server } = createTestServer(turn);
        const copies = [createInformers(direct, simulation.clock)];
        let n = 0;
        for (const { name, act, wait } of steps) {
          const present = server.store.collection('/configmaps').get('default', name);
          if (act === 'start') copies.push(createInformers(direct, simulation.clock));
          else if (act === 'compact') server.store.compact(server.store.revision);
          else if (act === 'delete' && present) direct.delete(configMapKind, 'default', name);
          else if (present) direct.update(configMapKind, 'default', { ...present, data: { n: String(n++) } } as KubeObject);
          else direct.create(configMapKind, 'default', { metadata: { name } });
          for (const copy of copies) copy.lister(configMapKind);
          await simulation.advance(wait);
        }
        await simulation.advance(10);
        const truth = server.store.collection('/configmaps').list();
        for (const copy of copies) expect(copy.lister(configMapKind).list()).toEqual(truth);
      }),
      { numRuns: 50 },
    );
  });
});
