import { request as openHttp } from 'node:http';
import { type AgentOptions, request as openHttps } from 'node:https';
import { Readable } from 'node:stream';
import { WebSocket } from 'ws';
import { createHttpTransport, type HttpResponse } from '#client/http-transport.ts';
import { type Transport, TransportError } from '#client/transport.ts';
import type { Connection } from '#kubectl/config/connection.ts';

/** Opens the way to a real API server, over HTTPS and WebSocket. */
export function createNodeTransport(connection: Connection): Transport {
  const tls: AgentOptions = {
    rejectUnauthorized: !connection.insecureSkipTlsVerify,
    ...(connection.certificateAuthority === undefined ? {} : { ca: connection.certificateAuthority }),
    ...(connection.clientCertificate === undefined ? {} : { cert: connection.clientCertificate }),
    ...(connection.clientKey === undefined ? {} : { key: connection.clientKey }),
  };
  const timeoutMs = connection.requestTimeoutMs;
  return createHttpTransport({
    baseUrl: connection.server,
    fetch: (url, { method, headers, body }) =>
      new Promise<HttpResponse>((resolve, reject) => {
        const open = url.startsWith('https:') ? openHttps : openHttp;
        const request = open(url, {
          ...tls,
          method,
          headers: body === undefined ? headers : { ...headers, 'content-length': String(Buffer.byteLength(body)) },
        });
        request.on('response', (response) => {
          const stream = Readable.toWeb(response) as unknown as ReadableStream<Uint8Array>;
          const web = new Response(response.statusCode === 204 || response.statusCode === 304 ? null : stream, {
            status: response.statusCode ?? 502,
            headers: response.headersDistinct === undefined ? [] : pairsOf(response.headersDistinct),
          });
          resolve(web as unknown as HttpResponse);
        });
        request.on('error', (error) => reject(new TransportError(describeFailure(error, url))));
        if (timeoutMs > 0)
          request.setTimeout(timeoutMs, () => request.destroy(new Error('context deadline exceeded (Client.Timeout exceeded while awaiting headers)')));
        request.end(body);
      }),
    openSocket(url, protocols, headers, handlers) {
      const socket = new WebSocket(url, [...protocols], { ...tls, headers });
      const early: Uint8Array[] = [];
      socket.binaryType = 'nodebuffer';
      socket.on('open', () => {
        for (const bytes of early.splice(0)) socket.send(bytes);
        handlers.onOpen();
      });
      socket.on('message', (data: Buffer) => handlers.onMessage(new Uint8Array(data)));
      socket.on('close', () => handlers.onClose());
      socket.on('error', (error) => handlers.onClose(new TransportError(describeFailure(error, url))));
      return {
        send: (bytes) => (socket.readyState === WebSocket.CONNECTING ? void early.push(bytes) : socket.send(bytes)),
        close: () => socket.close(),
      };
    },
  });
}

function pairsOf(headers: NodeJS.Dict<string[]>): [string, string][] {
  return Object.entries(headers).flatMap(([name, values = []]) => values.map((value): [string, string] => [name, value]));
}

/** What went wrong on the way, as Go's client says it. */
function describeFailure(error: NodeJS.ErrnoException, url: string): string {
  const { hostname, host } = new URL(url);
  switch (error.code) {
    case 'ECONNREFUSED':
      return `dial tcp ${host}: connect: connection refused`;
    case 'ENOTFOUND':
      return `dial tcp: lookup ${hostname}: no such host`;
    case 'EHOSTUNREACH':
      return `dial tcp ${host}: connect: no route to host`;
    case 'ETIMEDOUT':
      return `dial tcp ${host}: i/o timeout`;
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return 'tls: failed to verify certificate: x509: certificate signed by unknown authority';
    case 'CERT_HAS_EXPIRED':
      return 'tls: failed to verify certificate: x509: certificate has expired or is not yet valid';
    default:
      return error.message;
  }
}
