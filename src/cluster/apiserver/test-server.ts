import type { DirectClient } from '#client/client.ts';
import type { ApiRequest, ApiResponse } from '#client/transport.ts';
import { createDirectClient } from '#client/transport-client.ts';
import { kinds } from '#kinds/catalog.ts';
import type { Kind } from '#kinds/kind.ts';
import { serviceAccountKind } from '#kinds/serviceaccount/serviceaccount.ts';
import { defaultLimits, type Limits } from '#sim/limits.ts';
import { createSimulation, type Host, type Simulation } from '#sim/simulation.ts';
import { type ApiServer, createApiServer } from './api-server.ts';
import { clusterAdmin, type Identity, systemIdentity } from './identity.ts';

/** A server for tests: frozen objects, the default service account, and a short way to send requests. */
export interface TestServer {
  readonly simulation: Simulation;
  readonly server: ApiServer;
  readonly direct: DirectClient;
  /** The resourceVersion of the n-th write of a test. */
  version(n: number): string;
  /** Sends as the administrator. @param body an object is sent as JSON. @param accept of the answer */
  send(line: string, body?: object | string, options?: SendOptions): ApiResponse;
}

export interface SendOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly identity?: Identity;
}

/** Creates a server at ten o'clock on 20 November 2026. @param turn of the host; a test that lets no time pass needs none */
export function createTestServer(turn: Host['turn'] = async () => {}, limits: Partial<Limits> = {}, moreKinds: readonly Kind[] = []): TestServer {
  const startMs = Date.UTC(2026, 10, 20, 10);
  const simulation = createSimulation({ seed: 'test', startMs, limits: { ...defaultLimits, ...limits }, host: { turn } });
  const server = createApiServer({ simulation, kinds: [...kinds, ...moreKinds.filter((kind) => !kinds.includes(kind))], freeze: true });
  const direct = createDirectClient(server.directTransport(systemIdentity('system:kube-controller-manager')));
  direct.create(serviceAccountKind, 'default', { metadata: { name: 'default' } });
  const before = server.store.revision;
  return {
    simulation,
    server,
    direct,
    version: (n) => String(before + n),
    send: (line, body, options = {}) => server.handle(parseRequestLine(line, body, options), { identity: options.identity ?? clusterAdmin }),
  };
}

/** Reads `GET /api/v1/pods?limit=1`. */
export function parseRequestLine(line: string, body: object | string | undefined, { headers }: SendOptions): ApiRequest {
  const [method = 'GET', target = '/'] = line.split(' ');
  const [path = '/', search = ''] = target.split('?');
  const query: Record<string, string | string[]> = {};
  for (const [key, value] of new URLSearchParams(search)) {
    const before = query[key];
    query[key] = before === undefined ? value : [...(typeof before === 'string' ? [before] : before), value];
  }
  return { method: method as ApiRequest['method'], path, query, ...(headers && { headers }), ...(body !== undefined && { body }) };
}
