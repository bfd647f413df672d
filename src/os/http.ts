import { Cancelled, type CancelToken, createCancelSource } from '#sim/cancel.ts';
import type { Simulation } from '#sim/simulation.ts';
import { encodeText } from './bytes.ts';
import {
  formatRequest,
  formatResponse,
  type HttpHeaders,
  HttpProtocolError,
  type HttpRequest,
  type HttpResponse,
  headerOf,
  withHeader,
} from './http-message.ts';
import { createHttpReader } from './http-reader.ts';
import { type Listener, NetworkError, type NetworkNamespace, type Socket } from './network.ts';
import { BrokenPipeError } from './stream.ts';

export interface HttpRequestOptions {
  /** A name or an IP address. */
  readonly host: string;
  readonly port: number;
  /** Default `/`. */
  readonly target?: string;
  /** Default GET. */
  readonly method?: string;
  readonly headers?: HttpHeaders;
  readonly body?: Uint8Array | string;
  /** Virtual milliseconds for everything together; then NetworkError ETIMEDOUT. */
  readonly timeoutMs?: number;
  readonly cancel?: CancelToken;
}

/**
 * Sends one request over a connection of its own and reads the answer; redirects are not followed.
 * @throws NetworkError (name, connection, time), HttpProtocolError, Cancelled
 */
export async function httpRequest(simulation: Simulation, network: NetworkNamespace, options: HttpRequestOptions): Promise<HttpResponse> {
  const source = createCancelSource(options.cancel);
  const timer = options.timeoutMs === undefined ? undefined : simulation.clock.after(options.timeoutMs, () => source.cancel(timedOut));
  try {
    return await exchange(network, options, source.token);
  } catch (error) {
    if (error instanceof Cancelled && error.reason === timedOut) throw new NetworkError('ETIMEDOUT', 'Connection timed out');
    if (error instanceof BrokenPipeError) throw new NetworkError('ECONNRESET', 'Connection reset by peer');
    throw error;
  } finally {
    timer?.cancel();
    source.cancel();
  }
}

const timedOut = Symbol('timed out');

async function exchange(network: NetworkNamespace, options: HttpRequestOptions, cancel: CancelToken): Promise<HttpResponse> {
  const { host, port, method = 'GET', body = '' } = options;
  const [address = host] = await network.resolve(host, cancel);
  const socket = await network.connect(address, port, { cancel });
  try {
    const withHost = withHeader(options.headers ?? [], 'Host', port === 80 ? host : `${host}:${port}`);
    const request: HttpRequest = {
      method,
      target: options.target ?? '/',
      headers: withHeader(withHost, 'Connection', 'close'),
      body: typeof body === 'string' ? encodeText(body) : body,
    };
    await socket.write(formatRequest(request), cancel);
    return await createHttpReader((token) => socket.read(token), cancel).response(method);
  } finally {
    socket.close();
  }
}

/** Answers one request. @param socket the connection it came over, for its addresses */
export type HttpHandler = (request: HttpRequest, socket: Socket) => Promise<HttpResponse> | HttpResponse;

/**
 * Serves HTTP/1.1 with keep-alive on a listener until it is closed or the token is cancelled; connections run side by side.
 * A handler that throws is a 500.
 * @param cancel the serving process's token; the listener is closed when it is cancelled
 * @throws Cancelled
 */
export async function serveHttp(listener: Listener, handler: HttpHandler, cancel: CancelToken): Promise<void> {
  try {
    for (let socket = await listener.accept(cancel); socket; socket = await listener.accept(cancel)) void serveConnection(socket, handler, cancel);
  } finally {
    listener.close();
  }
}

async function serveConnection(socket: Socket, handler: HttpHandler, cancel: CancelToken): Promise<void> {
  const reader = createHttpReader((token) => socket.read(token), cancel);
  try {
    for (;;) {
      const request = await reader.request();
      if (!request) break;
      const response = await handler(request, socket);
      const closes = headerOf(request.headers, 'Connection')?.toLowerCase() === 'close';
      await socket.write(
        formatResponse(closes ? { ...response, headers: withHeader(response.headers, 'Connection', 'close') } : response, request.method),
        cancel,
      );
      if (closes) break;
    }
  } catch (error) {
    if (error instanceof Cancelled || error instanceof BrokenPipeError) return; // the client or the server went away
    const status = error instanceof HttpProtocolError ? 400 : 500;
    await answerError(socket, status, cancel);
  } finally {
    socket.close();
  }
}

async function answerError(socket: Socket, status: number, cancel: CancelToken): Promise<void> {
  try {
    await socket.write(formatResponse({ status, headers: [['Connection', 'close']], body: new Uint8Array(0) }, 'GET'), cancel);
  } catch (error) {
    if (!(error instanceof Cancelled || error instanceof BrokenPipeError)) throw error;
  }
}
