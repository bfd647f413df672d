import { describe, expect, test } from 'vitest';
import { apiResources } from '#machinery/generated/resources.ts';
import type { KubeObject, Stored } from '#machinery/object.ts';
import { formatGroupVersion } from '#machinery/resource-type.ts';
import { decodeObject } from '#machinery/schema/decode.ts';
import { kindByPlural, kindOf, kinds } from './catalog.ts';
import type { Kind } from './kind.ts';
import { upcomingKinds } from './upcoming.ts';

const nowMs = Date.UTC(2026, 10, 20, 10, 0, 0);

/** The example as the API server would store it. */
function stored(kind: Kind): Stored<KubeObject> {
  const named = {
    ...kind.example,
    metadata: { name: 'example', ...kind.example.metadata, uid: 'u', resourceVersion: '1', creationTimestamp: '2026-11-20T09:59:30Z' },
  };
  const filled = kind.defaults?.(named) ?? named;
  const prepared = kind.prepareForCreate?.(filled, { nowMs, subresource: '' }) ?? filled;
  return prepared as Stored<KubeObject>;
}

test('every kind can be found by version and kind, and by plural', () => {
  for (const kind of kinds) {
    expect(kindOf(formatGroupVersion(kind), kind.kind)).toBe(kind);
    expect(kindByPlural(kind.group, kind.plural)).toBe(kind);
  }
  expect(kindOf('apps/v9', 'Deployment')).toBeUndefined();
});

test('no two kinds share a short name', () => {
  const names = kinds.flatMap((kind) => [...kind.shortNames]);
  expect(new Set(names).size).toBe(names.length);
});

describe.each([...kinds, ...upcomingKinds].map((kind) => [kind.plural, kind] as const))('%s', (_plural, kind) => {
  test('its example says what it is', () => {
    expect(kind.example).toMatchObject({ apiVersion: formatGroupVersion(kind), kind: kind.kind });
  });

  test('is what v1.36 lists in discovery', () => {
    const lines = apiResources.filter((line) => line.group === kind.group && line.version === kind.version);
    const own = lines.find((line) => line.name === kind.plural);
    const { kind: name, singular, namespaced, verbs, shortNames, categories, schema } = kind;
    expect(own).toMatchObject({ kind: name, singular, namespaced, verbs, shortNames, categories, schema });
    const parts = lines
      .filter((line) => line.name.startsWith(`${kind.plural}/`))
      .map(({ name: path, verbs: can }) => ({ name: path.slice(kind.plural.length + 1), verbs: can }));
    const declared = (kind.subresources ?? []).map(({ name: path, verbs: can }) => ({ name: path, verbs: [...can] }));
    if (kind.hasStatus) declared.push({ name: 'status', verbs: ['get', 'patch', 'update'] });
    if (kind.scale) declared.push({ name: 'scale', verbs: ['get', 'patch', 'update'] });
    expect(declared.sort((a, b) => (a.name < b.name ? -1 : 1))).toEqual(parts);
  });

  test('decodes strictly: its example has only known fields, and an unknown one is found', () => {
    const decoded = decodeObject(kind.schema, kind.example);
    expect([decoded.error, decoded.unknownFields]).toEqual([undefined, []]);
    expect(decodeObject(kind.schema, { ...kind.example, bogus: 1 }).unknownFields).toEqual(['bogus']);
  });

  test('defaults twice are defaults once, and the same object', () => {
    const once = kind.defaults?.(kind.example) ?? kind.example;
    expect(kind.defaults?.(once) ?? once).toBe(once);
  });

  test('accepts its own example, and an update that changes nothing', () => {
    const object = stored(kind);
    expect(kind.validate?.(object) ?? []).toEqual([]);
    expect(kind.validateUpdate?.(object, object) ?? []).toEqual([]);
    expect(kind.validateStatusUpdate?.(object, object) ?? []).toEqual([]);
  });

  test('prints its columns from the smallest object, from an empty one, and from its example', () => {
    const bare = {
      apiVersion: formatGroupVersion(kind),
      kind: kind.kind,
      metadata: { name: 'a', uid: 'u', resourceVersion: '1', creationTimestamp: '2026-11-20T09:59:30Z' },
    };
    for (const object of [bare, { ...bare, spec: {}, status: {} }, stored(kind)] as Stored<KubeObject>[]) {
      for (const column of kind.columns) expect(['string', 'number', 'boolean']).toContain(typeof column.cell(object, nowMs));
    }
  });

  test('reads its field selectors from the smallest object', () => {
    for (const read of Object.values(kind.fieldSelectors ?? {})) expect(typeof read(stored(kind))).toBe('string');
  });

  test('validation of the smallest object collects errors and does not throw', () => {
    const bare: KubeObject = { apiVersion: formatGroupVersion(kind), kind: kind.kind, metadata: { name: 'a' } };
    expect(Array.isArray(kind.validate?.(kind.defaults?.(bare) ?? bare) ?? [])).toBe(true);
  });
});
