import { describe, expect, it } from 'vitest';
import type { WatchEvent } from '#client/transport.ts';
import { configMapKind } from '#kinds/configmap/configmap.ts';
import type { KubeList, KubeObject, Stored } from '#machinery/object.ts';
import { clusterAdmin } from './identity.ts';
import { createTestServer, parseRequestLine, type TestServer } from './test-server.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
const MAPS = '/api/v1/namespaces/default/configmaps';
const TABLE = { headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' } };

function fill({ send }: TestServer, ...names: string[]): void {
  for (const name of names) expect(send(`POST ${MAPS}`, { metadata: { name, labels: { name } }, data: { k: 'v' } }).status).toBe(201);
}

function listed({ send }: TestServer, line: string): KubeList<Stored<KubeObject>> {
  const { status, body } = send(line);
  expect(status, JSON.stringify(body)).toBe(200);
  return body as KubeList<Stored<KubeObject>>;
}

const names = (list: KubeList<Stored<KubeObject>>): string[] => list.items.map(({ metadata }) => metadata.name);

function follow({ server }: TestServer, line: string, headers = {}): { readonly lines: string[]; readonly events: WatchEvent[] } {
  const events: WatchEvent[] = [];
  const lines: string[] = [];
  const onEvent = (event: WatchEvent): void => {
    events.push(event);
    const { name = '', resourceVersion = '' } = event.object.metadata ?? {};
    lines.push(`${event.type} ${name} ${resourceVersion}`.replace(/ +$/, ''));
  };
  server.watch(
    parseRequestLine(line, undefined, { headers }),
    { onEvent, onEnd: (error) => lines.push(`end ${error?.message ?? ''}`.trim()) },
    { identity: clusterAdmin },
  );
  return { lines, events };
}

describe('lists', () => {
  it('come in pages that show one revision', () => {
    const server = createTestServer();
    fill(server, 'a', 'b', 'c', 'd', 'e');
    const first = listed(server, `GET ${MAPS}?limit=2`);
    expect([names(first), first.metadata.remainingItemCount]).toEqual([['a', 'b'], 3]);
    server.send(`DELETE ${MAPS}/c`);
    fill(server, 'cc');
    const second = listed(server, `GET ${MAPS}?limit=2&continue=${first.metadata.continue}`);
    expect([names(second), second.metadata.resourceVersion]).toEqual([['c', 'd'], first.metadata.resourceVersion]);
    const third = listed(server, `GET ${MAPS}?limit=2&continue=${second.metadata.continue}`);
    expect([names(third), third.metadata.continue]).toEqual([['e'], undefined]);
    expect(names(listed(server, `GET ${MAPS}`))).toEqual(['a', 'b', 'cc', 'd', 'e']);
    expect(names(listed(server, `GET ${MAPS}?resourceVersion=${first.metadata.resourceVersion}&resourceVersionMatch=Exact`))).toEqual([
      'a',
      'b',
      'c',
      'd',
      'e',
    ]);
  });

  it('cannot go on from a compacted revision, but say how to', () => {
    const server = createTestServer(undefined, { storeHistory: 3 });
    fill(server, 'a', 'b', 'c');
    const { metadata } = listed(server, `GET ${MAPS}?limit=1`);
    fill(server, 'd', 'e', 'f', 'g');
    const { body } = server.send(`GET ${MAPS}?limit=1&continue=${metadata.continue}`);
    expect(body).toMatchObject({ code: 410, reason: 'Expired', message: expect.stringContaining('The provided continue parameter is too old') });
    const { continue: token } = (body as { metadata: { continue: string } }).metadata;
    expect(names(listed(server, `GET ${MAPS}?continue=${token}`))).toEqual(['b', 'c', 'd', 'e', 'f', 'g']);
  });

  it('are selected by labels and fields', () => {
    const server = createTestServer();
    fill(server, 'a', 'b', 'c');
    expect(names(listed(server, `GET ${MAPS}?labelSelector=${encodeURIComponent('name in (a,c)')}`))).toEqual(['a', 'c']);
    expect(names(listed(server, `GET ${MAPS}?fieldSelector=metadata.name!%3Da`))).toEqual(['b', 'c']);
    expect(names(listed(server, `GET /api/v1/configmaps?fieldSelector=metadata.namespace%3Ddefault,metadata.name%3Db`))).toEqual(['b']);
  });

  it('hand out the stored objects themselves to the control plane', () => {
    const server = createTestServer();
    fill(server, 'a');
    expect(server.direct.list(configMapKind, { namespace: 'default' }).items[0]).toBe(server.direct.get(configMapKind, 'default', 'a'));
  });

  it('become Tables and bare metadata', () => {
    const server = createTestServer();
    fill(server, 'a');
    const object = { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: server.direct.get(configMapKind, 'default', 'a').metadata };
    expect(server.send(`GET ${MAPS}`, undefined, TABLE).body).toMatchObject({
      kind: 'Table',
      apiVersion: 'meta.k8s.io/v1',
      metadata: { resourceVersion: server.version(1) },
      columnDefinitions: [{ name: 'Name', type: 'string', format: 'name', priority: 0 }, { name: 'Data' }, { name: 'Age' }],
      rows: [{ cells: ['a', 1, '0s'], object }],
    });
    expect(server.send(`GET ${MAPS}?includeObject=None`, undefined, TABLE).body).toMatchObject({ rows: [{ cells: ['a', 1, '0s'], object: null }] });
    const partial = { headers: { accept: 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io' } };
    expect(server.send(`GET ${MAPS}`, undefined, partial).body).toEqual({
      kind: 'PartialObjectMetadataList',
      apiVersion: 'meta.k8s.io/v1',
      metadata: { resourceVersion: server.version(1) },
      items: [{ ...object, metadata: listed(server, `GET ${MAPS}`).items[0]?.metadata }],
    });
  });

  it('come as YAML when asked', () => {
    const server = createTestServer();
    fill(server, 'a');
    const { body, headers } = server.send(`GET ${MAPS}/a`, undefined, { headers: { accept: 'application/yaml' } });
    expect(headers).toEqual({ 'content-type': 'application/yaml' });
    expect(body).toMatch(/^apiVersion: v1\ndata:\n {2}k: v\nkind: ConfigMap\n/);
  });
});

describe('watches', () => {
  it('begin with what is there, or where a list ended', async () => {
    const server = createTestServer(turn);
    fill(server, 'a');
    const fresh = follow(server, `GET ${MAPS}?watch=true`);
    const resumed = follow(server, `GET ${MAPS}?watch=true&resourceVersion=${server.version(1)}`);
    fill(server, 'b');
    server.send(`DELETE ${MAPS}/a`);
    await server.simulation.advance(10);
    expect(fresh.lines).toEqual([`ADDED a ${server.version(1)}`, `ADDED b ${server.version(2)}`, `DELETED a ${server.version(3)}`]);
    expect(resumed.lines).toEqual([`ADDED b ${server.version(2)}`, `DELETED a ${server.version(3)}`]);
  });

  it('mark the end of the initial events, and how far they are', async () => {
    const server = createTestServer(turn);
    fill(server, 'a');
    const { lines, events } = follow(server, `GET ${MAPS}?watch=true&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan`);
    await server.simulation.advance(61_000);
    expect(lines).toEqual([`ADDED a ${server.version(1)}`, `BOOKMARK  ${server.version(1)}`, `BOOKMARK  ${server.version(1)}`]);
    expect(events[1]?.object).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { resourceVersion: server.version(1), annotations: { 'k8s.io/initial-events-end': 'true' } },
    });
  });

  it('refuse a revision that is gone and end after their time', async () => {
    const server = createTestServer(turn, { storeHistory: 3 });
    fill(server, 'a', 'b', 'c', 'd');
    const old = follow(server, `GET ${MAPS}?watch=true&resourceVersion=1`);
    const short = follow(server, `GET ${MAPS}?watch=true&resourceVersion=${server.version(4)}&timeoutSeconds=5`);
    await server.simulation.advance(4000);
    expect(old.events).toEqual([
      {
        type: 'ERROR',
        object: {
          kind: 'Status',
          apiVersion: 'v1',
          metadata: {},
          status: 'Failure',
          message: `too old resource version: 1 (${server.version(1)})`,
          reason: 'Expired',
          code: 410,
        },
      },
    ]);
    expect([old.lines, short.lines]).toEqual([['ERROR', 'end'], []]);
    await server.simulation.advance(2000);
    expect(short.lines).toEqual(['end']);
  });

  it('see one object, or Tables whose columns are named once', async () => {
    const server = createTestServer(turn);
    fill(server, 'a', 'b');
    const one = follow(server, `GET ${MAPS}?watch=true&fieldSelector=metadata.name%3Da`);
    const table = follow(server, `GET ${MAPS}?watch=true`, TABLE.headers);
    await server.simulation.advance(10);
    expect(one.lines).toEqual([`ADDED a ${server.version(1)}`]);
    const tables = table.events.map(({ object }) => object as unknown as { columnDefinitions: object[] | null; rows: { cells: unknown[] }[] });
    expect(tables.map(({ columnDefinitions, rows }) => [columnDefinitions?.length, rows[0]?.cells])).toEqual([
      [3, ['a', 1, '0s']],
      [undefined, ['b', 1, '0s']],
    ]);
  });

  it('end with the refusal when the request makes no sense', async () => {
    const server = createTestServer(turn);
    const { lines } = follow(server, `GET ${MAPS}?watch=true&labelSelector=%3D`);
    await server.simulation.advance(1);
    expect(lines.length).toBe(1);
    expect(lines[0]).toMatch(/^end /);
  });
});

describe('discovery', () => {
  it('lists groups, versions and resources', () => {
    const { send } = createTestServer();
    expect(send('GET /api').body).toEqual({
      kind: 'APIVersions',
      versions: ['v1'],
      serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: 'kubernetes.default.svc:443' }],
    });
    expect(send('GET /apis/apps').body).toEqual({
      kind: 'APIGroup',
      apiVersion: 'v1',
      name: 'apps',
      versions: [{ groupVersion: 'apps/v1', version: 'v1' }],
      preferredVersion: { groupVersion: 'apps/v1', version: 'v1' },
    });
    const { resources } = send('GET /apis/apps/v1').body as { resources: { name: string }[] };
    expect(resources.filter(({ name }) => name.startsWith('deployments'))).toEqual([
      {
        name: 'deployments',
        singularName: 'deployment',
        namespaced: true,
        kind: 'Deployment',
        verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
        shortNames: ['deploy'],
        categories: ['all'],
        storageVersionHash: expect.any(String),
      },
      { name: 'deployments/scale', singularName: '', namespaced: true, group: 'autoscaling', version: 'v1', kind: 'Scale', verbs: ['get', 'patch', 'update'] },
      { name: 'deployments/status', singularName: '', namespaced: true, kind: 'Deployment', verbs: ['get', 'patch', 'update'] },
    ]);
  });

  it('tells everything at once to those who accept it', () => {
    const { send } = createTestServer();
    const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json';
    const { body, headers } = send('GET /api', undefined, { headers: { accept } });
    expect(headers).toEqual({ 'content-type': 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList' });
    expect(body).toMatchObject({
      kind: 'APIGroupDiscoveryList',
      apiVersion: 'apidiscovery.k8s.io/v2',
      items: [{ versions: [{ version: 'v1', freshness: 'Current' }] }],
    });
  });

  it('says version and health', () => {
    const { send } = createTestServer();
    expect(send('GET /version').body).toMatchObject({ major: '1', minor: '36', gitVersion: expect.stringMatching(/^v1\.36\./) });
    for (const path of ['/healthz', '/livez', '/readyz', '/readyz/ping']) expect(send(`GET ${path}`).body).toBe('ok');
    expect(send('GET /livez?verbose').body).toMatch(/^\[\+\]ping ok\n[\s\S]*\nlivez check passed\n$/);
  });

  it('gives OpenAPI documents once their part of the program is there', async () => {
    const { server, simulation } = createTestServer(turn);
    const transport = server.transport(clusterAdmin, { latencyMs: 2 });
    const ask = async (path: string, accept = 'application/json'): Promise<{ status: number; body: unknown; headers: unknown }> => {
      const asked = transport.request({ method: 'GET', path, headers: { accept } });
      await simulation.advance(10);
      return asked;
    };
    expect(await ask('/openapi/v3')).toMatchObject({
      status: 200,
      body: { paths: { 'apis/apps/v1': { serverRelativeURL: expect.stringMatching(/^\/openapi\/v3\/apis\/apps\/v1\?hash=[0-9A-F]+$/) } } },
    });
    const { body } = await ask('/openapi/v3/apis/apps/v1');
    expect(body).toMatchObject({ components: { schemas: { 'io.k8s.api.apps.v1.Deployment': { description: expect.stringContaining('Deployment') } } } });
    const protobuf = await ask('/openapi/v2', 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf');
    expect([protobuf.headers, protobuf.body instanceof Uint8Array]).toEqual([
      { 'content-type': 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf' },
      true,
    ]);
    expect((await ask('/openapi/v3/apis/nope/v1')).status).toBe(404);
  });
});
