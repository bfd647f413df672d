import { describe, expect, it } from 'vitest';
import type { KubeObject, ObjectMeta } from '#machinery/object.ts';
import { createTestServer, type TestServer } from './test-server.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
const PODS = '/api/v1/namespaces/default/pods';
const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';
const MAPS = '/api/v1/namespaces/default/configmaps';
const labels = { app: 'web' };
const podSpec = { containers: [{ name: 'main', image: 'nginx:1.27' }] };
const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: podSpec };
const deployment = { metadata: { name: 'web' }, spec: { replicas: 2, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: podSpec } } };
const mergePatch = { headers: { 'content-type': 'application/merge-patch+json' } };
const strategicPatch = { headers: { 'content-type': 'application/strategic-merge-patch+json' } };

type Answer = KubeObject & { readonly metadata: ObjectMeta; readonly spec: Record<string, unknown>; readonly status: Record<string, unknown> };

function ok({ send }: TestServer, ...args: Parameters<TestServer['send']>): Answer {
  const { status, body } = send(...args);
  expect(status, JSON.stringify(body)).toBeLessThan(300);
  return body as Answer;
}

describe('creating', () => {
  it('fills in what only the server knows and drops what only it may say', () => {
    const server = createTestServer();
    const given = {
      metadata: { name: 'a', uid: 'mine', generation: 7, creationTimestamp: '2000-01-01T00:00:00Z', deletionTimestamp: '2000-01-01T00:00:00Z' },
      data: { k: 'v' },
    };
    expect(ok(server, `POST ${MAPS}`, given)).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: 'a',
        namespace: 'default',
        uid: expect.not.stringMatching('mine'),
        resourceVersion: server.version(1),
        creationTimestamp: '2026-11-20T10:00:00Z',
        managedFields: [expect.objectContaining({ manager: 'unknown', operation: 'Update', fieldsV1: { 'f:data': { '.': {}, 'f:k': {} } } })],
      },
      data: { k: 'v' },
    });
  });

  it('drops status and counts generations where the kind has them', () => {
    const server = createTestServer();
    const made = ok(server, `POST ${DEPLOYMENTS}`, { ...deployment, status: { replicas: 9 } });
    expect([made.status, made.metadata.generation]).toEqual([{}, 1]);
  });

  it('generates names', () => {
    const server = createTestServer();
    expect(ok(server, `POST ${MAPS}`, { metadata: { generateName: 'web-' } }).metadata.name).toMatch(/^web-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
  });

  it('warns of unknown fields unless told otherwise', () => {
    const { send } = createTestServer();
    const body = { metadata: { name: 'a' }, dota: {}, data: { k: 'v' } };
    expect(send(`POST ${MAPS}?dryRun=All`, body).headers).toEqual({ 'content-type': 'application/json', warning: '299 - "unknown field \\"dota\\""' });
    expect(send(`POST ${MAPS}?dryRun=All&fieldValidation=Ignore`, body).headers).toEqual({ 'content-type': 'application/json' });
  });

  it('takes YAML', () => {
    const server = createTestServer();
    const yaml = { headers: { 'content-type': 'application/yaml' } };
    expect(ok(server, `POST ${MAPS}`, 'metadata:\n  name: a\ndata:\n  k: v\n', yaml)).toMatchObject({ kind: 'ConfigMap', data: { k: 'v' } });
  });

  it('writes nothing in a dry run', () => {
    const server = createTestServer();
    const { revision } = server.server.store;
    expect(ok(server, `POST ${PODS}?dryRun=All`, pod).metadata.resourceVersion).toBeUndefined();
    ok(server, 'POST /api/v1/namespaces/default/services?dryRun=All', { metadata: { name: 's' }, spec: { clusterIP: '10.96.0.9', ports: [{ port: 80 }] } });
    expect(server.server.store.revision).toBe(revision);
    ok(server, 'POST /api/v1/namespaces/default/services', { metadata: { name: 's' }, spec: { clusterIP: '10.96.0.9', ports: [{ port: 80 }] } });
  });
});

describe('updating', () => {
  it('writes nothing when nothing changes', () => {
    const server = createTestServer();
    const made = ok(server, `POST ${DEPLOYMENTS}`, deployment);
    expect(ok(server, `PUT ${DEPLOYMENTS}/web`, deployment)).toEqual(made);
    expect(ok(server, `PATCH ${DEPLOYMENTS}/web`, { spec: { replicas: 2 } }, mergePatch)).toEqual(made);
  });

  it('raises the generation for a new spec, not for new labels or a new status', () => {
    const server = createTestServer();
    ok(server, `POST ${DEPLOYMENTS}`, deployment);
    const generation = (answer: Answer): unknown => answer.metadata.generation;
    expect(generation(ok(server, `PATCH ${DEPLOYMENTS}/web`, { metadata: { labels: { a: 'b' } } }, mergePatch))).toBe(1);
    expect(generation(ok(server, `PATCH ${DEPLOYMENTS}/web/status`, { status: { replicas: 1 } }, mergePatch))).toBe(1);
    expect(generation(ok(server, `PATCH ${DEPLOYMENTS}/web`, { spec: { replicas: 3 } }, mergePatch))).toBe(2);
  });

  it('keeps status on the main path and everything else on the status path', () => {
    const server = createTestServer();
    ok(server, `POST ${DEPLOYMENTS}`, deployment);
    const touched = { spec: { replicas: 9 }, status: { replicas: 1 } };
    const main = ok(server, `PATCH ${DEPLOYMENTS}/web`, touched, mergePatch);
    expect([main.spec['replicas'], main.status]).toEqual([9, {}]);
    const status = ok(server, `PATCH ${DEPLOYMENTS}/web/status`, { ...touched, spec: { replicas: 1 } }, mergePatch);
    expect([status.spec['replicas'], status.status]).toEqual([9, { replicas: 1 }]);
  });

  it('merges lists by their keys in a strategic patch', () => {
    const server = createTestServer();
    ok(server, `POST ${DEPLOYMENTS}`, deployment);
    const patch = { spec: { template: { spec: { containers: [{ name: 'main', image: 'nginx:1.28' }] } } } };
    const { spec } = ok(server, `PATCH ${DEPLOYMENTS}/web`, patch, strategicPatch);
    expect(spec).toMatchObject({ template: { spec: { containers: [{ name: 'main', image: 'nginx:1.28', imagePullPolicy: 'IfNotPresent' }] } } });
  });

  it('scales through one form', () => {
    const server = createTestServer();
    ok(server, `POST ${DEPLOYMENTS}`, deployment);
    expect(ok(server, `PATCH ${DEPLOYMENTS}/web/scale`, { spec: { replicas: 5 } }, mergePatch)).toEqual({
      apiVersion: 'autoscaling/v1',
      kind: 'Scale',
      metadata: { name: 'web', namespace: 'default', uid: expect.any(String), resourceVersion: server.version(2), creationTimestamp: '2026-11-20T10:00:00Z' },
      spec: { replicas: 5 },
      status: { replicas: 0, selector: 'app=web' },
    });
    expect(ok(server, `GET ${DEPLOYMENTS}/web`)).toMatchObject({ spec: { replicas: 5 }, metadata: { generation: 2 } });
  });

  it('binds a pod once', () => {
    const server = createTestServer();
    ok(server, `POST ${PODS}`, pod);
    const binding = { apiVersion: 'v1', kind: 'Binding', metadata: { name: 'web' }, target: { kind: 'Node', name: 'node-1' } };
    ok(server, `POST ${PODS}/web/binding`, binding);
    expect(ok(server, `GET ${PODS}/web`)).toMatchObject({ spec: { nodeName: 'node-1' }, status: { conditions: [{ type: 'PodScheduled', status: 'True' }] } });
    expect(server.send(`POST ${PODS}/web/binding`, binding).body).toMatchObject({
      code: 409,
      message: 'Operation cannot be fulfilled on pods/binding "web": pod web is already assigned to node "node-1"',
    });
  });
});

describe('deleting', () => {
  const bind = (server: TestServer): void => {
    ok(server, `POST ${PODS}`, pod);
    ok(server, `POST ${PODS}/web/binding`, { metadata: { name: 'web' }, target: { kind: 'Node', name: 'node-1' } });
  };

  it('answers with a Status when the object is gone', () => {
    const server = createTestServer();
    const { metadata } = ok(server, `POST ${DEPLOYMENTS}`, deployment);
    expect(ok(server, `DELETE ${DEPLOYMENTS}/web`)).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Success',
      details: { name: 'web', group: 'apps', kind: 'deployments', uid: metadata.uid },
      code: 200,
    });
  });

  it('gives a running pod its time, which a second deletion may only shorten', () => {
    const server = createTestServer();
    bind(server);
    const times = (answer: Answer): unknown => [answer.metadata.deletionTimestamp, answer.metadata.deletionGracePeriodSeconds];
    expect(times(ok(server, `DELETE ${PODS}/web`))).toEqual(['2026-11-20T10:00:30Z', 30]);
    expect(times(ok(server, `DELETE ${PODS}/web`, { gracePeriodSeconds: 60 }))).toEqual(['2026-11-20T10:00:30Z', 30]);
    expect(times(ok(server, `DELETE ${PODS}/web`, { gracePeriodSeconds: 5 }))).toEqual(['2026-11-20T10:00:05Z', 5]);
    ok(server, `DELETE ${PODS}/web`, { gracePeriodSeconds: 0 });
    expect(server.send(`GET ${PODS}/web`).status).toBe(404);
  });

  it('waits for finalizers, and ends with the last of them', () => {
    const server = createTestServer();
    ok(server, `POST ${MAPS}`, { metadata: { name: 'a', finalizers: ['example.com/hold'] } });
    expect(ok(server, `DELETE ${MAPS}/a`).metadata).toMatchObject({ deletionTimestamp: '2026-11-20T10:00:00Z', deletionGracePeriodSeconds: 0 });
    expect(server.send(`PATCH ${MAPS}/a`, { metadata: { finalizers: ['example.com/hold', 'example.com/more'] } }, mergePatch).body).toMatchObject({
      code: 422,
    });
    ok(server, `PATCH ${MAPS}/a`, { metadata: { finalizers: null } }, mergePatch);
    expect(server.send(`GET ${MAPS}/a`).status).toBe(404);
  });

  it('leaves dependents to the garbage collector by finalizers', () => {
    const server = createTestServer();
    for (const [policy, finalizer] of [
      ['Foreground', 'foregroundDeletion'],
      ['Orphan', 'orphan'],
    ] as const) {
      ok(server, `POST ${DEPLOYMENTS}`, { ...deployment, metadata: { name: policy.toLowerCase() } });
      expect(ok(server, `DELETE ${DEPLOYMENTS}/${policy.toLowerCase()}`, { propagationPolicy: policy }).metadata.finalizers).toEqual([finalizer]);
    }
  });

  it('keeps a namespace until it is finalized, and lets nothing new in', () => {
    const server = createTestServer();
    ok(server, 'POST /api/v1/namespaces', { metadata: { name: 'team' } });
    const going = ok(server, 'DELETE /api/v1/namespaces/team');
    expect([going.spec, going.status]).toEqual([{ finalizers: ['kubernetes'] }, { phase: 'Terminating' }]);
    expect(server.send('POST /api/v1/namespaces/team/configmaps', { metadata: { name: 'a' } }).body).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'configmaps "a" is forbidden: unable to create new content in namespace team because it is being terminated',
      reason: 'Forbidden',
      details: {
        name: 'a',
        kind: 'configmaps',
        causes: [{ reason: 'NamespaceTerminating', message: 'namespace team is being terminated', field: 'metadata.namespace' }],
      },
      code: 403,
    });
    ok(server, 'PUT /api/v1/namespaces/team/finalize', { ...going, spec: {} });
    expect(server.send('GET /api/v1/namespaces/team').status).toBe(404);
  });

  it('deletes what selectors mean', () => {
    const server = createTestServer();
    for (const name of ['a', 'b', 'c']) ok(server, `POST ${MAPS}`, { metadata: { name, labels: { keep: String(name === 'b') } } });
    ok(server, `DELETE ${MAPS}?labelSelector=keep%3Dfalse`);
    const left = ok(server, `GET ${MAPS}`) as unknown as { items: Answer[] };
    expect(left.items.map(({ metadata }) => metadata.name)).toEqual(['b']);
  });

  it('evicts', () => {
    const server = createTestServer();
    bind(server);
    ok(server, `POST ${PODS}/web/eviction`, { metadata: { name: 'web' } });
    expect(ok(server, `GET ${PODS}/web`).metadata.deletionGracePeriodSeconds).toBe(30);
  });
});

describe('services', () => {
  const SERVICES = '/api/v1/namespaces/default/services';
  const service = (name: string, spec: object = {}): object => ({ metadata: { name }, spec: { selector: labels, ports: [{ port: 80 }], ...spec } });

  it('get an address, and give it back', () => {
    const server = createTestServer();
    const { spec } = ok(server, `POST ${SERVICES}`, service('a'));
    expect(spec).toMatchObject({ clusterIP: expect.stringMatching(/^10\.(9[6-9]|10\d|11[01])\./), ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack' });
    expect(spec['clusterIPs']).toEqual([spec['clusterIP']]);
    const again = service('b', { clusterIP: spec['clusterIP'] });
    expect(server.send(`POST ${SERVICES}`, again).status).toBe(422);
    ok(server, `DELETE ${SERVICES}/a`);
    ok(server, `POST ${SERVICES}`, again);
  });

  it('keep address and node port when an update leaves them out, and lose the port with the type', () => {
    const server = createTestServer();
    const made = ok(server, `POST ${SERVICES}`, service('a', { type: 'NodePort' }));
    const [port] = made.spec['ports'] as { nodePort: number }[];
    expect(port?.nodePort).toBeGreaterThanOrEqual(30_086);
    const updated = ok(server, `PUT ${SERVICES}/a`, service('a', { type: 'NodePort', sessionAffinity: 'ClientIP' }));
    expect(updated.spec).toMatchObject({ clusterIP: made.spec['clusterIP'], ports: [{ nodePort: port?.nodePort }] });
    const plain = ok(server, `PATCH ${SERVICES}/a`, { spec: { type: 'ClusterIP' } }, mergePatch);
    expect(plain.spec['ports']).toEqual([{ port: 80, protocol: 'TCP', targetPort: 80 }]);
    ok(server, `POST ${SERVICES}`, service('b', { type: 'NodePort', ports: [{ port: 80, nodePort: port?.nodePort }] }));
  });

  it('may be headless or a name elsewhere', () => {
    const server = createTestServer();
    expect(ok(server, `POST ${SERVICES}`, service('a', { clusterIP: 'None' })).spec).toMatchObject({ clusterIP: 'None', clusterIPs: ['None'] });
    expect(ok(server, `POST ${SERVICES}`, { metadata: { name: 'b' }, spec: { type: 'ExternalName', externalName: 'example.com' } }).spec).not.toHaveProperty(
      'clusterIP',
    );
  });
});

describe('tokens of service accounts', () => {
  it('are recognised until they expire', async () => {
    const { send, server, simulation } = createTestServer(turn);
    const { body } = send('POST /api/v1/namespaces/default/serviceaccounts/default/token', { spec: { expirationSeconds: 600 } });
    const { token } = (body as { status: { token: string } }).status;
    const ask = (): object => server.handle({ method: 'GET', path: PODS, headers: { authorization: `Bearer ${token}` } }).body as object;
    expect(ask()).toMatchObject({ message: expect.stringContaining('User "system:serviceaccount:default:default" cannot list resource "pods"') });
    await simulation.advance(601_000);
    expect(ask()).toMatchObject({ code: 401 });
  });

  it('let an administrator act as somebody else', () => {
    const { send } = createTestServer();
    const headers = { 'impersonate-user': 'jane', 'impersonate-group': 'developers' };
    expect(send(`GET ${PODS}`, undefined, { headers }).body).toMatchObject({ message: expect.stringContaining('User "jane" cannot list') });
    expect(send(`GET ${PODS}`, undefined, { headers, identity: { name: 'joe', groups: [] } }).body).toMatchObject({
      message: 'users "jane" is forbidden: User "joe" cannot impersonate resource "users" in API group "" at the cluster scope',
    });
  });
});
