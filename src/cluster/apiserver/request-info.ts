import type { ApiRequest } from '#client/transport.ts';

export type Verb = 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete' | 'deletecollection' | 'impersonate' | 'bind' | 'escalate';

/** A path of the API that names a resource. */
export interface ResourceRequestInfo {
  readonly isResource: true;
  readonly verb: Verb;
  readonly group: string;
  readonly version: string;
  /** '' for all namespaces and for cluster-scoped resources. */
  readonly namespace: string;
  readonly resource: string;
  /** '' for a collection. */
  readonly name: string;
  readonly subresource: string;
  /** What follows the subresource (`proxy/some/path`), without the first slash. */
  readonly rest: string;
}

/** Any other path: discovery, health, version, OpenAPI. */
export interface NonResourceRequestInfo {
  readonly isResource: false;
  readonly verb: string;
  readonly path: string;
}

export type RequestInfo = ResourceRequestInfo | NonResourceRequestInfo;

const NAMESPACE_SUBRESOURCES = new Set(['status', 'finalize']);

/** Reads from method, path and query what is asked for, by the rules of upstream's request info resolver. */
export function parseRequestInfo(request: ApiRequest): RequestInfo {
  const { method, path } = request;
  const segments = splitPath(path);
  const isCore = segments[0] === 'api';
  const head = isCore ? 2 : 3; // api/v1, apis/group/version
  if ((!isCore && segments[0] !== 'apis') || segments.length <= head) return { isResource: false, verb: method.toLowerCase(), path };
  const count = segments.length - head;
  const part = (index: number): string => segments[head + index] ?? '';
  const isBelowNamespace = count > 2 && part(0) === 'namespaces' && !(count === 3 && NAMESPACE_SUBRESOURCES.has(part(2)));
  const first = isBelowNamespace ? 2 : 0;
  const name = part(first + 1);
  return {
    isResource: true,
    verb: verbOf(request, name),
    group: isCore ? '' : (segments[1] ?? ''),
    version: segments[head - 1] ?? '',
    namespace: isBelowNamespace ? part(1) : '',
    resource: part(first),
    name,
    subresource: part(first + 2),
    rest: count > first + 3 ? segments.slice(head + first + 3).join('/') : '',
  };
}

/** The words between the slashes, unescaped; empty ones are dropped. */
function splitPath(path: string): string[] {
  const segments = path.split('/');
  const hasEmpty = segments.indexOf('', 1) >= 0;
  if (segments[0] === '') segments.shift();
  const words = hasEmpty ? segments.filter((segment) => segment !== '') : segments;
  return path.includes('%') ? words.map(decode) : words;
}

function verbOf({ method, query }: ApiRequest, name: string): Verb {
  switch (method) {
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return name === '' ? 'deletecollection' : 'delete';
    default:
      if (isTrue(query?.['watch'])) return 'watch';
      return name === '' ? 'list' : 'get';
  }
}

/** A query parameter that appears once; the first value of one that appears more often. */
export function queryText(request: ApiRequest, key: string): string | undefined {
  const value = request.query?.[key];
  return typeof value === 'string' ? value : value?.[0];
}

/** All values of a query parameter. */
export function queryTexts(request: ApiRequest, key: string): readonly string[] {
  const value = request.query?.[key];
  return value === undefined ? [] : typeof value === 'string' ? [value] : value;
}

/** As upstream's conversion of query parameters: everything but `0` and `false` is true. */
export function isTrue(value: string | readonly string[] | undefined): boolean {
  const text = typeof value === 'string' ? value : value?.[0];
  return text !== undefined && text !== '0' && text.toLowerCase() !== 'false';
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch (error) {
    if (error instanceof URIError) return segment; // not an escape: Go's router, too, takes it as it stands
    throw error;
  }
}
