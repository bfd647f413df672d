import type { ApiResource } from '../generated/resources.ts';
import { definitionName, type GroupVersionKind, type OpenApiSchema, type OpenApiVersion, patchDefinition } from './definition-schema.ts';

/** `get`, `post` … → what the operation is. */
type PathItem = { readonly [method: string]: OpenApiSchema };

const methodOfVerb: Readonly<Record<string, string>> = { get: 'get', create: 'post', update: 'put', patch: 'patch', delete: 'delete' };
const actionOfVerb: Readonly<Record<string, string>> = {
  get: 'get',
  create: 'post',
  update: 'put',
  patch: 'patch',
  delete: 'delete',
  list: 'list',
  deletecollection: 'deletecollection',
};

const patchTypes = ['application/apply-patch+yaml', 'application/json-patch+json', 'application/merge-patch+json', 'application/strategic-merge-patch+json'];

/** A custom resource has no merge keys; it is described by a schema of its own. */
const customPatchTypes = patchTypes.filter((type) => !type.includes('strategic'));

const queryOfVerb: Readonly<Record<string, readonly string[]>> = {
  get: ['pretty'],
  list: [
    'pretty',
    'allowWatchBookmarks',
    'continue',
    'fieldSelector',
    'labelSelector',
    'limit',
    'resourceVersion',
    'resourceVersionMatch',
    'sendInitialEvents',
    'timeoutSeconds',
    'watch',
  ],
  create: ['pretty', 'dryRun', 'fieldManager', 'fieldValidation'],
  update: ['pretty', 'dryRun', 'fieldManager', 'fieldValidation'],
  patch: ['pretty', 'dryRun', 'fieldManager', 'fieldValidation', 'force'],
  delete: ['pretty', 'dryRun', 'gracePeriodSeconds', 'orphanDependents', 'propagationPolicy'],
  deletecollection: [
    'pretty',
    'continue',
    'dryRun',
    'fieldSelector',
    'gracePeriodSeconds',
    'labelSelector',
    'limit',
    'orphanDependents',
    'propagationPolicy',
    'resourceVersion',
    'timeoutSeconds',
  ],
};

const parameterTypes: Readonly<Record<string, string>> = {
  allowWatchBookmarks: 'boolean',
  force: 'boolean',
  gracePeriodSeconds: 'integer',
  limit: 'integer',
  orphanDependents: 'boolean',
  sendInitialEvents: 'boolean',
  timeoutSeconds: 'integer',
  watch: 'boolean',
};

function parameter(name: string, place: 'path' | 'query', version: OpenApiVersion): OpenApiSchema {
  const type = { type: parameterTypes[name] ?? 'string', uniqueItems: true };
  return { name, in: place, ...(place === 'path' ? { required: true } : {}), ...(version === 3 ? { schema: type } : type) };
}

function operation(verb: string, path: string, kind: GroupVersionKind, schemaName: string, version: OpenApiVersion): OpenApiSchema {
  const pathParameters = [...path.matchAll(/\{(\w+)\}/g)].map((match) => parameter(match[1] ?? '', 'path', version));
  const query = (queryOfVerb[verb] ?? []).map((name) => parameter(name, 'query', version));
  const body = schemaName === '' ? undefined : definitionName(schemaName);
  const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });
  const answer = body === undefined || version === 2 ? {} : { content: { 'application/json': { schema: reference(verb === 'list' ? `${body}List` : body) } } };
  return {
    parameters: [...pathParameters, ...query],
    ...(verb === 'patch' && version === 2 ? { consumes: patchTypes } : {}),
    ...(verb === 'patch' && version === 3
      ? {
          requestBody: {
            required: true,
            content: Object.fromEntries((body === undefined ? customPatchTypes : patchTypes).map((type) => [type, { schema: reference(patchDefinition) }])),
          },
        }
      : {}),
    ...((verb === 'create' || verb === 'update') && version === 3 && body !== undefined
      ? { requestBody: { required: true, content: { '*/*': { schema: reference(body) } } } }
      : {}),
    responses: { 200: { description: 'OK', ...answer } },
    'x-kubernetes-action': actionOfVerb[verb] ?? verb,
    'x-kubernetes-group-version-kind': kind,
  };
}

/** The paths of the resources, and what can be done at each. */
export function resourcePaths(resources: readonly ApiResource[], version: OpenApiVersion): Readonly<Record<string, PathItem>> {
  const paths: Record<string, Record<string, OpenApiSchema>> = {};
  for (const resource of resources) {
    const { group, version: apiVersion } = resource;
    const kind = { group: resource.kindGroupVersion?.group ?? group, kind: resource.kind, version: resource.kindGroupVersion?.version ?? apiVersion };
    const root = group === '' ? `/api/${apiVersion}` : `/apis/${group}/${apiVersion}`;
    const [plural, subresource] = resource.name.split('/');
    const collection = `${root}${resource.namespaced ? '/namespaces/{namespace}' : ''}/${plural}`;
    const item = `${collection}/{name}${subresource === undefined ? '' : `/${subresource}`}`;
    const add = (path: string, method: string, verb: string) => {
      const methods = paths[path] ?? {};
      methods[method] = operation(verb, path, kind, resource.schema, version);
      paths[path] = methods;
    };
    for (const verb of resource.verbs) {
      if (verb === 'list') {
        add(collection, 'get', verb);
        if (resource.namespaced) add(`${root}/${plural}`, 'get', verb);
      } else if (verb === 'deletecollection') add(collection, 'delete', verb);
      else if (verb === 'create' && subresource === undefined) add(collection, 'post', verb);
      else {
        const method = methodOfVerb[verb];
        if (method !== undefined) add(item, method, verb);
      }
    }
  }
  return Object.fromEntries(Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1)));
}
