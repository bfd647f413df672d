import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { KubeObject, Stored } from '#machinery/object.ts';
import { decodeObject } from '#machinery/schema/decode.ts';
import { type FieldSchema, type SchemaType, schemaOf } from '#machinery/schema/schema.ts';
import { kinds } from './catalog.ts';
import type { DescribeContext } from './describe-context.ts';
import type { Kind } from './kind.ts';
import { upcomingKinds } from './upcoming.ts';

// Whatever a user writes with the right types: it must be defaulted, judged, shown and described, never crash.

const deepest = 7;
const texts = fc.constantFrom(
  '',
  'a',
  'web',
  'Bad Name',
  '-',
  '../x',
  '/abs',
  'nginx:1.27',
  'a=b',
  '10.0.0.1',
  'None',
  'Always',
  'In',
  'ClusterIP',
  '*/5 * * * *',
  '日本',
);
const quantities = fc.constantFrom('0', '1', '100m', '64Mi', '-1', '1.5', '1e3');
const times = fc.constantFrom('2026-11-20T10:05:35Z', '2026-11-20T10:05:36Z');
const integers = fc.constantFrom(-1, 0, 1, 2, 80, 70_000, 2_147_483_647);
const reused = new Map<string, fc.Arbitrary<unknown>>();

function arbitraryOf(type: SchemaType, depth: number): fc.Arbitrary<unknown> {
  switch (type.kind) {
    case 'string':
      return texts;
    case 'enum':
      return fc.oneof(texts, fc.constantFrom(...type.values, ''));
    case 'boolean':
      return fc.boolean();
    case 'int32':
    case 'int64':
    case 'double':
      return integers;
    case 'bytes':
      return fc.constantFrom('', 'YQ==', 'e30=');
    case 'time':
      return times;
    case 'microTime':
      return fc.constant('2026-11-20T10:05:35.000000Z');
    case 'intOrString':
      return fc.oneof(integers, fc.constantFrom('25%', '0%', 'http', 'x'));
    case 'quantity':
      return quantities;
    case 'any':
      return fc.constantFrom({}, { a: 1 });
    case 'list':
      return fc.array(arbitraryOf(type.of, depth + 1), { maxLength: 2 });
    case 'map':
      return fc.dictionary(fc.constantFrom('cpu', 'memory', 'app', 'bad key', 'example.com/gpu', 'storage'), arbitraryOf(type.of, depth + 1), { maxKeys: 2 });
    case 'ref':
      return depth >= deepest ? fc.constant({}) : structureOf(type.name, depth + 1);
  }
}

function structureOf(name: string, depth: number): fc.Arbitrary<unknown> {
  const key = `${name} ${depth}`;
  const known = reused.get(key);
  if (known) return known;
  const fields = [...schemaOf(name).fields.values()].filter((field) => field.name !== 'managedFields');
  const record = fc.record(Object.fromEntries(fields.map((field: FieldSchema) => [field.name, arbitraryOf(field.type, depth)])), { requiredKeys: [] });
  reused.set(key, record);
  return record;
}

/** The example with some of its fields, or of its spec's fields, replaced: more often right than what is all chance. */
function variantOf(kind: Kind): fc.Arbitrary<unknown> {
  const example = kind.example as KubeObject & { readonly spec?: object };
  return structureOf(kind.schema, 0).map((chance) => {
    const { spec, metadata: _metadata, apiVersion: _version, kind: _kind, ...rest } = chance as KubeObject & { readonly spec?: object };
    const [field] = Object.entries(spec ?? {});
    return { ...rest, ...example, ...(field && example.spec ? { spec: { ...example.spec, [field[0]]: field[1] } } : {}) };
  });
}

const nowMs = Date.UTC(2026, 10, 20, 10, 5, 39);
const context: DescribeContext = { nowMs, showEvents: true, load: (part) => part(), get: async () => undefined, list: async () => [] };

async function useEverything(kind: Kind, written: unknown, other: unknown): Promise<void> {
  const complete = (value: unknown) => {
    const decoded = decodeObject(kind.schema, value).object as KubeObject;
    return kind.defaults?.(decoded) ?? decoded;
  };
  const object = complete(written);
  const before = complete(other);
  expect(kind.defaults?.(object) ?? object).toBe(object);
  const prepared = kind.prepareForCreate?.(object, { nowMs, subresource: '' }) ?? object;
  const updated = kind.prepareForUpdate?.(prepared, before, { nowMs, subresource: '' }) ?? prepared;
  const errors = kind.validate?.(updated) ?? [];
  for (const error of [...errors, ...(kind.validateUpdate?.(updated, before) ?? [])]) {
    expect(error.message).not.toMatch(/undefined|NaN|\[object/);
    expect(error.field).not.toMatch(/undefined|NaN|\[object/);
  }
  kind.warnings?.(object);
  // What is refused is never shown.
  if (errors.length > 0) return;
  kind.ports?.(object);
  kind.podSelector?.(object);
  for (const read of Object.values(kind.fieldSelectors ?? {})) read(object);
  const metadata = { ...object.metadata, name: 'a', uid: 'u', resourceVersion: '1', creationTimestamp: '2026-11-20T10:05:35Z' };
  const stored = { ...object, apiVersion: kind.example.apiVersion, kind: kind.kind, metadata } as Stored<KubeObject>;
  for (const column of kind.columns) expect(['string', 'number', 'boolean']).toContain(typeof column.cell(stored, nowMs));
  const text = (await kind.describe?.(stored, context)) ?? '';
  expect(text).not.toMatch(/undefined|NaN|\[object/);
}

describe.each([...kinds, ...upcomingKinds].map((kind) => [kind.plural, kind] as const))('%s', (_plural, kind) => {
  test('whatever is written with the right types is judged and shown', async () => {
    const written = fc.oneof(structureOf(kind.schema, 0), variantOf(kind));
    await fc.assert(
      fc.asyncProperty(written, written, (object, other) => useEverything(kind, object, other)),
      { numRuns: 150, seed: 7 },
    );
  });
});
