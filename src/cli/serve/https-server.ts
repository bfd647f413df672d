import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { ApiRequest, Method } from '#client/transport.ts';
import type { Caller } from '#cluster/apiserver/api-server.ts';
import { createFetchDoor, type WebAnswer } from '#cluster/apiserver/fetch-door.ts';
import { clusterAdmin } from '#cluster/apiserver/identity.ts';
import type { Cluster } from '#cluster/cluster.ts';
import type { ServingCertificate } from './certificate.ts';
import { serveWebSockets } from './web-sockets.ts';

export interface ServerOptions {
  readonly cluster: Cluster;
  readonly certificate: ServingCertificate;
  /** The bearer token of the cluster's administrator. */
  readonly token: string;
  /** One line for each request, when it has been answered. */
  note(line: string): void;
}

/** Creates the HTTPS server in front of a cluster's API server. It does not listen yet, and moves no time. */
export function createHttpsServer(options: ServerOptions): Server {
  const { cluster, certificate, token, note } = options;
  const isAdmin = (authorization: string | undefined): boolean => authorization === `Bearer ${token}`;
  const answer = createFetchDoor<WebAnswer>({
    server: cluster.apiServer,
    simulation: cluster.simulation,
    respond: (given) => given,
    identify: (request) => {
      let authorization: string | undefined;
      request.headers.forEach((value, name) => {
        if (name.toLowerCase() === 'authorization') authorization = value;
      });
      return isAdmin(authorization) ? clusterAdmin : undefined;
    },
  });
  const server = createServer({ key: certificate.key, cert: certificate.certificate }, async (message, response) => {
    try {
      const given = await answer({
        method: message.method ?? 'GET',
        url: message.url ?? '/',
        headers: {
          forEach(visit) {
            for (const [name, value] of Object.entries(message.headers)) visit(Array.isArray(value) ? value.join(',') : (value ?? ''), name);
          },
        },
        arrayBuffer: () => readBody(message),
      });
      note(`${message.method} ${message.url} ${given.status}`);
      send(response, given);
    } catch (error) {
      note(`${message.method} ${message.url} ${error instanceof Error ? error.message : error}`);
      response.writeHead(500).end();
    }
  });
  serveWebSockets(server, {
    cluster,
    note,
    readRequest,
    identify: (request): Caller => (isAdmin(request.headers?.['authorization']) ? { identity: clusterAdmin } : {}),
  });
  return server;
}

async function readBody(message: IncomingMessage): Promise<ArrayBuffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const whole = Buffer.concat(chunks);
  return whole.buffer.slice(whole.byteOffset, whole.byteOffset + whole.byteLength) as ArrayBuffer;
}

function send(response: ServerResponse, { status, headers, body }: WebAnswer): void {
  response.writeHead(status, headers);
  if (body instanceof Uint8Array) {
    response.end(body);
    return;
  }
  response.flushHeaders();
  const leave = body({ write: (bytes) => void response.write(bytes), close: () => void response.end() });
  response.on('close', leave);
}

/** A request as the API server takes it, from the head of an upgrade. */
function readRequest(message: IncomingMessage): ApiRequest {
  const { pathname, searchParams } = new URL(message.url ?? '/', 'https://kubernetes');
  const query: Record<string, string | string[]> = {};
  for (const key of new Set(searchParams.keys())) {
    const values = searchParams.getAll(key);
    query[key] = values.length === 1 ? (values[0] ?? '') : values;
  }
  const headers = Object.fromEntries(Object.entries(message.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : (value ?? '')]));
  return { method: (message.method ?? 'GET') as Method, path: pathname, query, headers };
}
