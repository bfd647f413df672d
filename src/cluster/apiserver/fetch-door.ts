import type { ApiRequest, ApiResponse, Method } from '#client/transport.ts';
import { compactGoJson } from '#machinery/json.ts';
import { encodeText } from '#os/bytes.ts';
import type { Simulation } from '#sim/simulation.ts';
import type { ApiServer, Caller } from './api-server.ts';
import { isTrue } from './request-info.ts';
import { respondError } from './response/respond.ts';

/** What the door needs of a web-standard Request. */
export interface WebRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: { forEach(visit: (value: string, name: string) => void): void };
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** An answer of which the host makes a web-standard Response. */
export interface WebAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes, or what starts a stream of them (a watch, a followed log). */
  readonly body: Uint8Array | WebStream;
}

/** Starts a stream. @returns what ends it when the reader goes away */
export type WebStream = (sink: { write(bytes: Uint8Array): void; close(): void }) => () => void;

export interface FetchDoorOptions<R> {
  readonly server: ApiServer;
  readonly simulation: Simulation;
  /** Makes the host's Response. */
  respond(answer: WebAnswer): R;
  /** Who sends a request, when the connection says so (a client certificate). */
  identify?(request: WebRequest): Caller['identity'];
}

/**
 * The web-standard way in: `fetch(Request) → Response`. Requests enter the simulation between two instants,
 * so that the host's own time decides nothing but when.
 */
export function createFetchDoor<R>(options: FetchDoorOptions<R>): (request: WebRequest) => Promise<R> {
  const { server, simulation, respond } = options;
  return async (request) => {
    const body = new Uint8Array(await request.arrayBuffer());
    const asked = readRequest(request, body);
    await server.prepare(asked);
    const identity = options.identify?.(request);
    const caller: Caller = identity ? { identity } : {};
    const enter = <T>(run: () => T): Promise<T> => new Promise((resolve) => simulation.inject(() => resolve(run())));
    if (asked.method === 'GET' && isTrue(asked.query?.['watch'])) return enter(() => respond(openWatch(server, asked, caller)));
    if (asked.path.endsWith('/log')) return respond(await openLog(server, simulation, asked, caller));
    return enter(() => respond(formatAnswer(server.handle(asked, caller))));
  };
}

/** Reads method, path, query, headers and body of a web-standard request. */
function readRequest({ method, url, headers }: WebRequest, body: Uint8Array): ApiRequest {
  const { pathname, searchParams } = new URL(url, 'https://kubernetes');
  const query: Record<string, string | string[]> = {};
  for (const [key, value] of searchParams) {
    const before = query[key];
    query[key] = before === undefined ? value : [...(typeof before === 'string' ? [before] : before), value];
  }
  const named: Record<string, string> = {};
  headers.forEach((value, name) => {
    named[name.toLowerCase()] = value;
  });
  return { method: method as Method, path: pathname, query, headers: named, ...(body.length > 0 && { body }) };
}

function formatAnswer({ status, headers, body }: ApiResponse): WebAnswer {
  return { status, headers, body: toBytes(body) };
}

function toBytes(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  return encodeText(typeof body === 'string' ? body : `${compactGoJson(body)}\n`);
}

// A refusal has a status of its own: it is known before the stream begins.
function openWatch(server: ApiServer, request: ApiRequest, caller: Caller): WebAnswer {
  const buffer = createStreamBuffer();
  const onEvent = (event: object): void => buffer.write(encodeText(`${compactGoJson(event)}\n`));
  try {
    const subscription = server.openWatch(request, { onEvent, onEnd: buffer.close }, caller);
    return { status: 200, headers: { 'content-type': 'application/json' }, body: buffer.stream(() => subscription.close()) };
  } catch (error) {
    return formatAnswer(respondError(error, { encoding: 'json', as: 'object' }));
  }
}

/** What the kubelet refuses it says before its first bytes; a log that is silent for this long has begun. */
const LOG_SILENCE_MS = 50;

/** Opens a log and waits (on the simulation) for its first bytes, its end or its refusal. */
function openLog(server: ApiServer, simulation: Simulation, request: ApiRequest, caller: Caller): Promise<WebAnswer> {
  return new Promise((resolve) => {
    simulation.inject(() => {
      const buffer = createStreamBuffer();
      const answer: WebAnswer = { status: 200, headers: { 'content-type': 'text/plain' }, body: buffer.stream(() => subscription.close()) };
      const subscription = server.bytes(
        request,
        {
          onBytes(bytes) {
            buffer.write(bytes);
            resolve(answer);
          },
          onEnd(error) {
            buffer.close();
            resolve(error ? formatAnswer(respondError(error, { encoding: 'json', as: 'object' })) : answer);
          },
        },
        caller,
      );
      simulation.clock.after(LOG_SILENCE_MS, () => resolve(answer));
    });
  });
}

/** Keeps what is written until the host begins to read. */
function createStreamBuffer(): { write(bytes: Uint8Array): void; close(): void; stream(leave: () => void): WebStream } {
  let early: Uint8Array[] = [];
  let closed = false;
  let sink: Parameters<WebStream>[0] | undefined;
  return {
    write(bytes) {
      if (sink) sink.write(bytes);
      else early.push(bytes);
    },
    close() {
      closed = true;
      sink?.close();
    },
    stream: (leave) => (given) => {
      sink = given;
      for (const bytes of early) given.write(bytes);
      early = [];
      if (closed) given.close();
      return leave;
    },
  };
}
