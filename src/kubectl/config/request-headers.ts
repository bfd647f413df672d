import type { ApiRequest, Transport } from '#client/transport.ts';
import { kubernetesVersion } from '#machinery/kubernetes-version.ts';
import type { Connection } from './connection.ts';

/** The headers by which requests of a connection say who asks. */
export function identityHeaders(connection: Connection): Readonly<Record<string, string>> {
  const headers: Record<string, string> = { 'user-agent': `kubectl/${kubernetesVersion} (linux/amd64) kubernetes` };
  if (connection.token) headers['authorization'] = `Bearer ${connection.token}`;
  else if (connection.username) headers['authorization'] = `Basic ${btoa(`${connection.username}:${connection.password ?? ''}`)}`;
  const { impersonate } = connection;
  if (impersonate === undefined) return headers;
  headers['impersonate-user'] = impersonate.user;
  if (impersonate.uid !== '') headers['impersonate-uid'] = impersonate.uid;
  if (impersonate.groups.length > 0) headers['impersonate-group'] = impersonate.groups.join(',');
  for (const [key, values] of Object.entries(impersonate.extra)) headers[`impersonate-extra-${encodeURIComponent(key)}`] = values.join(',');
  return headers;
}

/**
 * A transport that adds headers to every request and hands the server's warnings on.
 * @param onWarning is told each text once
 */
export function withRequestHeaders(transport: Transport, headers: Readonly<Record<string, string>>, onWarning: (text: string) => Promise<void>): Transport {
  const add = (request: ApiRequest): ApiRequest => ({ ...request, headers: { ...headers, ...request.headers } });
  const told = new Set<string>();
  return {
    async request(request) {
      const response = await transport.request(add(request));
      for (const text of parseWarnings(response.headers['warning'] ?? '')) {
        if (told.has(text)) continue;
        told.add(text);
        await onWarning(text);
      }
      return response;
    },
    watch: (request, handlers) => transport.watch(add(request), handlers),
    bytes: (request, handlers) => transport.bytes(add(request), handlers),
    channels: (request, handlers) => transport.channels(add(request), handlers),
  };
}

/** The texts of a `Warning` header (RFC 7234): `299 - "first", 299 - "second"`. */
export function parseWarnings(header: string): string[] {
  const texts: string[] = [];
  for (const match of header.matchAll(/\d{3} \S+ "((?:[^"\\]|\\.)*)"/g)) texts.push((match[1] ?? '').replace(/\\(.)/g, '$1'));
  return texts;
}
