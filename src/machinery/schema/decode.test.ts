import { describe, expect, test } from 'vitest';
import { decodeObject } from './decode.ts';
import { hasSchema, listSchemaNames, schemaOf } from './schema.ts';

const deployment = 'apps.v1.Deployment';
const container = (fields: object) => ({ spec: { template: { spec: { containers: [fields] } } } });

describe('an object', () => {
  test('that is in order is decoded to itself', () => {
    const object = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: { replicas: 3, template: { spec: { containers: [{ name: 'web', image: 'nginx' }] } } },
    };
    expect(decodeObject(deployment, object)).toEqual({ object, unknownFields: [], duplicateFields: [] });
    expect(decodeObject(deployment, object).object).toBe(object);
  });

  test('loses its nulls and empty lists, and its quantities and times become canonical', () => {
    const { object } = decodeObject(deployment, {
      metadata: { creationTimestamp: null, deletionTimestamp: '2026-11-20T11:00:00.5+01:00', labels: {} },
      ...container({ name: 'web', command: [], resources: { limits: { cpu: 0.5, memory: '1024Mi' } } }),
    });
    expect(object).toEqual({
      metadata: { deletionTimestamp: '2026-11-20T10:00:00Z' },
      ...container({ name: 'web', resources: { limits: { cpu: '500m', memory: '1Gi' } } }),
    });
  });

  test('loses zeros that Go does not write, and keeps those that mean something', () => {
    const { object } = decodeObject(deployment, {
      metadata: { name: 'web', namespace: '' },
      spec: { replicas: 0, paused: false, template: { spec: { hostNetwork: false, automountServiceAccountToken: false } } },
    });
    expect(object).toEqual({ metadata: { name: 'web' }, spec: { replicas: 0, template: { spec: { automountServiceAccountToken: false } } } });
    expect(decodeObject('core.v1.PersistentVolumeClaim', { spec: { storageClassName: '', volumeName: '' } }).object).toEqual({
      spec: { storageClassName: '' },
    });
  });

  test('has the zero value of a required scalar that is missing', () => {
    expect(decodeObject(deployment, container({ ports: [{}] })).object).toEqual(container({ name: '', ports: [{ containerPort: 0 }] }));
  });

  test('with unknown fields loses them, and they are told with their places', () => {
    const { object, unknownFields } = decodeObject(deployment, {
      ...container({ name: 'web', imagee: 'x' }),
      metadata: { labels: { any: 'x' }, foo: 1 },
      bar: 1,
    });
    expect(unknownFields).toEqual(['spec.template.spec.containers[0].imagee', 'metadata.foo', 'bar']);
    expect(object).toEqual({ ...container({ name: 'web' }), metadata: { labels: { any: 'x' } } });
  });
});

test.each([
  [{ spec: { replicas: '3' } }, 'json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32'],
  [{ spec: { replicas: 1.5 } }, 'json: cannot unmarshal number 1.5 into Go struct field DeploymentSpec.spec.replicas of type int32'],
  [{ spec: { replicas: 3000000000 } }, 'json: cannot unmarshal number 3000000000 into Go struct field DeploymentSpec.spec.replicas of type int32'],
  [{ spec: 'x' }, 'json: cannot unmarshal string into Go struct field Deployment.spec of type v1.DeploymentSpec'],
  [
    { spec: { template: { spec: { containers: {} } } } },
    'json: cannot unmarshal object into Go struct field PodSpec.spec.template.spec.containers of type []v1.Container',
  ],
  [
    container({ env: [{ name: 'A', value: 1 }] }),
    'json: cannot unmarshal number into Go struct field EnvVar.spec.template.spec.containers.env.value of type string',
  ],
  [container({ stdin: 'yes' }), 'json: cannot unmarshal string into Go struct field Container.spec.template.spec.containers.stdin of type bool'],
  [
    container({ imagePullPolicy: true }),
    'json: cannot unmarshal bool into Go struct field Container.spec.template.spec.containers.imagePullPolicy of type v1.PullPolicy',
  ],
  [container({ resources: { limits: { cpu: 'much' } } }), "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"],
  [
    container({ resources: { limits: 'much' } }),
    'json: cannot unmarshal string into Go struct field ResourceRequirements.spec.template.spec.containers.resources.limits of type v1.ResourceList',
  ],
  [{ metadata: { labels: { a: true } } }, 'json: cannot unmarshal bool into Go struct field ObjectMeta.metadata.labels of type string'],
  [{ metadata: { creationTimestamp: 'now' } }, 'parsing time "now" as "2006-01-02T15:04:05Z07:00": cannot parse "now" as "2006"'],
  [{ metadata: { creationTimestamp: '2026-13-01T00:00:00Z' } }, 'parsing time "2026-13-01T00:00:00Z": month out of range'],
  [[], 'json: cannot unmarshal array into Go value of type v1.Deployment'],
])('%j is refused as Go refuses it', (value, error) => {
  expect(decodeObject(deployment, value).error).toBe(error);
});

test.each([
  ['YWJj', undefined],
  ['YWI=\n', undefined],
  ['abc', 'illegal base64 data at input byte 0'],
  ['YQ==x', 'illegal base64 data at input byte 4'],
  ['Y!', 'illegal base64 data at input byte 1'],
])('the data %j of a Secret: %s', (value, error) => {
  expect(decodeObject('core.v1.Secret', { data: { value } }).error).toBe(error);
});

test('every row of the table is a schema whose references lead somewhere', () => {
  expect(listSchemaNames().length).toBeGreaterThan(500);
  for (const name of listSchemaNames()) {
    for (const field of schemaOf(name).fields.values()) {
      let { type } = field;
      while (type.kind === 'list' || type.kind === 'map') type = type.of;
      if (type.kind === 'ref') expect(hasSchema(type.name), `${name}.${field.name}`).toBe(true);
    }
  }
});

test('merge keys are those of upstream', () => {
  const field = (type: string, name: string) => schemaOf(type).fields.get(name);
  expect(field('core.v1.PodSpec', 'containers')).toMatchObject({
    required: true,
    listType: 'map',
    listMapKeys: ['name'],
    patchStrategy: ['merge'],
    patchMergeKey: 'name',
  });
  expect(field('core.v1.PodSpec', 'volumes')).toMatchObject({ patchStrategy: ['merge', 'retainKeys'], patchMergeKey: 'name' });
  expect(field('core.v1.ServiceSpec', 'ports')).toMatchObject({ listMapKeys: ['port', 'protocol'], patchMergeKey: 'port' });
  expect(field('core.v1.PodSpec', 'tolerations')).toMatchObject({ listType: 'atomic', patchStrategy: [] });
  expect(field('apps.v1.DeploymentSpec', 'strategy')).toMatchObject({ patchStrategy: ['retainKeys'] });
});
