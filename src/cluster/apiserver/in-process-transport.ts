import type {
  ApiRequest,
  ApiResponse,
  BytesHandlers,
  ChannelConnection,
  ChannelHandlers,
  DirectTransport,
  Subscription,
  Transport,
  WatchHandlers,
} from '#client/transport.ts';
import { concatBytes, decodeText } from '#os/bytes.ts';
import type { CancelToken } from '#sim/cancel.ts';
import type { Simulation } from '#sim/simulation.ts';
import type { Identity } from './identity.ts';
import { respondError } from './response/respond.ts';

/** The caller as the server sees it. */
interface Caller {
  readonly identity: Identity;
  readonly trusted?: boolean;
}

/** The doors of a server that a transport goes through. */
export interface ServerDoors {
  handle(request: ApiRequest, caller: Caller): ApiResponse;
  prepare(request: ApiRequest): Promise<void> | undefined;
  watch(request: ApiRequest, handlers: WatchHandlers, caller: Caller): Subscription;
  bytes(request: ApiRequest, handlers: BytesHandlers, caller: Caller): Subscription;
  channels(request: ApiRequest, handlers: ChannelHandlers, caller: Caller): ChannelConnection;
}

/** How a program is connected to the server. */
export interface InProcessOptions {
  /** Virtual milliseconds from the request to the answer. */
  readonly latencyMs: number;
  /** The trace entry (the command typed) on whose behalf the program runs; processes have no current cause of their own. */
  readonly cause?: () => number;
  /** Cancelled when the program is killed: it waits for no answer then. */
  readonly cancel?: CancelToken;
}

/** The control plane's way in: it answers at once, and its objects are trusted. */
export function createDirectTransport(server: ServerDoors, simulation: Simulation, identity: Identity): DirectTransport {
  const caller: Caller = { identity, trusted: true };
  return {
    requestNow: (request) => server.handle(request, caller),
    request: (request) => answerOf(server, simulation, request, caller),
    watch: (request, handlers) => server.watch(request, handlers, caller),
    bytes: (request, handlers) => server.bytes(request, handlers, caller),
    channels: (request, handlers) => server.channels(request, handlers, caller),
  };
}

/** A program's way in: half of the latency before the server acts, half after it. */
export function createInProcessTransport(server: ServerDoors, simulation: Simulation, identity: Identity, options: InProcessOptions): Transport {
  const { clock, trace } = simulation;
  const caller: Caller = { identity };
  const onBehalf = <T>(run: () => T): T => trace.because(options.cause?.() ?? trace.cause, run);
  const half = Math.floor(options.latencyMs / 2);

  return {
    async request(request) {
      await clock.sleep(half, options.cancel);
      const answer = await onBehalf(() => answerOf(server, simulation, request, caller, options.cancel));
      await clock.sleep(options.latencyMs - half, options.cancel);
      return answer;
    },
    watch: (request, handlers) => onBehalf(() => server.watch(request, handlers, caller)),
    bytes: (request, handlers) => onBehalf(() => server.bytes(request, handlers, caller)),
    channels: (request, handlers) => onBehalf(() => server.channels(request, handlers, caller)),
  };
}

/** A log that is not followed is read to its end; everything else answers at once. */
async function answerOf(server: ServerDoors, simulation: Simulation, request: ApiRequest, caller: Caller, cancel?: CancelToken): Promise<ApiResponse> {
  const loading = server.prepare(request);
  if (loading) await simulation.hold(loading);
  if (!request.path.endsWith('/log') || request.method !== 'GET') return server.handle(request, caller);
  const chunks: Uint8Array[] = [];
  const ended = await simulation.clock.wait<{ readonly error: Error | undefined }>((wake) => {
    const stream = server.bytes(request, { onBytes: (bytes) => void chunks.push(bytes), onEnd: (error) => wake({ error }) }, caller);
    return () => stream.close();
  }, cancel);
  if (ended.error) return respondError(ended.error, { encoding: 'json', as: 'object' });
  return { status: 200, headers: { 'content-type': 'text/plain' }, body: decodeText(concatBytes(chunks)) };
}
