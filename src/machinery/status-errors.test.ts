import { expect, test } from 'vitest';
import { duplicate, forbidden, formatFieldErrors, invalid, notFoundField, notSupported, required, tooLong, tooMany } from './field-error.ts';
import { alreadyExists, forbiddenError, invalidObject, isConflict, isNotFound, notFound, staleObject } from './status-errors.ts';

const deployments = { group: 'apps', plural: 'deployments', kind: 'Deployment' };

test('a missing object is answered with the whole Status of an API server', () => {
  expect(notFound(deployments, 'web').status).toEqual({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: 'deployments.apps "web" not found',
    reason: 'NotFound',
    details: { name: 'web', group: 'apps', kind: 'deployments' },
    code: 404,
  });
});

test('an invalid object carries a message of all fields and a cause for each', () => {
  const error = invalidObject(deployments, 'web', [required('spec.selector'), invalid('spec.replicas', -1, 'must be greater than or equal to 0')]);
  expect(error.message).toBe(
    'Deployment.apps "web" is invalid: [spec.selector: Required value, spec.replicas: Invalid value: -1: must be greater than or equal to 0]',
  );
  expect(error.status.details?.causes).toEqual([
    { reason: 'FieldValueRequired', message: 'Required value', field: 'spec.selector' },
    { reason: 'FieldValueInvalid', message: 'Invalid value: -1: must be greater than or equal to 0', field: 'spec.replicas' },
  ]);
});

test('errors are told apart by their reason', () => {
  const pods = { group: '', plural: 'pods' };
  expect([isNotFound(notFound(pods, 'a')), isNotFound(new Error('x')), isConflict(staleObject(pods, 'a')), isConflict(alreadyExists(pods, 'a'))]).toEqual([
    true,
    false,
    true,
    false,
  ]);
  expect(alreadyExists(pods, 'a').message).toBe('pods "a" already exists');
  expect(forbiddenError(pods, '', 'no').message).toBe('pods is forbidden: no');
});

test('field errors print values as Go does', () => {
  expect(
    [
      invalid('a', 'x"y', 'bad'),
      invalid('b', { z: 1, a: '<' }, 'bad'),
      notSupported('c', 'x', ['A', 'B']),
      duplicate('d', 'web'),
      tooLong('e', 63),
      tooMany('f', 3, 1),
      notFoundField('g', 'vol'),
      forbidden('h', 'no'),
      invalid('i', undefined, ''),
    ].map((error) => formatFieldErrors([error])),
  ).toEqual([
    'a: Invalid value: "x\\"y": bad',
    'b: Invalid value: {"a":"\\u003c","z":1}: bad',
    'c: Unsupported value: "x": supported values: "A", "B"',
    'd: Duplicate value: "web"',
    'e: Too long: may not be more than 63 bytes',
    'f: Too many: 3: must have at most 1 item',
    'g: Not found: "vol"',
    'h: Forbidden: no',
    'i: Invalid value: null',
  ]);
});
