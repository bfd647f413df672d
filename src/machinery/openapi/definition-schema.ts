import { type FieldSchema, hasSchema, type SchemaType, schemaOf } from '../schema/schema.ts';
import type { Descriptions } from './descriptions.ts';

/** A schema of OpenAPI, version 2 or 3. */
export type OpenApiSchema = { readonly [key: string]: unknown };

/** Which version of OpenAPI: they refer to definitions and describe odd types differently. */
export type OpenApiVersion = 2 | 3;

export interface GroupVersionKind {
  readonly group: string;
  readonly kind: string;
  readonly version: string;
}

const packagePrefixes: Readonly<Record<string, string>> = {
  meta: 'io.k8s.apimachinery.pkg.apis.meta',
  apiextensions: 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions',
  apiregistration: 'io.k8s.kube-aggregator.pkg.apis.apiregistration',
};

/** `apps.v1.Deployment` → `io.k8s.api.apps.v1.Deployment`. */
export function definitionName(typeName: string): string {
  const [packageName = '', ...rest] = typeName.split('.');
  return `${packagePrefixes[packageName] ?? `io.k8s.api.${packageName}`}.${rest.join('.')}`;
}

const wireTypes: Readonly<Record<string, string>> = {
  time: 'io.k8s.apimachinery.pkg.apis.meta.v1.Time',
  microTime: 'io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime',
  quantity: 'io.k8s.apimachinery.pkg.api.resource.Quantity',
  intOrString: 'io.k8s.apimachinery.pkg.util.intstr.IntOrString',
};

/** The definitions of types that are no structures, by their names. */
export function wireTypeDefinitions(version: OpenApiVersion): Readonly<Record<string, OpenApiSchema>> {
  const either = (type: string) => (version === 3 ? { oneOf: [{ type: 'string' }, { type }] } : { type: 'string' });
  const time = { description: 'Time is a wrapper around time.Time which supports correct marshaling to YAML and JSON.', type: 'string', format: 'date-time' };
  return {
    [wireTypes['time'] ?? '']: time,
    [wireTypes['microTime'] ?? '']: { ...time, description: 'MicroTime is version of Time with microsecond level precision.' },
    [wireTypes['quantity'] ?? '']: {
      description: 'Quantity is an exact amount, written as a number with an optional suffix: 100m, 1.5, 2Gi.',
      ...either('number'),
    },
    [wireTypes['intOrString'] ?? '']: {
      description: 'IntOrString is a type that can hold an int32 or a string.',
      format: 'int-or-string',
      ...either('integer'),
    },
    [patchDefinition]: { description: 'Patch is provided to give a concrete name and type to the Kubernetes PATCH request body.', type: 'object' },
  };
}

/** The body of a patch: it has no structure of its own. */
export const patchDefinition = 'io.k8s.apimachinery.pkg.apis.meta.v1.Patch';

function refTo(name: string, version: OpenApiVersion): OpenApiSchema {
  return { $ref: `${version === 3 ? '#/components/schemas/' : '#/definitions/'}${name}` };
}

function typeSchema(type: SchemaType, version: OpenApiVersion): OpenApiSchema {
  switch (type.kind) {
    case 'ref':
      return refTo(definitionName(type.name), version);
    case 'time':
    case 'microTime':
    case 'quantity':
    case 'intOrString':
      return refTo(wireTypes[type.kind] ?? '', version);
    case 'list':
      return { type: 'array', items: itemSchema(type.of, version) };
    case 'map':
      return { type: 'object', additionalProperties: itemSchema(type.of, version) };
    case 'enum':
      return { type: 'string', enum: type.values };
    case 'int32':
    case 'int64':
      return { type: 'integer', format: type.kind };
    case 'double':
      return { type: 'number', format: 'double' };
    case 'bytes':
      return { type: 'string', format: 'byte' };
    case 'any':
      return { type: 'object' };
    default:
      return { type: type.kind };
  }
}

function itemSchema(type: SchemaType, version: OpenApiVersion): OpenApiSchema {
  const schema = typeSchema(type, version);
  return version === 3 && '$ref' in schema ? { allOf: [schema], default: {} } : schema;
}

function mergeExtensions(field: FieldSchema): OpenApiSchema {
  return {
    ...(field.listType === undefined ? {} : { 'x-kubernetes-list-type': field.listType }),
    ...(field.listMapKeys.length === 0 ? {} : { 'x-kubernetes-list-map-keys': field.listMapKeys }),
    ...(field.mapType === undefined ? {} : { 'x-kubernetes-map-type': field.mapType }),
    ...(field.patchStrategy.length === 0 ? {} : { 'x-kubernetes-patch-strategy': field.patchStrategy.join(',') }),
    ...(field.patchMergeKey === '' ? {} : { 'x-kubernetes-patch-merge-key': field.patchMergeKey }),
  };
}

/**
 * The definition of a structure.
 * @param kinds under which group, version and kind it is an object of its own
 */
export function definitionSchema(typeName: string, version: OpenApiVersion, descriptions: Descriptions, kinds: readonly GroupVersionKind[]): OpenApiSchema {
  const schema = schemaOf(typeName);
  const properties: Record<string, OpenApiSchema> = {};
  for (const field of schema.fields.values()) {
    const description = descriptions.ofField(typeName, field.name);
    properties[field.name] = { ...(description === '' ? {} : { description }), ...itemSchema(field.type, version), ...mergeExtensions(field) };
  }
  const description = descriptions.ofType(typeName);
  return {
    ...(description === '' ? {} : { description }),
    type: 'object',
    ...(schema.fields.size === 0 ? {} : { properties }),
    ...(schema.required.length === 0 ? {} : { required: schema.required.map((field) => field.name) }),
    ...(kinds.length === 0 ? {} : { 'x-kubernetes-group-version-kind': kinds }),
    ...(schema.mapType === undefined ? {} : { 'x-kubernetes-map-type': schema.mapType }),
  };
}

/** All structures that the given ones refer to, themselves included, sorted. */
export function reachableTypes(roots: Iterable<string>): string[] {
  const found = new Set<string>();
  const queue = [...roots].filter(hasSchema);
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    for (const field of schemaOf(name).fields.values()) {
      const reference = referenceOf(field.type);
      if (reference !== undefined) queue.push(reference);
    }
  }
  return [...found].sort();
}

function referenceOf(type: SchemaType): string | undefined {
  if (type.kind === 'ref') return type.name;
  return type.kind === 'list' || type.kind === 'map' ? referenceOf(type.of) : undefined;
}
