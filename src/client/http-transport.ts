import { type Status, StatusError } from '#machinery/status-error.ts';
import { decodeJsonLines } from './json-lines.ts';
import {
  type ApiRequest,
  type ApiResponse,
  type BytesHandlers,
  type ChannelConnection,
  type ChannelHandlers,
  type Subscription,
  type Transport,
  TransportError,
  type WatchEvent,
  type WatchHandlers,
} from './transport.ts';

/** What is needed of a web-standard Response. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: { forEach(visit: (value: string, name: string) => void): void };
  readonly body: HttpBody | null;
  text(): Promise<string>;
}

export interface HttpBody {
  getReader(): { read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>; cancel(): Promise<void> };
}

/** What is needed of a web-standard WebSocket that hands over bytes. */
export interface HttpSocket {
  send(bytes: Uint8Array): void;
  close(): void;
}

export interface SocketHandlers {
  onOpen(): void;
  onMessage(bytes: Uint8Array): void;
  onClose(error?: Error): void;
}

export interface HttpTransportOptions {
  /** `https://127.0.0.1:6443`, without a slash at the end. */
  readonly baseUrl: string;
  /** Web-standard fetch of the host, with the TLS settings of the connection in it. */
  fetch(
    url: string,
    init: { readonly method: string; readonly headers: Readonly<Record<string, string>>; readonly body?: string | Uint8Array },
  ): Promise<HttpResponse>;
  /** Opens a WebSocket with a subprotocol. */
  openSocket(url: string, protocols: readonly string[], headers: Readonly<Record<string, string>>, handlers: SocketHandlers): HttpSocket;
  /** Sent with every request: `authorization`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Keeps the simulation's time still while the host waits for an answer. */
  hold?<T>(work: Promise<T>): Promise<T>;
}

/** Exec and attach: messages begin with the number of their channel; 255 says that a channel ends. */
const CHANNEL_PROTOCOL = 'v5.channel.k8s.io';
const PORT_FORWARD_PROTOCOL = 'v4.channel.k8s.io';
const CLOSE_CHANNEL = 255;

/** A way to any API server over HTTP. */
export function createHttpTransport(options: HttpTransportOptions): Transport {
  const send = async (request: ApiRequest): Promise<HttpResponse> => {
    const { method, headers, body } = request;
    const isText = typeof body === 'string' || body instanceof Uint8Array;
    const payload = body === undefined ? undefined : isText ? body : JSON.stringify(body);
    const type = payload === undefined || headers?.['content-type'] ? {} : { 'content-type': 'application/json' };
    try {
      return await options.fetch(options.baseUrl + formatTarget(request), {
        method,
        headers: { accept: 'application/json', ...options.headers, ...type, ...headers },
        ...(payload !== undefined && { body: payload }),
      });
    } catch (error) {
      throw new TransportError(error instanceof Error ? error.message : String(error));
    }
  };

  const readStream = (request: ApiRequest, onBytes: (bytes: Uint8Array) => void, onEnd: (error?: Error) => void): Subscription => {
    let closed = false;
    let leave = (): void => {};
    const read = async (): Promise<void> => {
      const response = await send(request);
      if (response.status >= 400) throw new StatusError(await readStatus(response));
      const reader = response.body?.getReader();
      leave = () => void reader?.cancel();
      for (let part = await reader?.read(); part && !part.done && !closed; part = await reader?.read()) if (part.value) onBytes(part.value);
    };
    const end = (error?: unknown): void => {
      if (!closed) onEnd(error === undefined || error instanceof Error ? error : new TransportError(String(error)));
      closed = true;
    };
    read().then(() => end(), end);
    return {
      close() {
        closed = true;
        leave();
      },
    };
  };

  return {
    async request(request) {
      const answer = async (): Promise<ApiResponse> => readAnswer(await send(request));
      return options.hold ? options.hold(answer()) : answer();
    },
    watch(request: ApiRequest, handlers: WatchHandlers) {
      const lines = decodeJsonLines((value) => handlers.onEvent(value as WatchEvent));
      return readStream(request, lines, handlers.onEnd);
    },
    bytes: (request: ApiRequest, handlers: BytesHandlers) => readStream(request, handlers.onBytes, handlers.onEnd),
    channels: (request: ApiRequest, handlers: ChannelHandlers) => openChannels(options, request, handlers),
  };
}

function openChannels(options: HttpTransportOptions, request: ApiRequest, handlers: ChannelHandlers): ChannelConnection {
  const url = options.baseUrl.replace(/^http/, 'ws') + formatTarget(request);
  const protocol = request.path.endsWith('/portforward') ? PORT_FORWARD_PROTOCOL : CHANNEL_PROTOCOL;
  const socket = options.openSocket(
    url,
    [protocol],
    { ...options.headers, ...request.headers },
    {
      onOpen: handlers.onOpen,
      onMessage: (bytes) => handlers.onMessage(bytes[0] ?? 0, bytes.subarray(1)),
      onClose: handlers.onClose,
    },
  );
  return {
    send(channel, bytes) {
      const message = new Uint8Array(bytes.length + 1);
      message[0] = channel;
      message.set(bytes, 1);
      socket.send(message);
    },
    closeChannel: (channel) => socket.send(Uint8Array.of(CLOSE_CHANNEL, channel)),
    close: () => socket.close(),
  };
}

function formatTarget({ path, query = {} }: ApiRequest): string {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) for (const one of typeof value === 'string' ? [value] : value) parameters.append(key, one);
  const text = parameters.toString();
  return text === '' ? path : `${path}?${text}`;
}

async function readAnswer(response: HttpResponse): Promise<ApiResponse> {
  const headers: Record<string, string> = {};
  response.headers.forEach((value, name) => {
    headers[name.toLowerCase()] = value;
  });
  const text = await response.text();
  const isJson = (headers['content-type'] ?? '').startsWith('application/json') && text !== '';
  return { status: response.status, headers, body: isJson ? JSON.parse(text) : text };
}

async function readStatus(response: HttpResponse): Promise<Status> {
  const { status, body } = await readAnswer(response);
  if (typeof body === 'object' && body !== null && (body as Status).kind === 'Status') return body as Status;
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message: String(body), reason: '', code: status };
}
