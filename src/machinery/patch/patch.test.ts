import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyJsonPatch } from './json-patch.ts';
import { applyMergePatch, createMergePatch } from './merge-patch.ts';
import { PatchError } from './patch-error.ts';
import { createThreeWayStrategicPatch, createTwoWayStrategicPatch } from './strategic-diff.ts';
import { applyStrategicMergePatch } from './strategic-merge.ts';
import { createThreeWayJsonMergePatch } from './three-way-json-merge.ts';

const deployment = 'apps.v1.Deployment';

describe('a JSON patch', () => {
  const document = { a: { b: [1, 2, 3] }, 'x/y': 1, n: null };
  test.each([
    [[{ op: 'add', path: '/a/b/1', value: 9 }], { a: { b: [1, 9, 2, 3] }, 'x/y': 1, n: null }],
    [[{ op: 'add', path: '/a/b/-', value: 9 }], { a: { b: [1, 2, 3, 9] }, 'x/y': 1, n: null }],
    [[{ op: 'remove', path: '/a/b/0' }], { a: { b: [2, 3] }, 'x/y': 1, n: null }],
    [[{ op: 'replace', path: '/x~1y', value: 2 }], { a: { b: [1, 2, 3] }, 'x/y': 2, n: null }],
    [[{ op: 'move', from: '/a', path: '/c' }], { c: { b: [1, 2, 3] }, 'x/y': 1, n: null }],
    [[{ op: 'copy', from: '/a/b/0', path: '/c' }], { a: { b: [1, 2, 3] }, c: 1, 'x/y': 1, n: null }],
    [[{ op: 'test', path: '/a/b', value: [1, 2, 3] }], document],
    [[{ op: 'test', path: '/n', value: null }], document],
    [[{ op: 'replace', path: '', value: 5 }], 5],
  ])('%j applies', (operations, expected) => {
    expect(applyJsonPatch(document, operations)).toEqual(expected);
  });

  test.each([
    [{ op: 'replace', path: '/z', value: 1 }, 'replace operation does not apply: doc is missing key: /z: missing value'],
    [{ op: 'remove', path: '/z' }, "error in remove for path: '/z': Unable to remove nonexistent key: z: missing value"],
    [{ op: 'add', path: '/z/y', value: 1 }, 'add operation does not apply: doc is missing path: "/z/y": missing value'],
    [{ op: 'add', path: '/a/b/9', value: 1 }, "error in add for path: '/a/b/9': Unable to access invalid index: 9: invalid index referenced"],
    [{ op: 'test', path: '/x~1y', value: 2 }, 'testing value /x~1y failed: test failed'],
    [{ op: 'merge', path: '/a' }, 'Unexpected kind: merge'],
  ])('%j is refused', (operation, message) => {
    expect(() => applyJsonPatch(document, [operation])).toThrow(new PatchError(message));
  });

  test('does to objects and lists what assigning and splicing do', () => {
    const keys = fc.constantFrom('a', 'b', 'c');
    const start = fc.record({ object: fc.dictionary(keys, fc.integer(), { noNullPrototype: true }), list: fc.array(fc.integer(), { maxLength: 5 }) });
    const change = fc.oneof(
      fc.tuple(fc.constant('set'), keys, fc.integer()),
      fc.tuple(fc.constant('insert'), fc.nat(9), fc.integer()),
      fc.tuple(fc.constant('cut'), fc.nat(9), fc.constant(0)),
    );
    fc.assert(
      fc.property(start, fc.array(change, { maxLength: 6 }), (before, changes) => {
        const model = { object: { ...before.object }, list: [...before.list] };
        const operations = changes.flatMap(([what, where, value]) => {
          if (what === 'set') {
            model.object[String(where)] = value;
            return [{ op: 'add', path: `/object/${where}`, value }];
          }
          if (what === 'insert') {
            const index = Math.min(Number(where), model.list.length);
            model.list.splice(index, 0, value);
            return [{ op: 'add', path: `/list/${index}`, value }];
          }
          if (model.list.length === 0) return [];
          const index = Number(where) % model.list.length;
          model.list.splice(index, 1);
          return [{ op: 'remove', path: `/list/${index}` }];
        });
        const untouched = JSON.stringify(before);
        expect(applyJsonPatch(before, operations)).toEqual(model);
        expect(JSON.stringify(before)).toBe(untouched);
      }),
    );
  });
});

describe('a merge patch', () => {
  test('deletes with null, merges objects and replaces all else', () => {
    expect(applyMergePatch({ a: { b: 1, c: 2 }, d: [1] }, { a: { b: null, e: 3 }, d: [2], f: { g: null } })).toEqual({ a: { c: 2, e: 3 }, d: [2], f: {} });
  });

  test('made from two objects turns one into the other', () => {
    const { object } = fc.letrec((tie) => ({
      object: fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.oneof({ maxDepth: 3 }, fc.integer(), fc.array(fc.integer(), { maxLength: 2 }), tie('object')), {
        noNullPrototype: true,
      }),
    }));
    fc.assert(
      fc.property(object, object, (from, to) => {
        expect(applyMergePatch(from, createMergePatch(from, to))).toEqual(to);
      }),
    );
  });

  test('that changes nothing gives back the same object', () => {
    const document = { a: { b: 1 } };
    expect(applyMergePatch(document, { a: { b: 1 } })).toBe(document);
  });
});

const web = { name: 'web', image: 'nginx:1.27', env: [{ name: 'A', value: '1' }] };
const sidecar = { name: 'side', image: 'busybox' };
const live = {
  metadata: { name: 'web', finalizers: ['x/a', 'x/b'] },
  spec: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } }, template: { spec: { containers: [web, sidecar] } } },
};
const withContainers = (containers: unknown) => ({ ...live, spec: { ...live.spec, template: { spec: { containers } } } });

describe('a strategic merge patch', () => {
  test.each([
    [
      'changes the item of the same key',
      { spec: { template: { spec: { containers: [{ name: 'side', image: 'new' }] } } } },
      withContainers([web, { name: 'side', image: 'new' }]),
    ],
    [
      'puts new items before those it does not name',
      { spec: { template: { spec: { containers: [{ name: 'new', image: 'x' }] } } } },
      withContainers([{ name: 'new', image: 'x' }, web, sidecar]),
    ],
    ['deletes an item', { spec: { template: { spec: { containers: [{ name: 'web', $patch: 'delete' }] } } } }, withContainers([sidecar])],
    ['replaces a list', { spec: { template: { spec: { containers: [{ $patch: 'replace' }, sidecar] } } } }, withContainers([sidecar])],
    ['orders a list', { spec: { template: { spec: { '$setElementOrder/containers': [{ name: 'side' }, { name: 'web' }] } } } }, withContainers([sidecar, web])],
    [
      'keeps only the retained keys',
      { spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } },
      { ...live, spec: { ...live.spec, strategy: { type: 'Recreate' } } },
    ],
    ['deletes a field', { spec: { strategy: null } }, { ...live, spec: { template: live.spec.template } }],
    ['adds to a list of scalars', { metadata: { finalizers: ['x/c'] } }, { ...live, metadata: { name: 'web', finalizers: ['x/c', 'x/a', 'x/b'] } }],
    [
      'deletes from a list of scalars',
      { metadata: { '$deleteFromPrimitiveList/finalizers': ['x/a'] } },
      { ...live, metadata: { name: 'web', finalizers: ['x/b'] } },
    ],
  ])('%s', (_, patch, expected) => {
    expect(applyStrategicMergePatch(deployment, live, patch)).toEqual(expected);
  });

  test('that changes nothing gives back the same object', () => {
    expect(applyStrategicMergePatch(deployment, live, { spec: { template: { spec: { containers: [{ name: 'web', image: 'nginx:1.27' }] } } } })).toBe(live);
  });

  test('must name the items it changes', () => {
    const patch = { spec: { template: { spec: { containers: [{ image: 'nginx' }] } } } };
    expect(() => applyStrategicMergePatch(deployment, live, patch)).toThrow(
      new PatchError('map: map[image:nginx] does not contain declared merge key: name', 500),
    );
  });
});

test('the patch of set image names the container and the order', () => {
  expect(createTwoWayStrategicPatch(deployment, live, withContainers([{ ...web, image: 'nginx:1.28' }, sidecar]))).toEqual({
    spec: { template: { spec: { '$setElementOrder/containers': [{ name: 'web' }, { name: 'side' }], containers: [{ name: 'web', image: 'nginx:1.28' }] } } },
  });
});

describe('the patch of apply', () => {
  test('takes away what the last configuration said and leaves what others wrote', () => {
    const last = { spec: { replicas: 2, template: { spec: { containers: [web, sidecar] } } } };
    const next = { spec: { template: { spec: { containers: [{ ...web, image: 'nginx:1.28' }] } } } };
    const current = { metadata: { uid: 'u' }, spec: { replicas: 5, paused: true, template: { spec: { containers: [web, sidecar, { name: 'injected' }] } } } };
    const patch = createThreeWayStrategicPatch(deployment, last, next, current, { overwrite: true });
    expect(patch).toEqual({
      spec: {
        replicas: null,
        template: {
          spec: {
            '$setElementOrder/containers': [{ name: 'web' }],
            containers: [
              { name: 'web', image: 'nginx:1.28' },
              { name: 'side', $patch: 'delete' },
            ],
          },
        },
      },
    });
    expect(applyStrategicMergePatch(deployment, current, patch)).toEqual({
      metadata: { uid: 'u' },
      spec: { paused: true, template: { spec: { containers: [{ ...web, image: 'nginx:1.28' }, { name: 'injected' }] } } },
    });
  });

  test('of kinds without a schema is a merge patch', () => {
    expect(createThreeWayJsonMergePatch({ a: 1, b: { c: 1 } }, { b: {}, d: [1] }, { a: 1, b: { c: 1, x: 1 }, s: 1 })).toEqual({
      a: null,
      b: { c: null },
      d: [1],
    });
  });

  test('is refused without overwrite when someone changed the same field', () => {
    const make = (replicas: number) => ({ spec: { replicas } });
    expect(() => createThreeWayStrategicPatch(deployment, make(1), make(2), make(3), { overwrite: false })).toThrow(PatchError);
    expect(createThreeWayStrategicPatch(deployment, make(1), make(2), make(1), { overwrite: false })).toEqual(make(2));
  });
});

const names = ['a', 'b', 'c', 'd'];
const env = fc.uniqueArray(fc.record({ name: fc.constantFrom(...names), value: fc.constantFrom('1', '2') }), {
  selector: (item) => item.name,
  minLength: 1,
  maxLength: 4,
});
const container = fc.record(
  { name: fc.constantFrom(...names), image: fc.constantFrom('x', 'y'), env, command: fc.array(fc.constantFrom('sh', '-c'), { minLength: 1, maxLength: 2 }) },
  { requiredKeys: ['name'] },
);
const volume = fc.oneof(
  fc.record({ name: fc.constantFrom(...names), emptyDir: fc.constant({}) }),
  fc.record({ name: fc.constantFrom(...names), hostPath: fc.record({ path: fc.constantFrom('/a', '/b') }) }),
);
const podSpec = fc.record(
  {
    containers: fc.uniqueArray(container, { selector: (item) => item.name, minLength: 1, maxLength: 4 }),
    volumes: fc.uniqueArray(volume, { selector: (item) => item.name, minLength: 1, maxLength: 3 }),
    nodeSelector: fc.dictionary(fc.constantFrom('k', 'l'), fc.constantFrom('1', '2'), { noNullPrototype: true }),
    hostNetwork: fc.boolean(),
  },
  { requiredKeys: ['containers'] },
);
const object = podSpec.map((spec) => ({ metadata: { name: 'web' }, spec: { template: { spec } } }));

describe('for any two Deployments', () => {
  test('the two-way patch turns one into the other, order included', () => {
    fc.assert(
      fc.property(object, object, (from, to) => {
        expect(applyStrategicMergePatch(deployment, from, createTwoWayStrategicPatch(deployment, from, to))).toEqual(to);
      }),
      { numRuns: 500 },
    );
  });

  test('there is no patch from one to itself', () => {
    fc.assert(
      fc.property(object, (each) => {
        expect(createTwoWayStrategicPatch(deployment, each, JSON.parse(JSON.stringify(each)))).toEqual({});
      }),
    );
  });

  test('applied twice, a configuration has nothing more to say', () => {
    fc.assert(
      fc.property(object, object, object, (last, next, current) => {
        const patch = createThreeWayStrategicPatch(deployment, last, next, current, { overwrite: true });
        const after = applyStrategicMergePatch(deployment, current, patch);
        const again = createThreeWayStrategicPatch(deployment, next, next, after, { overwrite: true });
        expect(applyStrategicMergePatch(deployment, after, again)).toEqual(after);
        for (const item of next.spec.template.spec.containers) {
          const merged = (after as typeof next).spec.template.spec.containers.find((candidate) => candidate.name === item.name);
          expect(merged).toMatchObject(item.env === undefined ? item : { ...item, env: expect.arrayContaining(item.env) });
        }
      }),
      { numRuns: 500 },
    );
  });
});
