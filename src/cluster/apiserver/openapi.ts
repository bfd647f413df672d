import type { ApiRequest, ApiResponse } from '#client/transport.ts';
import type { ApiResource } from '#machinery/generated/resources.ts';
import type { CustomDefinition } from '#machinery/openapi/custom-v3.ts';
import type { OpenApiDocuments } from '#machinery/openapi/documents.ts';
import type { ResourceRegistry } from './resource-registry.ts';

/** client-go asks for v2 with an `@` and expects a dot in the answer. */
const V2_CONTENT_TYPE = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';

/** The OpenAPI paths of a server. What makes the documents is a large part of the program that most sessions never need. */
export interface OpenApi {
  /** Loads what a request needs and is not there yet; undefined when it can be answered now. */
  prepare(request: ApiRequest): Promise<void> | undefined;
  /** The answer; undefined for a path that leads nowhere, and as long as nothing is loaded. */
  find(request: ApiRequest): ApiResponse | undefined;
}

/** Creates the OpenAPI paths of what a registry serves. */
export function createOpenApi(registry: ResourceRegistry): OpenApi {
  let create: (() => OpenApiDocuments) | undefined;
  let documents: OpenApiDocuments | undefined;
  let generation = -1;

  const load = async (): Promise<void> => {
    const { createOpenApiDocuments } = await import('#machinery/openapi/documents.ts');
    const { apiResources } = await import('#machinery/generated/resources.ts');
    const { loadDescriptions } = await import('#machinery/openapi/descriptions.ts');
    const descriptions = await loadDescriptions();
    create = () => createOpenApiDocuments(servedBy(registry, apiResources), () => descriptions, customOf(registry));
  };

  return {
    prepare: ({ path }) => (create || !path.startsWith('/openapi/') ? undefined : load()),
    find({ path }) {
      if (!create) return undefined;
      if (!documents || generation !== registry.generation) documents = create();
      generation = registry.generation;
      if (path === '/openapi/v2') return { status: 200, headers: { 'content-type': V2_CONTENT_TYPE }, body: documents.v2() };
      const body = path === '/openapi/v3' ? documents.index() : documents.v3(path.slice('/openapi/v3/'.length));
      return body && { status: 200, headers: { 'content-type': 'application/json' }, body };
    },
  };
}

/** What the table of the API and the registry have in common; subresources go with their resource. */
function servedBy(registry: ResourceRegistry, table: readonly ApiResource[]): ApiResource[] {
  return table.filter(({ group, version, name }) => registry.find(group, version, name.split('/')[0] ?? name) !== undefined);
}

function customOf(registry: ResourceRegistry): CustomDefinition[] {
  return registry.all().flatMap(({ kind }) => {
    if (!kind.custom) return [];
    const { group, version, plural, singular, namespaced, verbs, shortNames, categories } = kind;
    const main = { group, version, name: plural, singular, namespaced, kind: kind.kind, verbs, shortNames, categories, schema: '' };
    const below = [...(kind.hasStatus ? ['status'] : []), ...(kind.scale ? ['scale'] : [])];
    const parts = below.map((name) => ({
      ...main,
      name: `${plural}/${name}`,
      singular: '',
      verbs: ['get', 'patch', 'update'],
      shortNames: [],
      categories: [],
    }));
    return [{ kind: { group, version, kind: kind.kind }, schema: kind.custom.schema, resources: [main, ...parts] }];
  });
}
