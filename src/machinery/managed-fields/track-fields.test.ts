import { expect, test } from 'vitest';
import { type FieldManager, type FieldManagers, formatManagedFields, noManagers, parseManagedFields } from './field-managers.ts';
import { trackApply, trackUpdate } from './track-fields.ts';
import { shapeOfSchema } from './type-shape.ts';

const shape = shapeOfSchema('apps.v1.Deployment');
const applier = (manager: string): FieldManager => ({ manager, operation: 'Apply', apiVersion: 'apps/v1', subresource: '' });
const updater = (manager: string): FieldManager => ({ manager, operation: 'Update', apiVersion: 'apps/v1', subresource: '' });
const fieldsOf = (managers: FieldManagers): Record<string, unknown> =>
  Object.fromEntries(formatManagedFields(managers).map(({ manager, operation, fieldsV1 }) => [`${manager} ${operation}`, fieldsV1]));

const container = { name: 'web', image: 'nginx:1.27', resources: {}, ports: [{ containerPort: 80, protocol: 'TCP' }] };
const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'default', uid: '1', labels: { app: 'web' } },
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: 'web' } },
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: [container], restartPolicy: 'Always' } },
  },
  status: {},
};

test('who creates an object owns what it says, and pointers to structures themselves', () => {
  const managers = trackUpdate(shape, noManagers, undefined, deployment, updater('kubectl-create'), ['status']);
  expect(fieldsOf(managers)).toEqual({
    'kubectl-create Update': {
      'f:metadata': { 'f:labels': { '.': {}, 'f:app': {} } },
      'f:spec': {
        'f:replicas': {},
        'f:selector': {},
        'f:strategy': { 'f:rollingUpdate': { '.': {}, 'f:maxSurge': {}, 'f:maxUnavailable': {} }, 'f:type': {} },
        'f:template': {
          'f:metadata': { 'f:labels': { '.': {}, 'f:app': {} } },
          'f:spec': {
            'f:containers': {
              'k:{"name":"web"}': {
                '.': {},
                'f:image': {},
                'f:name': {},
                'f:ports': { '.': {}, 'k:{"containerPort":80,"protocol":"TCP"}': { '.': {}, 'f:containerPort': {}, 'f:protocol': {} } },
                'f:resources': {},
              },
            },
            'f:restartPolicy': {},
          },
        },
      },
    },
  });
  expect(formatManagedFields(parseManagedFields(formatManagedFields(managers)))).toEqual(formatManagedFields(managers));
});

test('an update takes over what it changes', () => {
  const created = trackUpdate(shape, noManagers, undefined, deployment, updater('kubectl-create'), ['status']);
  const scaled = { ...deployment, spec: { ...deployment.spec, replicas: 3 } };
  const fields = fieldsOf(trackUpdate(shape, created, deployment, scaled, updater('kubectl'), ['status']));
  expect(fields['kubectl Update']).toEqual({ 'f:spec': { 'f:replicas': {} } });
  expect(JSON.stringify(fields['kubectl-create Update'])).not.toContain('f:replicas');
});

test('an applier owns what its configuration names, and what it stops naming goes', () => {
  const config = (env: readonly string[], replicas?: number): object => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: {
      ...(replicas !== undefined && { replicas }),
      template: { spec: { containers: [{ name: 'web', env: env.map((name) => ({ name, value: 'x' })) }] } },
    },
  });
  const first = trackApply(shape, noManagers, deployment, config(['A', 'B'], 2), applier('me'), ['status']);
  expect(first.conflicts).toEqual([]);
  const env = (names: readonly string[]): object => Object.fromEntries(names.map((name) => [`k:{"name":"${name}"}`, { '.': {}, 'f:name': {}, 'f:value': {} }]));
  const containers = (names: readonly string[]): object => ({
    'f:template': { 'f:spec': { 'f:containers': { 'k:{"name":"web"}': { '.': {}, 'f:env': env(names), 'f:name': {} } } } },
  });
  expect(fieldsOf(first.managers)).toEqual({ 'me Apply': { 'f:spec': { 'f:replicas': {}, ...containers(['A', 'B']) } } });
  const second = trackApply(shape, first.managers, first.object, config(['B']), applier('me'), ['status']);
  const { replicas: _, ...spec } = deployment.spec;
  expect(second.object).toEqual({
    ...deployment,
    spec: {
      ...spec,
      template: { ...deployment.spec.template, spec: { ...deployment.spec.template.spec, containers: [{ ...container, env: [{ name: 'B', value: 'x' }] }] } },
    },
  });
  expect(fieldsOf(second.managers)).toEqual({ 'me Apply': { 'f:spec': containers(['B']) } });
});

test('what others own conflicts when it is to be different, and stays when it is given up', () => {
  const created = trackUpdate(shape, noManagers, undefined, deployment, updater('kubectl-create'), ['status']);
  const config = (replicas: number): object => ({ metadata: { name: 'web' }, spec: { replicas } });
  const applied = trackApply(shape, created, deployment, config(5), applier('me'), ['status']);
  expect(applied.conflicts.map(({ owner, path }) => `${owner.manager} ${path}`)).toEqual(['kubectl-create .spec.replicas']);
  expect(JSON.stringify(fieldsOf(applied.managers)['kubectl-create Update'])).not.toContain('f:replicas');

  const shared = trackApply(shape, created, deployment, config(1), applier('me'), ['status']);
  expect(shared.conflicts).toEqual([]);
  const given = trackApply(shape, shared.managers, shared.object, { metadata: { name: 'web' } }, applier('me'), ['status']);
  expect(given.object).toEqual(deployment);
});

test('a configuration that does not fit the type is refused with all that is wrong', () => {
  const apply = (spec: object) => () => trackApply(shape, noManagers, {}, { spec }, applier('me'), []);
  expect(apply({ foo: 1 })).toThrow('.spec.foo: field not declared in schema');
  const twice = { template: { spec: { containers: [{ name: 'a' }, { name: 'a' }] } }, foo: 1 };
  expect(apply(twice)).toThrow('errors:\n  .spec.template.spec.containers: duplicate entries for key [name="a"]\n  .spec.foo: field not declared in schema');
});
