import { describe, expect, test } from 'vitest';
import { isDeepEqual, isSemanticallyEqual } from './equality.ts';
import { formatFieldErrors } from './field-error.ts';
import { scaledValue } from './int-or-string.ts';
import { validateDnsSubdomain } from './names.ts';
import type { ObjectMeta } from './object.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from './object-meta-validation.ts';
import { controllerOf, isControlledBy } from './owner.ts';
import { hashPodTemplate, safeEncode } from './template-hash.ts';

const check = (meta: ObjectMeta, namespaced = true) => formatFieldErrors(validateObjectMeta(meta, namespaced, validateDnsSubdomain));

describe('metadata', () => {
  test('of a new object needs a name and, in a namespace, that', () => {
    expect(check({ name: 'web', namespace: 'default' })).toBe('[]');
    expect(check({})).toBe('[metadata.name: Required value: name or generateName is required, metadata.namespace: Required value]');
    expect(check({ name: 'web', namespace: 'default' }, false)).toBe('metadata.namespace: Forbidden: not allowed on this type');
    expect(check({ name: 'web-x', generateName: 'web-', namespace: 'default' })).toBe('[]');
  });

  test('has sound labels, annotations, owners and finalizers', () => {
    const meta = {
      name: 'web',
      namespace: 'default',
      annotations: { 'Example.COM/x': 'any thing' },
      ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: '', uid: 'u' }],
      finalizers: ['orphan', 'foregroundDeletion'],
    };
    expect(check(meta)).toBe(
      '[metadata.ownerReferences.name: Invalid value: "": must not be empty, metadata.finalizers: Invalid value: ["orphan","foregroundDeletion"]: finalizer orphan and foregroundDeletion cannot be both set]',
    );
  });

  test('of an existing object keeps its identity', () => {
    const before: ObjectMeta = { name: 'web', namespace: 'default', uid: 'u', resourceVersion: '1', generation: 2, deletionTimestamp: '2026-11-20T10:00:00Z' };
    expect(formatFieldErrors(validateObjectMetaUpdate({ ...before, name: 'x', generation: 1, finalizers: ['a/b'] }, before))).toBe(
      '[metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a/b"}, metadata.generation: Invalid value: 1: must not be decremented, metadata.name: Invalid value: "x": field is immutable]',
    );
    expect(validateObjectMetaUpdate(before, before)).toEqual([]);
  });
});

test('an owner is recognised by its uid', () => {
  const owner = { metadata: { name: 'rs', uid: 'u1' } };
  const pod = { metadata: { ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'rs', uid: 'u1', controller: true }] } };
  expect(controllerOf(pod)?.name).toBe('rs');
  expect(isControlledBy(pod, owner)).toBe(true);
  expect(isControlledBy(pod, { metadata: { name: 'rs', uid: 'u2' } })).toBe(false);
});

test('values are equal by content, and semantically by what they mean', () => {
  expect(isDeepEqual({ a: [1, { b: undefined }] }, { a: [1, {}] })).toBe(true);
  expect(isDeepEqual({ a: 1 }, { a: 1, b: 2 })).toBe(false);
  expect(isDeepEqual([], {})).toBe(false);
  expect(isDeepEqual({ cpu: '1' }, { cpu: '1000m' })).toBe(false);
  expect(isSemanticallyEqual({ cpu: '1', list: [] }, { cpu: '1000m' })).toBe(true);
  expect(isSemanticallyEqual({ name: '1Gi' }, { name: '2Gi' })).toBe(false);
});

test('percentages are scaled and rounded either way', () => {
  expect([scaledValue(3, 10, true), scaledValue('25%', 10, true), scaledValue('25%', 10, false), scaledValue('100%', 7, false)]).toEqual([3, 3, 2, 7]);
  expect(() => scaledValue('x', 1, true)).toThrow('invalid value for IntOrString: invalid type: string is not a percentage');
});

test('the hash of a template depends on its content and collisions only', () => {
  const hash = hashPodTemplate({ a: 1, b: [2] }, undefined);
  expect(hash).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{1,10}$/);
  expect(hashPodTemplate({ b: [2], a: 1 }, undefined)).toBe(hash);
  expect(hashPodTemplate({ a: 1, b: [2] }, 1)).not.toBe(hash);
  expect(hashPodTemplate({ a: 2, b: [2] }, undefined)).not.toBe(hash);
  expect(safeEncode('2567891')).toHaveLength(7);
});
