import type { FileSystem } from '#os/file-system.ts';
import { lastName, parentPath } from '#os/path.ts';
import { type Directive, NginxConfigError, parseNginxConfig } from './config-parser.ts';

/** Where requests for some paths are answered from; settings that are undefined are the server's. */
export interface LocationConfig {
  readonly match: '=' | '^~' | '~' | '~*' | 'prefix';
  readonly path: string;
  readonly settings: Settings;
}

/** What may stand in http, server and location and is inherited downwards. */
export interface Settings {
  readonly root: string | undefined;
  readonly alias: string | undefined;
  readonly index: readonly string[] | undefined;
  readonly autoindex: boolean | undefined;
  readonly returns: { readonly status: number; readonly text: string } | undefined;
  readonly tryFiles: readonly string[] | undefined;
  readonly proxyPass: string | undefined;
  readonly proxyHeaders: readonly (readonly [string, string])[];
  readonly headers: readonly (readonly [string, string])[];
  readonly defaultType: string | undefined;
  readonly errorPages: ReadonlyMap<number, string>;
  readonly accessLog: string | undefined;
}

export interface ServerConfig {
  readonly listens: readonly { readonly address: string; readonly port: number; readonly isDefault: boolean }[];
  readonly names: readonly string[];
  readonly settings: Settings;
  readonly locations: readonly LocationConfig[];
}

export interface NginxConfig {
  readonly servers: readonly ServerConfig[];
  readonly upstreams: ReadonlyMap<string, readonly string[]>;
  /** Extensions to media types. */
  readonly types: ReadonlyMap<string, string>;
  readonly errorLog: string;
  readonly errorLevel: string;
  readonly pidFile: string;
}

/** Directives that say how fast or in which way to do what is done here anyway. They are accepted and change nothing. */
const WITHOUT_EFFECT = new Set(
  (
    'user worker_processes worker_connections worker_rlimit_nofile events sendfile tcp_nopush tcp_nodelay keepalive_timeout keepalive_requests gzip ' +
    'gzip_types gzip_vary gzip_proxied gzip_comp_level log_format server_tokens charset types_hash_max_size client_max_body_size proxy_http_version ' +
    'proxy_connect_timeout proxy_read_timeout proxy_send_timeout proxy_buffering proxy_redirect resolver daemon load_module multi_accept use ' +
    'client_body_timeout client_header_timeout send_timeout reset_timedout_connection server_names_hash_bucket_size absolute_redirect ' +
    'port_in_redirect expires etag keepalive client_body_temp_path proxy_temp_path fastcgi_temp_path uwsgi_temp_path scgi_temp_path'
  ).split(' '),
);

const noSettings: Settings = {
  root: undefined,
  alias: undefined,
  index: undefined,
  autoindex: undefined,
  returns: undefined,
  tryFiles: undefined,
  proxyPass: undefined,
  proxyHeaders: [],
  headers: [],
  defaultType: undefined,
  errorPages: new Map(),
  accessLog: undefined,
};

const kept = new Map<string, NginxConfig>();
const KEPT_CONFIGS = 100;

/**
 * Reads a configuration file with everything it includes. The result for equal files is kept: a thousand containers read the same.
 * @throws NginxConfigError
 */
export function readNginxConfig(fs: FileSystem, file: string): NginxConfig {
  const files = collectFiles(fs, file);
  const key = [...files.values()].map((source) => source.id).join(' ');
  const known = kept.get(key);
  if (known) return known;
  const config = interpret(resolveIncludes(files, files.get(file)?.directives ?? []));
  if (kept.size >= KEPT_CONFIGS) kept.clear();
  kept.set(key, config);
  return config;
}

function interpret(main: readonly Directive[]): NginxConfig {
  const http = main.filter((directive) => directive.name === 'http').flatMap((directive) => directive.block ?? []);
  for (const directive of main) requireKnown(directive, ['http', 'error_log', 'pid']);
  const outer = readSettings(http, noSettings, ['server', 'upstream', 'types']);
  const errorLog = main.find((directive) => directive.name === 'error_log') ?? http.find((directive) => directive.name === 'error_log');
  return {
    servers: http.filter((directive) => directive.name === 'server').map((directive) => readServer(directive, outer)),
    upstreams: new Map(http.filter((directive) => directive.name === 'upstream').map((directive) => [directive.args[0] ?? '', readUpstream(directive)])),
    types: readTypes(http),
    errorLog: errorLog?.args[0] ?? '/var/log/nginx/error.log',
    errorLevel: errorLog?.args[1] ?? 'error',
    pidFile: main.find((directive) => directive.name === 'pid')?.args[0]?.replace(/^\/var\/run\//, '/run/') ?? '/run/nginx.pid',
  };
}

interface Source {
  readonly id: number;
  readonly directives: readonly Directive[];
  /** Each pattern of an `include` to the files it means. */
  readonly includes: ReadonlyMap<string, readonly string[]>;
}

/** The main file and all that it includes, by path, in the order they are first met. */
function collectFiles(fs: FileSystem, main: string): ReadonlyMap<string, Source> {
  const files = new Map<string, Source>();
  const collect = (path: string, where: Directive | undefined): void => {
    if (files.has(path)) return;
    if (!fs.exists(path)) throw new NginxConfigError(`open() "${path}" failed (2: No such file or directory)`, where);
    const { id, directives, includes: found } = parseNginxConfig(fs.read(path), path);
    const includes = new Map<string, readonly string[]>();
    files.set(path, { id, directives, includes });
    for (const directive of found) {
      const [pattern = ''] = directive.args;
      const full = pattern.startsWith('/') ? pattern : `/etc/nginx/${pattern}`;
      const paths = /[*?]/.test(full) ? matchingFiles(fs, full) : [full];
      includes.set(pattern, paths);
      for (const each of paths) collect(each, directive);
    }
  };
  collect(main, undefined);
  return files;
}

function resolveIncludes(files: ReadonlyMap<string, Source>, directives: readonly Directive[]): readonly Directive[] {
  return directives.flatMap((directive) => {
    if (directive.name !== 'include') return [directive.block ? { ...directive, block: resolveIncludes(files, directive.block) } : directive];
    const paths = files.get(directive.file)?.includes.get(directive.args[0] ?? '') ?? [];
    return paths.flatMap((path) => resolveIncludes(files, files.get(path)?.directives ?? []));
  });
}

function matchingFiles(fs: FileSystem, pattern: string): readonly string[] {
  const directory = parentPath(pattern);
  if (!fs.exists(directory)) return [];
  const source = lastName(pattern)
    .replace(/[.+^$()|[\]{}\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const matcher = new RegExp(`^${source}$`);
  return fs
    .list(directory)
    .filter((name) => matcher.test(name) && !name.startsWith('.'))
    .map((name) => `${directory}/${name}`);
}

function requireKnown(directive: Directive, further: readonly string[]): void {
  if (WITHOUT_EFFECT.has(directive.name) || further.includes(directive.name)) return;
  throw new NginxConfigError(`unknown directive "${directive.name}"`, directive);
}

function readServer(server: Directive, outer: Settings): ServerConfig {
  const block = server.block ?? [];
  const settings = readSettings(block, outer, ['listen', 'server_name', 'location']);
  const listens = block.filter((directive) => directive.name === 'listen' && !directive.args[0]?.startsWith('[')).map(readListen);
  const locations = block.filter((directive) => directive.name === 'location').flatMap((directive) => readLocations(directive, settings));
  return {
    listens: listens.length > 0 ? listens : [{ address: '', port: 80, isDefault: false }],
    names: block.filter((directive) => directive.name === 'server_name').flatMap((directive) => directive.args),
    settings,
    locations,
  };
}

function readListen(directive: Directive): ServerConfig['listens'][number] {
  const [value = '', ...flags] = directive.args;
  const [, address, port = ''] = /^(?:(.*):)?(\d+)$/.exec(value) ?? [];
  if (!/^\d+$/.test(port) || Number(port) < 1 || Number(port) > 65535)
    throw new NginxConfigError(`invalid port in "${value}" of the "listen" directive`, directive);
  if (flags.includes('ssl')) throw new NginxConfigError('the "ssl" parameter is not simulated', directive);
  return { address: address === undefined || address === '*' ? '' : address, port: Number(port), isDefault: flags.includes('default_server') };
}

function readLocations(location: Directive, outer: Settings): readonly LocationConfig[] {
  const [first = '', second] = location.args;
  const block = location.block ?? [];
  const settings = readSettings(block, { ...outer, alias: undefined, returns: undefined, tryFiles: undefined, proxyPass: undefined }, [
    'location',
    'deny',
    'allow',
  ]);
  const isMatch = first === '=' || first === '^~' || first === '~' || first === '~*';
  const own: LocationConfig = { match: isMatch ? first : 'prefix', path: (isMatch ? second : first) ?? '', settings };
  return [own, ...block.filter((directive) => directive.name === 'location').flatMap((directive) => readLocations(directive, settings))];
}

function readSettings(block: readonly Directive[], outer: Settings, further: readonly string[]): Settings {
  const result: { -readonly [K in keyof Settings]: Settings[K] } = { ...outer };
  const headers: (readonly [string, string])[] = [];
  const proxyHeaders: (readonly [string, string])[] = [];
  for (const directive of block) {
    const [first = '', second = ''] = directive.args;
    switch (directive.name) {
      case 'root':
        result.root = first.replace(/(.)\/+$/, '$1');
        break;
      case 'alias':
        result.alias = first;
        break;
      case 'index':
        result.index = directive.args;
        break;
      case 'autoindex':
        result.autoindex = first === 'on';
        break;
      case 'return':
        result.returns = readReturn(directive);
        break;
      case 'try_files':
        result.tryFiles = directive.args;
        break;
      case 'proxy_pass':
        result.proxyPass = first;
        break;
      case 'add_header':
        headers.push([first, second]);
        break;
      case 'proxy_set_header':
        proxyHeaders.push([first, second]);
        break;
      case 'default_type':
        result.defaultType = first;
        break;
      case 'error_page':
        result.errorPages = new Map([...result.errorPages, ...directive.args.slice(0, -1).map((code) => [Number(code), directive.args.at(-1) ?? ''] as const)]);
        break;
      case 'access_log':
        result.accessLog = first;
        break;
      case 'error_log':
        break;
      default:
        requireKnown(directive, further);
    }
  }
  if (headers.length > 0) result.headers = headers;
  if (proxyHeaders.length > 0) result.proxyHeaders = proxyHeaders;
  return result;
}

function readReturn(directive: Directive): Settings['returns'] {
  const [first = '', ...rest] = directive.args;
  if (/^https?:\/\//.test(first) && rest.length === 0) return { status: 302, text: first };
  if (!/^\d{1,3}$/.test(first)) throw new NginxConfigError(`invalid return code "${first}"`, directive);
  return { status: Number(first), text: rest.join(' ') };
}

function readUpstream(directive: Directive): readonly string[] {
  return (directive.block ?? []).filter((item) => item.name === 'server').map((item) => item.args[0] ?? '');
}

function readTypes(http: readonly Directive[]): ReadonlyMap<string, string> {
  const types = new Map<string, string>();
  for (const directive of http) {
    if (directive.name !== 'types') continue;
    for (const { name, args } of directive.block ?? []) for (const extension of args) types.set(extension, name);
  }
  return types;
}
