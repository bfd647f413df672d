import type { ApiResource } from '../generated/resources.ts';
import { kubernetesVersion } from '../kubernetes-version.ts';
import type { JsonSchema } from '../structural/json-schema.ts';
import { definitionName, definitionSchema, type GroupVersionKind, type OpenApiSchema, reachableTypes, wireTypeDefinitions } from './definition-schema.ts';
import type { Descriptions } from './descriptions.ts';
import { resourcePaths } from './paths.ts';
import { kindsOf, type OpenApiV3Document } from './v3.ts';

/** A custom resource as OpenAPI describes it. */
export interface CustomDefinition {
  readonly kind: GroupVersionKind;
  readonly schema: JsonSchema;
  /** Itself and its subresources, as discovery lists them. */
  readonly resources: readonly ApiResource[];
}

/** `stable.example.com`, `v1`, `CronTab` → `com.example.stable.v1.CronTab`. */
function customDefinitionName({ group, version, kind }: GroupVersionKind): string {
  return [...group.split('.').reverse(), version, kind].join('.');
}

const META = 'meta.v1.ObjectMeta';

/** The document of a group version of custom resources. */
export function createCustomOpenApiV3(definitions: readonly CustomDefinition[], descriptions: Descriptions): OpenApiV3Document {
  const schemas: Record<string, OpenApiSchema> = { ...wireTypeDefinitions(3) };
  for (const type of reachableTypes([META, 'meta.v1.ListMeta', 'meta.v1.Status', 'meta.v1.DeleteOptions'])) {
    schemas[definitionName(type)] = definitionSchema(type, 3, descriptions, kindsOf(type));
  }
  for (const { kind, schema } of definitions) schemas[customDefinitionName(kind)] = withObjectFields(kind, schema, descriptions);
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes CRD Swagger', version: kubernetesVersion },
    paths: resourcePaths(
      definitions.flatMap(({ resources }) => resources),
      3,
    ),
    components: { schemas: Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1))) },
  };
}

/** The schema with what every object has beside it. */
function withObjectFields(kind: GroupVersionKind, schema: JsonSchema, descriptions: Descriptions): OpenApiSchema {
  const textOf = (field: string): string => descriptions.ofField('core.v1.Pod', field);
  const metadata = { description: textOf('metadata'), allOf: [{ $ref: `#/components/schemas/${definitionName(META)}` }] };
  return {
    ...schema,
    properties: {
      ...schema.properties,
      apiVersion: { description: textOf('apiVersion'), type: 'string' },
      kind: { description: textOf('kind'), type: 'string' },
      metadata,
    },
    'x-kubernetes-group-version-kind': [kind],
  };
}
