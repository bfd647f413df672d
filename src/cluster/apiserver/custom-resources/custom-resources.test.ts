import { describe, expect, test } from 'vitest';
import type { KubeObject, Stored } from '#machinery/object.ts';
import { createTestServer, type TestServer } from '../test-server.ts';

const CRDS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const TABS = '/apis/stable.example.com/v1/namespaces/default/crontabs';
const TABLE = { headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' } };
const MERGE = { headers: { 'content-type': 'application/merge-patch+json' } };
const APPLY = { headers: { 'content-type': 'application/apply-patch+yaml' } };
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

const spec = {
  type: 'object',
  required: ['cronSpec'],
  properties: {
    cronSpec: { type: 'string', pattern: '^(\\d+|\\*)(/\\d+)?(\\s+(\\d+|\\*)(/\\d+)?){4}$' },
    image: { type: 'string', maxLength: 12 },
    replicas: { type: 'integer', minimum: 1, maximum: 10, default: 1 },
    policy: { type: 'string', enum: ['Allow', 'Forbid'] },
    ports: {
      type: 'array',
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['port'],
      items: { type: 'object', required: ['port'], properties: { port: { type: 'integer' }, name: { type: 'string' } } },
    },
  },
};
const status = { type: 'object', properties: { replicas: { type: 'integer' }, labelSelector: { type: 'string' } } };
const version = {
  name: 'v1',
  served: true,
  storage: true,
  schema: { openAPIV3Schema: { type: 'object', properties: { spec, status } } },
  subresources: {
    status: {},
    scale: { specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas', labelSelectorPath: '.status.labelSelector' },
  },
  additionalPrinterColumns: [
    { name: 'Spec', type: 'string', jsonPath: '.spec.cronSpec' },
    { name: 'Replicas', type: 'integer', jsonPath: '.spec.replicas' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
};
const definition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'crontabs.stable.example.com' },
  spec: {
    group: 'stable.example.com',
    scope: 'Namespaced',
    names: { plural: 'crontabs', kind: 'CronTab', shortNames: ['ct'], categories: ['all'] },
    versions: [version],
  },
};
const tab = { apiVersion: 'stable.example.com/v1', kind: 'CronTab', metadata: { name: 'nightly' }, spec: { cronSpec: '0 3 * * *', image: 'job' } };

interface Answer extends Stored<KubeObject> {
  readonly message?: string;
  readonly spec: Readonly<Record<string, unknown>>;
  readonly status?: unknown;
}

function send(server: TestServer, ...args: Parameters<TestServer['send']>): { readonly status: number; readonly body: Answer; readonly headers: object } {
  return server.send(...args) as never;
}

async function serving(crd: object = definition): Promise<TestServer> {
  const server = createTestServer(turn);
  expect(send(server, `POST ${CRDS}`, crd).body.message).toBeUndefined();
  await server.simulation.advance(100);
  return server;
}

describe('a definition', () => {
  test('is completed, accepted and served', async () => {
    const server = createTestServer(turn);
    expect(send(server, `POST ${CRDS}`, definition).body).toMatchObject({
      spec: { conversion: { strategy: 'None' }, names: { singular: 'crontab', listKind: 'CronTabList' } },
      status: { acceptedNames: { kind: '', plural: '' }, conditions: [], storedVersions: ['v1'] },
    });
    expect(send(server, `GET ${TABS}`).status).toBe(404);
    await server.simulation.advance(100);
    const at = '2026-11-20T10:00:00Z';
    expect(send(server, `GET ${CRDS}/crontabs.stable.example.com`).body.status).toEqual({
      acceptedNames: { plural: 'crontabs', singular: 'crontab', kind: 'CronTab', listKind: 'CronTabList', shortNames: ['ct'], categories: ['all'] },
      conditions: [
        { type: 'NamesAccepted', status: 'True', lastTransitionTime: at, reason: 'NoConflicts', message: 'no conflicts found' },
        { type: 'Established', status: 'True', lastTransitionTime: at, reason: 'InitialNamesAccepted', message: 'the initial names have been accepted' },
      ],
      storedVersions: ['v1'],
    });
    expect(send(server, 'GET /apis/stable.example.com/v1').body).toMatchObject({
      resources: [
        { name: 'crontabs', singularName: 'crontab', namespaced: true, kind: 'CronTab', shortNames: ['ct'], categories: ['all'] },
        { name: 'crontabs/scale', kind: 'Scale', group: 'autoscaling' },
        { name: 'crontabs/status', kind: 'CronTab' },
      ],
    });
  });

  test('that is not sound is refused with everything that is wrong', () => {
    const server = createTestServer();
    const versions = [{ ...version, storage: false, schema: { openAPIV3Schema: { type: 'object', properties: { spec: {} } } } }];
    const bad = { ...definition, metadata: { name: 'x' }, spec: { ...definition.spec, versions } };
    expect(send(server, `POST ${CRDS}`, bad).body.message).toMatch(
      /^CustomResourceDefinition.apiextensions.k8s.io "x" is invalid: \[metadata.name: Invalid value: "x": must be spec.names.plural\+"\."\+spec.group, spec.versions: Invalid value: .*: must have exactly one version marked as storage version, spec.validation.openAPIV3Schema.properties\[spec\].type: Required value: must not be empty for specified object fields\]$/,
    );
  });

  test('whose names another one has is not served', async () => {
    const server = await serving();
    const names = { plural: 'crontabs2', singular: 'crontab2', kind: 'CronTab' };
    send(server, `POST ${CRDS}`, { ...definition, metadata: { name: 'crontabs2.stable.example.com' }, spec: { ...definition.spec, names } });
    await server.simulation.advance(100);
    expect(send(server, `GET ${CRDS}/crontabs2.stable.example.com`).body.status).toMatchObject({
      conditions: [
        { type: 'NamesAccepted', status: 'False', reason: 'KindConflict', message: '"CronTab" is already in use' },
        { type: 'Established', status: 'False', reason: 'NotAccepted', message: 'not all names are accepted' },
      ],
    });
  });

  test('goes after its instances, which go with it', async () => {
    const server = await serving();
    send(server, `POST ${TABS}`, { ...tab, metadata: { name: 'nightly', finalizers: ['example.com/keep'] } });
    send(server, `POST ${TABS}`, { ...tab, metadata: { name: 'other' } });
    const { body } = send(server, `DELETE ${CRDS}/crontabs.stable.example.com`);
    expect(body.metadata.finalizers).toEqual(['customresourcecleanup.apiextensions.k8s.io']);
    await server.simulation.advance(1000);
    expect((send(server, `GET ${TABS}`).body as unknown as { items: Answer[] }).items.map(({ metadata }) => metadata.name)).toEqual(['nightly']);
    expect(send(server, `GET ${CRDS}/crontabs.stable.example.com`).body.status).toMatchObject({
      conditions: [{}, {}, { type: 'Terminating', status: 'True', reason: 'InstanceDeletionInProgress', message: 'CustomResource deletion is in progress' }],
    });
    send(server, `PATCH ${TABS}/nightly`, { metadata: { finalizers: null } }, MERGE);
    await server.simulation.advance(6000);
    expect(send(server, `GET ${CRDS}/crontabs.stable.example.com`).status).toBe(404);
    expect(send(server, `GET ${TABS}`).status).toBe(404);
  });
});

describe('an instance', () => {
  test('is pruned, with a warning, and gets its defaults', async () => {
    const server = await serving();
    const { status: code, body, headers } = send(server, `POST ${TABS}`, { ...tab, spec: { ...tab.spec, bogus: 1 }, status: { replicas: 9 } });
    expect([code, body.spec, body.status, body.metadata.generation]).toEqual([201, { ...tab.spec, replicas: 1 }, undefined, 1]);
    expect(headers).toMatchObject({ warning: '299 - "unknown field \\"spec.bogus\\""' });
    expect(send(server, `POST ${TABS}?fieldValidation=Strict`, { ...tab, spec: { ...tab.spec, bogus: 1 } }).body.message).toBe(
      'CronTab in version "v1" cannot be handled as a CronTab: strict decoding error: unknown field "spec.bogus"',
    );
  });

  test('that breaks its schema is refused in upstream words', async () => {
    const server = await serving();
    const bad = { image: 'much-too-long-a-name', replicas: 0, policy: 'Replace', ports: [{ port: 1 }, { port: 1 }, { name: 5 }] };
    expect(send(server, `POST ${TABS}`, { ...tab, spec: bad }).body.message).toBe(
      `CronTab.stable.example.com "nightly" is invalid: [${[
        'spec.image: Too long: may not be more than 12 bytes',
        'spec.policy: Unsupported value: "Replace": supported values: "Allow", "Forbid"',
        'spec.ports[2].name: Invalid value: "integer": spec.ports[2].name in body must be of type string: "integer"',
        'spec.ports[2].port: Required value',
        'spec.ports[1]: Duplicate value: {"port":1}',
        'spec.replicas: Invalid value: 0: spec.replicas in body should be greater than or equal to 1',
        'spec.cronSpec: Required value',
      ].join(', ')}]`,
    );
    expect(send(server, `POST ${TABS}`, { ...tab, spec: { cronSpec: 'daily' } }).body.message).toBe(
      'CronTab.stable.example.com "nightly" is invalid: spec.cronSpec: Invalid value: "daily": spec.cronSpec in body should match \'^(\\d+|\\*)(/\\d+)?(\\s+(\\d+|\\*)(/\\d+)?){4}$\'',
    );
  });

  test('is held to the rules of its schema, and to those about how it may change', async () => {
    const rules = [
      { rule: 'self.minReplicas <= self.replicas', message: 'replicas must be at least minReplicas' },
      { rule: 'self.replicas < 9' },
      { rule: '!has(oldSelf.image) || self.image == oldSelf.image', messageExpression: "'image is ' + oldSelf.image", fieldPath: '.image' },
    ];
    const properties = { ...spec.properties, minReplicas: { type: 'integer', default: 0 } };
    const ruled = { type: 'object', properties: { spec: { ...spec, properties, 'x-kubernetes-validations': rules } } };
    const server = await serving({ ...definition, spec: { ...definition.spec, versions: [{ ...version, schema: { openAPIV3Schema: ruled } }] } });
    expect(send(server, `POST ${TABS}`, { ...tab, spec: { ...tab.spec, minReplicas: 10, replicas: 9 } }).body.message).toBe(
      'CronTab.stable.example.com "nightly" is invalid: [spec: Invalid value: "object": replicas must be at least minReplicas, spec: Invalid value: "object": failed rule: self.replicas < 9]',
    );
    expect(send(server, `POST ${TABS}`, tab).status).toBe(201);
    expect(send(server, `PATCH ${TABS}/nightly`, { spec: { image: 'other' } }, MERGE).body.message).toBe(
      'CronTab.stable.example.com "nightly" is invalid: spec.image: Invalid value: "object": image is job',
    );
    expect(send(server, `PATCH ${TABS}/nightly`, { spec: { replicas: 2 } }, MERGE).status).toBe(200);
  });

  test('has the columns of its definition', async () => {
    const server = await serving();
    send(server, `POST ${TABS}`, tab);
    expect(send(server, `GET ${TABS}`, undefined, TABLE).body).toMatchObject({
      columnDefinitions: [{ name: 'Name' }, { name: 'Spec' }, { name: 'Replicas' }, { name: 'Age' }],
      rows: [{ cells: ['nightly', '0 3 * * *', 1, '0s'] }],
    });
  });

  test('has a status and a scale of its own', async () => {
    const server = await serving();
    send(server, `POST ${TABS}`, tab);
    send(server, `PATCH ${TABS}/nightly/status`, { status: { replicas: 2, labelSelector: 'a=b' }, spec: { replicas: 7 } }, MERGE);
    const scaled = send(server, `PATCH ${TABS}/nightly/scale`, { spec: { replicas: 3 } }, MERGE).body;
    expect([scaled.spec, scaled.status]).toEqual([{ replicas: 3 }, { replicas: 2, selector: 'a=b' }]);
    const { body } = send(server, `GET ${TABS}/nightly`);
    expect([body.spec['replicas'], body.status, body.metadata.generation]).toEqual([3, { replicas: 2, labelSelector: 'a=b' }, 2]);
  });

  test('is patched by merge and applied by field, not strategically', async () => {
    const server = await serving();
    send(server, `POST ${TABS}`, tab);
    expect(send(server, `PATCH ${TABS}/nightly`, {}, { headers: { 'content-type': 'application/strategic-merge-patch+json' } }).body.message).toBe(
      'the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml',
    );
    const apply = (ports: readonly object[]): Answer =>
      send(server, `PATCH ${TABS}/nightly?fieldManager=me`, { ...tab, spec: { cronSpec: tab.spec.cronSpec, ports } }, APPLY).body;
    expect(apply([{ port: 1, name: 'a' }, { port: 2 }]).spec['ports']).toEqual([{ port: 1, name: 'a' }, { port: 2 }]);
    expect(apply([{ port: 2 }]).spec['ports']).toEqual([{ port: 2 }]);
  });

  test('is the same object in every version', async () => {
    const versions = [version, { ...version, name: 'v1beta1', storage: false, deprecated: true }];
    const server = await serving({ ...definition, spec: { ...definition.spec, versions } });
    const beta = TABS.replace('/v1/', '/v1beta1/');
    const created = send(server, `POST ${beta}`, { ...tab, apiVersion: 'stable.example.com/v1beta1' });
    expect(created.body.apiVersion).toBe('stable.example.com/v1beta1');
    expect(created.headers).toMatchObject({ warning: '299 - "stable.example.com/v1beta1 CronTab is deprecated"' });
    expect(send(server, `GET ${TABS}/nightly`).body.apiVersion).toBe('stable.example.com/v1');
    expect(send(server, `PATCH ${beta}/nightly`, { spec: { replicas: 4 } }, MERGE).body.spec['replicas']).toBe(4);
    expect((send(server, `GET ${beta}`).body as unknown as { items: Answer[] }).items.map(({ apiVersion }) => apiVersion)).toEqual([
      'stable.example.com/v1beta1',
    ]);
  });
});
