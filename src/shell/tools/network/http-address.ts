import { UsageError } from '#sim/usage-error.ts';

/** What a URL on a command line says. */
export interface HttpAddress {
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly port: number;
  /** Path and query. */
  readonly target: string;
}

/** Reads a URL; the scheme may be left out. @throws UsageError for one that is none */
export function parseHttpAddress(text: string): HttpAddress {
  const match = /^(?:(\w+):\/\/)?(?:[^/@]*@)?(\[[^\]]*\]|[^/:?#]+)(?::(\d*))?([/?][^#]*)?(?:#.*)?$/.exec(text);
  if (!match) throw new UsageError(`bad URL: ${text}`);
  const [, scheme = 'http', host = '', port, target = '/'] = match;
  if (scheme !== 'http' && scheme !== 'https') throw new UsageError(`not an http or ftp url: ${text}`);
  return { scheme, host, port: port ? Number(port) : scheme === 'https' ? 443 : 80, target: target.startsWith('/') ? target : `/${target}` };
}

/** As a Host header has it: without the scheme's own port. */
export function formatAuthority({ scheme, host, port }: HttpAddress): string {
  return port === (scheme === 'https' ? 443 : 80) ? host : `${host}:${port}`;
}

/** The URL a redirect leads to. */
export function followLocation(from: HttpAddress, location: string): HttpAddress {
  if (/^\w+:\/\//.test(location)) return parseHttpAddress(location);
  const target = location.startsWith('/') ? location : `${from.target.slice(0, from.target.lastIndexOf('/') + 1)}${location}`;
  return { ...from, target };
}
