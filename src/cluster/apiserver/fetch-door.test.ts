import { describe, expect, it } from 'vitest';
import { createHttpTransport } from '#client/http-transport.ts';
import type { WatchEvent } from '#client/transport.ts';
import { createClient } from '#client/transport-client.ts';
import { configMapKind } from '#kinds/configmap/configmap.ts';
import { podKind } from '#kinds/pod/pod.ts';
import { createFetchDoor, type WebAnswer } from './fetch-door.ts';
import { clusterAdmin } from './identity.ts';
import { createTestServer, type TestServer } from './test-server.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A host's Response of an answer: what `serve` does. */
function toResponse({ status, headers, body }: WebAnswer): Response {
  if (body instanceof Uint8Array) return new Response(new Uint8Array(body), { status, headers });
  let leave = (): void => {};
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      leave = body({ write: (bytes) => controller.enqueue(bytes), close: () => controller.close() });
    },
    cancel: () => leave(),
  });
  return new Response(stream, { status, headers });
}

function connect(test: TestServer, headers: Record<string, string> = { authorization: 'Bearer admin' }) {
  const identify = (request: { headers: { forEach(visit: (value: string, name: string) => void): void } }) => {
    let isAdmin = false;
    request.headers.forEach((value, name) => {
      isAdmin ||= name === 'authorization' && value === 'Bearer admin';
    });
    return isAdmin ? clusterAdmin : undefined;
  };
  const door = createFetchDoor({ server: test.server, simulation: test.simulation, respond: toResponse, identify });
  const transport = createHttpTransport({
    baseUrl: 'https://127.0.0.1:6443',
    headers,
    fetch: (url, { body, ...init }) => door(new Request(url, { ...init, ...(body !== undefined && { body: body as BodyInit }) })),
    openSocket: () => {
      throw new Error('this test opens no sockets');
    },
  });
  /** Lets virtual time pass while the host's promises settle. */
  const during = async <T>(work: Promise<T>): Promise<T> => {
    let done = false;
    const settled = work.finally(() => {
      done = true;
    });
    settled.catch(() => {}); // the caller is told; this only keeps the loop's copy quiet
    while (!done) {
      await test.simulation.advance(1);
      await turn();
    }
    return settled;
  };
  return { transport, client: createClient(transport), during };
}

describe('the web-standard door', () => {
  it('serves a client over HTTP as the in-process door does', async () => {
    const test = createTestServer(turn);
    const { client, during } = connect(test);
    const made = await during(client.create(configMapKind, 'default', { metadata: { name: 'a' } }));
    expect(made).toEqual(test.direct.get(configMapKind, 'default', 'a'));
    const patched = await during(client.patch(configMapKind, 'default', 'a', { data: { k: '<v>' } }, { type: 'merge' }));
    expect(patched).toMatchObject({ data: { k: '<v>' }, metadata: { resourceVersion: test.version(2) } });
    const list = await during(client.list(configMapKind, { namespace: 'default', labelSelector: 'a!=b', limit: 5 }));
    expect(list.items).toEqual([patched]);
    expect(await during(client.delete(configMapKind, 'default', 'a'))).toMatchObject({ kind: 'Status', status: 'Success' });
    await expect(during(client.get(configMapKind, 'default', 'a'))).rejects.toMatchObject({ code: 404, message: 'configmaps "a" not found' });
  });

  it('streams watches line by line, and refuses them with a status', async () => {
    const test = createTestServer(turn);
    const { client, during } = connect(test);
    const events: string[] = [];
    let ended: Error | undefined;
    const onEvent = ({ type, object }: WatchEvent): void => void events.push(`${type} ${object.metadata?.name}`);
    const watch = client.watch(configMapKind, { namespace: 'default' }, { onEvent, onEnd() {} });
    client.watch(configMapKind, { labelSelector: '=' }, { onEvent, onEnd: (error) => (ended = error) });
    for (let i = 0; i < 5; i++) await during(turn());
    await during(client.create(configMapKind, 'default', { metadata: { name: 'a' } }));
    await during(client.delete(configMapKind, 'default', 'a'));
    for (let i = 0; i < 10; i++) await during(turn());
    watch.close();
    expect(events).toEqual(['ADDED a', 'DELETED a']);
    expect(ended).toMatchObject({ name: 'StatusError', code: 400 });
  });

  it('authenticates every request', async () => {
    const { client, during } = connect(createTestServer(turn), { authorization: 'Bearer wrong' });
    await expect(during(client.list(podKind))).rejects.toMatchObject({ code: 401 });
    const nobody = connect(createTestServer(turn), {});
    await expect(nobody.during(nobody.client.list(podKind))).rejects.toMatchObject({
      code: 403,
      message: 'pods is forbidden: User "system:anonymous" cannot list resource "pods" in API group "" at the cluster scope',
    });
  });

  it('sends logs as they come, and the refusal of a kubelet with its status', async () => {
    const test = createTestServer(turn);
    const { transport, during } = connect(test);
    test.direct.create(podKind, 'default', { metadata: { name: 'web' }, spec: { containers: [{ name: 'main', image: 'nginx' }] } });
    const path = '/api/v1/namespaces/default/pods/web/log';
    expect(await during(transport.request({ method: 'GET', path }))).toMatchObject({ status: 200, body: '' });
    test.direct.create(podKind, 'default', { metadata: { name: 'web' }, target: { kind: 'Node', name: 'node-1' } } as object, {
      name: 'web',
      subresource: 'binding',
    });
    test.server.connectKubelets(() => ({
      async logs({ container }, { follow, tailLines }, out) {
        await out.write(new TextEncoder().encode(`${container} follow=${follow} tail=${tailLines}\n`));
      },
      exec: async () => ({ code: 0 }),
      attach: async () => ({ code: 0 }),
      portForward: async () => {},
    }));
    expect(await during(transport.request({ method: 'GET', path, query: { tailLines: '3' } }))).toMatchObject({ body: 'main follow=false tail=3\n' });
    expect(await during(transport.request({ method: 'GET', path, query: { container: 'nope' } }))).toMatchObject({
      status: 400,
      body: { message: 'container nope is not valid for pod web' },
    });
    expect(await during(transport.request({ method: 'GET', path, query: { tailLines: '-1' } }))).toMatchObject({ status: 422 });
  });
});
