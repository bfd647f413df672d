import type { ApiRequest } from '#client/transport.ts';

export type Verb = 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete' | 'deletecollection' | 'impersonate';

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
  const segments = path.split('/').filter((segment) => segment !== '');
  const isCore = segments[0] === 'api';
  const head = isCore ? 2 : 3; // api/v1, apis/group/version
  if ((!isCore && segments[0] !== 'apis') || segments.length <= head) return { isResource: false, verb: method.toLowerCase(), path };
  const group = isCore ? '' : decode(segments[1]);
  const version = decode(segments[head - 1]);
  let parts = segments.slice(head).map(decode);
  let namespace = '';
  if (parts[0] === 'namespaces' && parts.length > 2 && !(parts.length === 3 && NAMESPACE_SUBRESOURCES.has(parts[2] ?? ''))) {
    namespace = parts[1] ?? '';
    parts = parts.slice(2);
  }
  const [resource = '', name = '', subresource = '', ...rest] = parts;
  const verb = verbOf(request, name);
  return { isResource: true, verb, group, version, namespace, resource, name, subresource, rest: rest.join('/') };
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

function decode(segment: string | undefined): string {
  if (!segment?.includes('%')) return segment ?? '';
  try {
    return decodeURIComponent(segment);
  } catch (error) {
    if (error instanceof URIError) return segment; // not an escape: Go's router, too, takes it as it stands
    throw error;
  }
}
