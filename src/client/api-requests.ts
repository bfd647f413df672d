import type { KubeObject } from '#machinery/object.ts';
import { formatResourcePath, type ResourceType } from '#machinery/resource-type.ts';
import { type Status, StatusError } from '#machinery/status-error.ts';
import type { DeleteOptions, ListOptions, PatchOptions, PatchType, WatchOptions, WriteOptions } from './client.ts';
import type { ApiRequest, ApiResponse } from './transport.ts';

type Query = Record<string, string>;

const PATCH_CONTENT_TYPES: Readonly<Record<PatchType, string>> = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
};

/** The requests behind a client's methods, the same for the waiting and the direct client. */
export const requests = {
  get: (type: ResourceType, namespace: string, name: string, subresource?: string): ApiRequest => ({
    method: 'GET',
    path: formatResourcePath(type, namespace, name, subresource),
  }),
  list: (type: ResourceType, options: ListOptions = {}): ApiRequest => ({
    method: 'GET',
    path: formatResourcePath(type, options.namespace),
    query: listQuery(options),
  }),
  watch: (type: ResourceType, options: WatchOptions): ApiRequest => ({
    method: 'GET',
    path: formatResourcePath(type, options.namespace),
    query: {
      ...listQuery(options),
      watch: 'true',
      ...(options.allowWatchBookmarks && { allowWatchBookmarks: 'true' }),
      ...(options.sendInitialEvents && { sendInitialEvents: 'true', resourceVersionMatch: 'NotOlderThan' }),
      ...(options.timeoutSeconds !== undefined && { timeoutSeconds: String(options.timeoutSeconds) }),
    },
  }),
  create: (type: ResourceType, namespace: string, body: KubeObject, options: WriteOptions & { readonly name?: string } = {}): ApiRequest => ({
    method: 'POST',
    path: formatResourcePath(type, namespace, options.name, options.subresource),
    query: writeQuery(options),
    body,
  }),
  update: (type: ResourceType, namespace: string, body: KubeObject, options: WriteOptions = {}): ApiRequest => ({
    method: 'PUT',
    path: formatResourcePath(type, namespace, body.metadata?.name ?? '', options.subresource),
    query: writeQuery(options),
    body,
  }),
  patch: (type: ResourceType, namespace: string, name: string, body: object, options: PatchOptions): ApiRequest => ({
    method: 'PATCH',
    path: formatResourcePath(type, namespace, name, options.subresource),
    query: { ...writeQuery(options), ...(options.force && { force: 'true' }) },
    headers: { 'content-type': PATCH_CONTENT_TYPES[options.type] },
    body,
  }),
  delete: (type: ResourceType, namespace: string, name: string, options?: DeleteOptions): ApiRequest => {
    const path = formatResourcePath(type, namespace, name);
    if (!options) return { method: 'DELETE', path };
    const { dryRun, ...rest } = options;
    return { method: 'DELETE', path, body: { kind: 'DeleteOptions', apiVersion: 'v1', ...rest, ...(dryRun && { dryRun: ['All'] }) } };
  },
};

/** The body of an answer. @throws StatusError for a status of 400 and above */
export function bodyOf<T>(response: ApiResponse): T {
  if (response.status < 400) return response.body as T;
  throw new StatusError(statusOf(response));
}

function statusOf({ status, body }: ApiResponse): Status {
  if (typeof body === 'object' && body !== null && (body as Status).kind === 'Status') return body as Status;
  const message = typeof body === 'string' && body !== '' ? body.trim() : `the server answered with status ${status}`;
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason: '', code: status };
}

function listQuery({ labelSelector, fieldSelector, limit, continue: token, resourceVersion }: ListOptions): Query {
  return {
    ...(labelSelector && { labelSelector }),
    ...(fieldSelector && { fieldSelector }),
    ...(limit !== undefined && { limit: String(limit) }),
    ...(token && { continue: token }),
    ...(resourceVersion !== undefined && { resourceVersion }),
  };
}

function writeQuery({ dryRun, fieldManager, fieldValidation }: WriteOptions): Query {
  return { ...(dryRun && { dryRun: 'All' }), ...(fieldManager && { fieldManager }), ...(fieldValidation && { fieldValidation }) };
}
