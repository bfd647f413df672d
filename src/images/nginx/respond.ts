import { encodeText } from '#os/bytes.ts';
import { httpRequest } from '#os/http.ts';
import { type HttpHeaders, HttpProtocolError, type HttpRequest, type HttpResponse, headerOf, reasonOf, withHeader } from '#os/http-message.ts';
import { NetworkError } from '#os/network.ts';
import { normalizePath } from '#os/path.ts';
import type { Process } from '#os/process.ts';
import type { LocationConfig, NginxConfig, ServerConfig, Settings } from './config.ts';

/** One request on its way through nginx. */
export interface NginxExchange {
  readonly process: Process;
  readonly config: NginxConfig;
  readonly server: ServerConfig;
  readonly request: HttpRequest;
  readonly clientAddress: string;
  readonly serverAddress: string;
  readonly serverPort: number;
  /** `nginx/1.27.0` */
  readonly software: string;
  /** Writes a line of level error. */
  logError(message: string): void;
}

const ERROR_PAGE_DEPTH = 5;

/** Answers a request as the configuration says. */
export async function respond(exchange: NginxExchange): Promise<{ readonly response: HttpResponse; readonly settings: Settings }> {
  const path = pathOf(exchange.request);
  const settings = chooseLocation(exchange.server, path)?.settings ?? exchange.server.settings;
  const response = await respondAt(exchange, path, 0);
  return { response, settings };
}

function pathOf(request: HttpRequest): string {
  const path = request.target.split('?')[0] ?? '/';
  try {
    return decodeURIComponent(path);
  } catch (error) {
    if (error instanceof URIError) return path;
    throw error;
  }
}

/** The location for a path: exact, then the longest prefix, unless a regular expression matches. */
export function chooseLocation(server: ServerConfig, path: string): LocationConfig | undefined {
  const exact = server.locations.find((location) => location.match === '=' && location.path === path);
  if (exact) return exact;
  let longest: LocationConfig | undefined;
  for (const location of server.locations) {
    if ((location.match === 'prefix' || location.match === '^~') && path.startsWith(location.path) && location.path.length >= (longest?.path.length ?? 0))
      longest = location;
  }
  if (longest?.match === '^~') return longest;
  const expression = server.locations.find(
    (location) => (location.match === '~' || location.match === '~*') && new RegExp(location.path, location.match === '~*' ? 'i' : '').test(path),
  );
  return expression ?? longest;
}

async function respondAt(exchange: NginxExchange, path: string, depth: number): Promise<HttpResponse> {
  const location = chooseLocation(exchange.server, path);
  const settings = location?.settings ?? exchange.server.settings;
  const response = await respondWith(exchange, settings, location, path, depth);
  const page = response.status >= 400 && response.body.length === 0 ? settings.errorPages.get(response.status) : undefined;
  if (page !== undefined && depth < ERROR_PAGE_DEPTH) {
    const inner = await respondAt(exchange, page, depth + 1);
    if (inner.status === 200) return { ...inner, status: response.status };
  }
  return response.status >= 300 && response.body.length === 0 && response.status !== 304 ? withErrorPage(response, exchange.software) : response;
}

async function respondWith(
  exchange: NginxExchange,
  settings: Settings,
  location: LocationConfig | undefined,
  path: string,
  depth: number,
): Promise<HttpResponse> {
  if (settings.returns) return respondWithReturn(exchange, settings);
  if (settings.proxyPass !== undefined) return respondFromUpstream(exchange, settings, location, path);
  if (exchange.request.method !== 'GET' && exchange.request.method !== 'HEAD') return empty(405);
  if (settings.tryFiles) return respondFromTryFiles(exchange, settings, location, path, depth);
  return respondWithFile(exchange, settings, location, path);
}

const empty = (status: number, headers: HttpHeaders = []): HttpResponse => ({ status, headers, body: new Uint8Array(0) });

function respondWithReturn(exchange: NginxExchange, settings: Settings): HttpResponse {
  const { status = 200, text = '' } = settings.returns ?? {};
  const value = expandVariables(text, exchange);
  if (status >= 300 && status < 400 && value) return empty(status, [['Location', value]]);
  if (!value) return empty(status, addedHeaders(exchange, settings));
  return { status, headers: [['Content-Type', settings.defaultType ?? 'text/plain'], ...addedHeaders(exchange, settings)], body: encodeText(value) };
}

function addedHeaders(exchange: NginxExchange, settings: Settings): HttpHeaders {
  return settings.headers.map(([name, value]) => [name, expandVariables(value, exchange)] as const);
}

async function respondFromTryFiles(
  exchange: NginxExchange,
  settings: Settings,
  location: LocationConfig | undefined,
  path: string,
  depth: number,
): Promise<HttpResponse> {
  const candidates = settings.tryFiles ?? [];
  const { fs } = exchange.process;
  for (const candidate of candidates.slice(0, -1)) {
    const name = expandVariables(candidate, exchange).replace('$uri', path);
    const file = filePath(settings, location, name);
    const wanted = candidate.endsWith('/') ? 'directory' : 'file';
    if (fs.exists(file) && fs.stat(file).type === wanted) return respondWithFile(exchange, settings, location, name);
  }
  const last = candidates.at(-1) ?? '=404';
  if (last.startsWith('=')) return empty(Number(last.slice(1)));
  return depth < ERROR_PAGE_DEPTH ? respondAt(exchange, expandVariables(last, exchange), depth + 1) : empty(500);
}

function filePath(settings: Settings, location: LocationConfig | undefined, path: string): string {
  if (settings.alias !== undefined && location) return normalizePath(settings.alias + path.slice(location.path.length));
  return normalizePath(`${settings.root ?? '/etc/nginx/html'}${path}`);
}

function respondWithFile(exchange: NginxExchange, settings: Settings, location: LocationConfig | undefined, path: string): HttpResponse {
  const { fs } = exchange.process;
  const file = filePath(settings, location, path);
  const shown = path.endsWith('/') ? `${file === '/' ? '' : file}/` : file;
  if (!fs.exists(file)) {
    const missing = path.endsWith('/') ? `"${shown}index.html" is not found` : `open() "${file}" failed`;
    exchange.logError(`${missing} (2: No such file or directory)`);
    return empty(404);
  }
  if (fs.stat(file).type === 'directory') {
    if (!path.endsWith('/')) return empty(301, [['Location', `http://${headerOf(exchange.request.headers, 'Host') ?? 'localhost'}${path}/`]]);
    for (const name of settings.index ?? ['index.html']) {
      if (fs.exists(`${file}/${name}`)) return fileResponse(exchange, settings, normalizePath(`${file}/${name}`));
    }
    if (settings.autoindex) return respondWithListing(exchange, file, path);
    exchange.logError(`directory index of "${shown}" is forbidden`);
    return empty(403);
  }
  return fileResponse(exchange, settings, file);
}

function fileResponse(exchange: NginxExchange, settings: Settings, file: string): HttpResponse {
  const { fs } = exchange.process;
  const stat = fs.stat(file);
  if (exchange.process.user.uid !== 0 && stat.uid !== exchange.process.user.uid && (stat.mode & 0o044) === 0) {
    exchange.logError(`open() "${file}" failed (13: Permission denied)`);
    return empty(403);
  }
  const extension = /\.([^./]+)$/.exec(file)?.[1] ?? '';
  const type = exchange.config.types.get(extension) ?? settings.defaultType ?? 'text/plain';
  const body = fs.read(file);
  const etag = `"${Math.floor(stat.modifiedMs / 1000).toString(16)}-${body.length.toString(16)}"`;
  const headers: HttpHeaders = [
    ['Content-Type', type],
    ['Last-Modified', new Date(stat.modifiedMs).toUTCString()],
    ['ETag', etag],
    ['Accept-Ranges', 'bytes'],
    ...addedHeaders(exchange, settings),
  ];
  if (headerOf(exchange.request.headers, 'If-None-Match') === etag) return empty(304, headers);
  return { status: 200, headers, body };
}

function respondWithListing(exchange: NginxExchange, directory: string, path: string): HttpResponse {
  const { fs } = exchange.process;
  const rows = fs.list(directory).map((name) => {
    const shown = fs.stat(`${directory}/${name}`).type === 'directory' ? `${name}/` : name;
    return `<a href="${encodeURI(shown)}">${shown}</a>\r\n`;
  });
  const html = `<html>\r\n<head><title>Index of ${path}</title></head>\r\n<body>\r\n<h1>Index of ${path}</h1><hr><pre><a href="../">../</a>\r\n${rows.join('')}</pre><hr></body>\r\n</html>\r\n`;
  return { status: 200, headers: [['Content-Type', 'text/html']], body: encodeText(html) };
}

function withErrorPage(response: HttpResponse, software: string): HttpResponse {
  const title = `${response.status} ${reasonOf(response.status)}`;
  const html = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>${software}</center>\r\n</body>\r\n</html>\r\n`;
  return { ...response, headers: [['Content-Type', 'text/html'], ...response.headers], body: encodeText(html) };
}

async function respondFromUpstream(exchange: NginxExchange, settings: Settings, location: LocationConfig | undefined, path: string): Promise<HttpResponse> {
  const { process, request } = exchange;
  const [, authority = '', uri] = /^http:\/\/([^/]+)(\/.*)?$/.exec(expandVariables(settings.proxyPass ?? '', exchange)) ?? [];
  const servers = exchange.config.upstreams.get(authority) ?? [authority];
  const query = request.target.includes('?') ? request.target.slice(request.target.indexOf('?')) : '';
  const target = uri === undefined ? request.target : uri + path.slice(location?.path.length ?? 0) + query;
  const own = settings.proxyHeaders.map(([name, value]) => [name, expandVariables(value, exchange)] as const);
  const passed = request.headers.filter(
    ([name]) => !['host', 'connection', 'content-length', 'transfer-encoding'].includes(name.toLowerCase()) && headerOf(own, name) === undefined,
  );
  const offset = process.simulation.random.below(servers.length);
  for (let tried = 0; tried < servers.length; tried++) {
    const server = servers[(offset + tried) % servers.length] ?? '';
    const [host = '', port = '80'] = server.split(':');
    try {
      const headers = withHeader([...own, ...passed], 'Host', authority);
      const options = { host, port: Number(port), target, method: request.method, headers, body: request.body, timeoutMs: 60_000, cancel: process.cancel };
      const answer = await httpRequest(process.simulation, process.network, options);
      return { ...answer, headers: answer.headers.filter(([name]) => !['connection', 'transfer-encoding', 'server', 'date'].includes(name.toLowerCase())) };
    } catch (error) {
      if (error instanceof NetworkError && error.code === 'ETIMEDOUT') {
        exchange.logError(`upstream timed out (110: Connection timed out) while connecting to upstream, upstream: "http://${server}${target}"`);
        return empty(504);
      }
      if (!(error instanceof NetworkError || error instanceof HttpProtocolError)) throw error;
      exchange.logError(`${describeUpstreamError(error)} while connecting to upstream, upstream: "http://${server}${target}"`);
    }
  }
  return empty(502);
}

function describeUpstreamError(error: NetworkError | HttpProtocolError): string {
  if (!(error instanceof NetworkError)) return 'upstream prematurely closed connection';
  if (error.code === 'ECONNREFUSED') return 'connect() failed (111: Connection refused)';
  if (error.code === 'EHOSTUNREACH') return 'connect() failed (113: No route to host)';
  return `connect() failed (${error.message})`;
}

/** Replaces nginx's variables in a text; unknown ones are empty. */
export function expandVariables(text: string, exchange: NginxExchange): string {
  return text.replace(/\$(?:\{(\w+)\}|(\w+))/g, (_, braced: string | undefined, plain: string | undefined) => variable((braced ?? plain) as string, exchange));
}

function variable(name: string, exchange: NginxExchange): string {
  const { request, process } = exchange;
  const header = /^http_(\w+)$/.exec(name)?.[1];
  if (header !== undefined) return headerOf(request.headers, header.replaceAll('_', '-')) ?? '';
  const host = headerOf(request.headers, 'Host')?.replace(/:\d+$/, '') ?? exchange.server.names[0] ?? '';
  const values: Readonly<Record<string, string>> = {
    uri: pathOf(request),
    document_uri: pathOf(request),
    request_uri: request.target,
    request_method: request.method,
    args: request.target.split('?')[1] ?? '',
    query_string: request.target.split('?')[1] ?? '',
    is_args: request.target.includes('?') ? '?' : '',
    host,
    hostname: process.machine.hostname,
    remote_addr: exchange.clientAddress,
    proxy_add_x_forwarded_for: [headerOf(request.headers, 'X-Forwarded-For'), exchange.clientAddress].filter(Boolean).join(', '),
    server_addr: exchange.serverAddress,
    server_port: String(exchange.serverPort),
    server_name: exchange.server.names[0] ?? '',
    server_protocol: 'HTTP/1.1',
    scheme: 'http',
    time_iso8601: new Date(process.simulation.clock.now).toISOString().replace(/\.\d+Z$/, '+00:00'),
    nginx_version: exchange.software.replace('nginx/', ''),
    pid: String(process.pid),
  };
  return values[name] ?? '';
}
