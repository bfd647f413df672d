import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { WatchEvent } from '#client/transport.ts';
import { kinds } from '#kinds/catalog.ts';
import type { KubeObject, Stored } from '#machinery/object.ts';
import { formatResourcePath } from '#machinery/resource-type.ts';
import { clusterAdmin, systemIdentity } from './identity.ts';
import { createTestServer, parseRequestLine, type TestServer } from './test-server.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
const NAMESPACES = ['default', 'kube-system', 'team', 'nowhere'];
const NAMES = ['a', 'b', 'Bad_Name', ''];

const junk = fc.jsonValue({ maxDepth: 2 });
const kind = fc.constantFrom(...kinds);
const metadata = fc.record(
  {
    name: fc.constantFrom(...NAMES),
    namespace: fc.constantFrom(...NAMESPACES),
    generateName: fc.constantFrom('g-'),
    labels: fc.dictionary(fc.constantFrom('app', 'tier'), fc.constantFrom('x', 'y')),
    finalizers: fc.constantFrom([], ['example.com/hold']),
    resourceVersion: fc.constantFrom('1', '12', 'x', ''),
    uid: fc.constantFrom('', 'other'),
  },
  { requiredKeys: ['name'] },
);

/** Mostly an object that could be, sometimes anything. */
const body = (example: KubeObject): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 5, arbitrary: metadata.map((given) => ({ ...example, metadata: given })) },
    {
      weight: 2,
      arbitrary: fc.tuple(fc.constantFrom('spec', 'status', 'data', 'metadata', 'kind'), junk).map(([key, value]) => ({ ...example, [key]: value })),
    },
    { weight: 1, arbitrary: junk },
    { weight: 1, arbitrary: fc.string() },
  );

const patchType = fc.constantFrom('json-patch', 'merge-patch', 'strategic-merge-patch', 'apply-patch');
const jsonPatch = fc.array(
  fc.record({
    op: fc.constantFrom('add', 'remove', 'replace', 'test', 'move', 'nonsense'),
    path: fc.constantFrom('/metadata/labels', '/metadata/name', '/spec', '/spec/replicas', '/nope/deep'),
    value: junk,
  }),
  { maxLength: 3 },
);

interface Call {
  readonly line: string;
  readonly body: unknown;
  readonly headers: Record<string, string>;
  readonly trusted: boolean;
}

const query = fc.constantFrom(
  '',
  '',
  '',
  '?dryRun=All',
  '?fieldValidation=Strict',
  '?limit=1',
  '?labelSelector=app%3Dx',
  '?fieldSelector=metadata.name%3Da',
  '?resourceVersion=3',
);

const call: fc.Arbitrary<Call> = kind.chain((of) =>
  fc
    .record({
      method: fc.constantFrom('GET', 'POST', 'POST', 'POST', 'PUT', 'PATCH', 'DELETE'),
      namespace: fc.constantFrom(...NAMESPACES),
      name: fc.constantFrom('a', 'b', undefined),
      subresource: fc.constantFrom(undefined, undefined, undefined, 'status', 'scale', 'binding', 'eviction', 'finalize', 'token', 'nope'),
      type: patchType,
      body: body(of.example),
      patch: jsonPatch,
      query,
    })
    .map(({ method, namespace, name, subresource, type, body: given, patch, query: search }) => {
      const named = method === 'POST' && subresource === undefined ? undefined : name;
      const path = formatResourcePath(of, namespace, named, named === undefined ? undefined : subresource);
      const isJsonPatch = method === 'PATCH' && type === 'json-patch';
      const content = method === 'PATCH' ? `application/${type}+${type === 'apply-patch' ? 'yaml' : 'json'}` : 'application/json';
      return { line: `${method} ${path}${search}`, body: isJsonPatch ? patch : given, headers: { 'content-type': content }, trusted: false };
    }),
);

function send({ server }: TestServer, { line, body: given, headers }: Call): { status: number; body: unknown } {
  const request = parseRequestLine(line, typeof given === 'string' ? given : JSON.stringify(given), { headers });
  return server.handle(line.startsWith('GET') ? { ...request, headers: {} } : request, { identity: clusterAdmin });
}

function everything({ server }: TestServer): Map<string, KubeObject> {
  const found = new Map<string, KubeObject>();
  for (const { kind: of, collection } of server.registry.all()) {
    for (const object of collection.list()) found.set(`${of.plural} ${object.metadata.namespace ?? ''}/${object.metadata.name}`, object);
  }
  return found;
}

it('keeps its promises whatever it is asked', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(call, { minLength: 5, maxLength: 40 }), async (calls) => {
      const test = createTestServer(turn);
      test.send('POST /api/v1/namespaces', { metadata: { name: 'team' } });
      const mirror = everything(test);
      const { store, registry } = test.server;
      for (const { kind: of } of registry.all()) {
        const path = `GET ${formatResourcePath(of)}?watch=true&resourceVersion=${store.revision}`;
        const onEvent = ({ type, object }: WatchEvent): void => {
          const key = `${of.plural} ${object.metadata?.namespace ?? ''}/${object.metadata?.name}`;
          if (type === 'DELETED') mirror.delete(key);
          else mirror.set(key, object);
        };
        test.server.watch(parseRequestLine(path, undefined, {}), { onEvent, onEnd() {} }, { identity: systemIdentity('system:test'), trusted: true });
      }
      let revision = store.revision;
      for (const next of calls) {
        const answer = send(test, next);
        // Every answer is a whole one: an object, a list or a Status that says its code.
        if (answer.status >= 400)
          expect(answer.body, next.line).toMatchObject({ kind: 'Status', status: 'Failure', code: answer.status, message: expect.any(String) });
        expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(500 + 5);
        // Revisions only rise, and a refusal, a read or a dry run writes nothing.
        expect(store.revision).toBeGreaterThanOrEqual(revision);
        if (answer.status >= 400 || next.line.startsWith('GET') || next.line.includes('dryRun')) expect(store.revision, next.line).toBe(revision);
        revision = store.revision;
      }
      await test.simulation.advance(100);
      const now = everything(test);
      expect([...mirror.keys()].sort()).toEqual([...now.keys()].sort());
      for (const [key, object] of now) expect(mirror.get(key)).toBe(object);
      checkInvariants(test);
    }),
    { numRuns: 300 },
  );
});

function checkInvariants(test: TestServer): void {
  const uids = new Set<string>();
  const addresses: unknown[] = [];
  for (const { kind: of, apiVersion, collection } of test.server.registry.all()) {
    for (const object of collection.list()) {
      expect(object).toMatchObject({ apiVersion, kind: of.kind });
      expect(uids.has(object.metadata.uid)).toBe(false);
      uids.add(object.metadata.uid);
      expect(object.metadata.namespace !== undefined).toBe(of.namespaced);
      expect(Number(object.metadata.resourceVersion)).toBeLessThanOrEqual(test.server.store.revision);
      // What is stored is valid and complete: defaulting and validating it again changes and finds nothing.
      expect(of.defaults?.(object) ?? object).toEqual(object);
      expect(of.validate?.(object) ?? []).toEqual([]);
      if (of.kind === 'Service') addresses.push((object as unknown as { spec: { clusterIP?: string } }).spec.clusterIP);
    }
  }
  const given = addresses.filter((address) => address !== undefined && address !== 'None');
  expect(new Set(given).size).toBe(given.length);
}

it('loses no update of clients that read, change and write at random moments', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(4), { maxLength: 60 }), (turns) => {
      const test = createTestServer();
      const path = '/api/v1/namespaces/default/configmaps';
      test.send(`POST ${path}`, { metadata: { name: 'count' }, data: { n: '0' } });
      const read = (): Stored<KubeObject & { data: { n: string } }> => test.send(`GET ${path}/count`).body as Stored<KubeObject & { data: { n: string } }>;
      const held = new Map<number, ReturnType<typeof read>>();
      let written = 0;
      for (const client of turns) {
        const mine = held.get(client);
        if (!mine) {
          held.set(client, read());
          continue;
        }
        held.delete(client);
        const { status } = test.send(`PUT ${path}/count`, { ...mine, data: { n: String(Number(mine.data.n) + 1) } });
        if (status === 200) written++;
        else expect(status).toBe(409);
      }
      expect(read().data.n).toBe(String(written));
    }),
  );
});

it('gives the same run for the same calls', async () => {
  const run = async (calls: readonly Call[]): Promise<string> => {
    const test = createTestServer(turn);
    for (const next of calls) {
      send(test, next);
      await test.simulation.advance(3);
    }
    return test.simulation.trace.hash;
  };
  await fc.assert(
    fc.asyncProperty(fc.array(call, { maxLength: 10 }), async (calls) => {
      expect(await run(calls)).toBe(await run(calls));
    }),
    { numRuns: 20 },
  );
});
