import { type ApiResource, apiResources } from '../generated/resources.ts';
import { kubernetesVersion } from '../kubernetes-version.ts';
import { hasSchema } from '../schema/schema.ts';
import { definitionName, definitionSchema, type GroupVersionKind, type OpenApiSchema, reachableTypes, wireTypeDefinitions } from './definition-schema.ts';
import type { Descriptions } from './descriptions.ts';
import { resourcePaths } from './paths.ts';

/** An OpenAPI 3.0 document, as `/openapi/v3/apis/apps/v1` answers. */
export interface OpenApiV3Document {
  readonly openapi: '3.0.0';
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, OpenApiSchema>>;
  readonly components: { readonly schemas: Readonly<Record<string, OpenApiSchema>> };
}

const freeStandingTypes = ['meta.v1.Status', 'meta.v1.DeleteOptions', 'meta.v1.APIResourceList', 'meta.v1.WatchEvent'];

/** Under which group, version and kind a structure is an object of its own. */
export function kindsOf(typeName: string, resources: readonly ApiResource[] = apiResources): GroupVersionKind[] {
  const base = typeName.endsWith('List') ? typeName.slice(0, -'List'.length) : typeName;
  const owner = resources.find((resource) => !resource.name.includes('/') && resource.schema === base);
  if (owner === undefined) return [];
  return [{ group: owner.group, kind: typeName.split('.').at(-1) ?? '', version: owner.version }];
}

/**
 * The document of one group version.
 * @param resources the resources and subresources to describe, all of that group version; which ones a server serves it knows itself
 */
export function createOpenApiV3(resources: readonly ApiResource[], descriptions: Descriptions, version = kubernetesVersion): OpenApiV3Document {
  const roots = resources.flatMap(({ schema }) => [schema, `${schema}List`]).filter(hasSchema);
  const types = reachableTypes([...roots, ...freeStandingTypes]);
  const schemas: Record<string, OpenApiSchema> = { ...wireTypeDefinitions(3) };
  for (const type of types) schemas[definitionName(type)] = definitionSchema(type, 3, descriptions, kindsOf(type, resources));
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version },
    paths: resourcePaths(resources, 3),
    components: { schemas: Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1))) },
  };
}
