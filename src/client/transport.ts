import type { KubeObject } from '#machinery/object.ts';

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';

/** One request to an API server. Paths and query are unescaped where they are lists of words and escaped where they are one text. */
export interface ApiRequest {
  readonly method: Method;
  /** The escaped path without the query: `/apis/apps/v1/namespaces/default/deployments/web`. */
  readonly path: string;
  /** Unescaped; a list repeats the key (`command=sh&command=-c`). */
  readonly query?: Readonly<Record<string, string | readonly string[]>>;
  /** Names in lower case. `accept` asks for Tables, `content-type` names the patch type, `authorization` and `impersonate-*` say who asks. */
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON (in-process: handed over as it is, and must not be changed afterwards). A text or bytes are sent as they are. */
  readonly body?: object | string | Uint8Array;
}

/** The answer to a request that is not a stream. `body` is an object for JSON, otherwise the text or bytes. */
export interface ApiResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** One line of a watch. For BOOKMARK only metadata is filled; for ERROR the object is a Status. */
export interface WatchEvent<T extends KubeObject = KubeObject> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: T;
}

export interface WatchHandlers {
  onEvent(event: WatchEvent): void;
  /** The stream is over: with an error (a StatusError when the server refused), or without one when the server closed it in good order. */
  onEnd(error?: Error): void;
}

export interface BytesHandlers {
  onBytes(bytes: Uint8Array): void;
  onEnd(error?: Error): void;
}

/** Handlers of a connection of several channels: exec, attach (0 stdin, 1 stdout, 2 stderr, 3 status, 4 resize) and port-forward. */
export interface ChannelHandlers {
  onOpen(): void;
  onMessage(channel: number, bytes: Uint8Array): void;
  onClose(error?: Error): void;
}

export interface ChannelConnection {
  send(channel: number, bytes: Uint8Array): void;
  /** Tells the other side that no more will come on one channel (end of stdin). */
  closeChannel(channel: number): void;
  close(): void;
}

/** A stream that the reader may leave. After `close` no handler is called any more. */
export interface Subscription {
  close(): void;
}

/**
 * A way to an API server: in-process or over HTTP. Everything above it is the same for both.
 * `request` resolves for every HTTP status; it rejects only when there is no answer (`TransportError`).
 */
export interface Transport {
  request(request: ApiRequest): Promise<ApiResponse>;
  watch(request: ApiRequest, handlers: WatchHandlers): Subscription;
  /** A response whose body is read as it comes: `log?follow=true`. */
  bytes(request: ApiRequest, handlers: BytesHandlers): Subscription;
  channels(request: ApiRequest, handlers: ChannelHandlers): ChannelConnection;
}

/** The in-process way, for the control plane: it answers at once. */
export interface DirectTransport extends Transport {
  requestNow(request: ApiRequest): ApiResponse;
}

/** There was no answer: refused, closed in the middle, name not found. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
}
