import type { GroupVersionKind, OpenApiSchema } from './definition-schema.ts';

/** A path that leads nowhere; the text is kubectl's. */
export class ExplainError extends Error {
  override readonly name = 'ExplainError';
}

/** One field as `kubectl explain` lists it. */
export interface ExplainedField {
  readonly name: string;
  /** `string`, `[]Container`, `map[string]string`, `DeploymentSpec` */
  readonly type: string;
  readonly required: boolean;
  readonly description: string;
  readonly enum: readonly unknown[];
  /** The fields inside; none for scalars. Read only when asked for: types refer to themselves. */
  readonly fields: () => readonly ExplainedField[];
}

/** What a kind or a field of it is. */
export interface Explanation {
  readonly kind: GroupVersionKind;
  /** The field asked for; undefined for the kind itself. */
  readonly field: { readonly name: string; readonly type: string; readonly enum: readonly unknown[] } | undefined;
  readonly description: string;
  readonly fields: readonly ExplainedField[];
}

type Schemas = Readonly<Record<string, OpenApiSchema>>;

/**
 * Explains a kind or a field from the OpenAPI v3 document of its group version.
 * @param document as the server sent it
 * @param path `['spec', 'template']`; empty for the kind itself
 * @throws ExplainError
 */
export function explain(document: { readonly components?: { readonly schemas?: Schemas } }, kind: GroupVersionKind, path: readonly string[]): Explanation {
  const schemas = document.components?.schemas ?? {};
  const root = Object.values(schemas).find((schema) =>
    kindsIn(schema).some((each) => each.group === kind.group && each.version === kind.version && each.kind === kind.kind),
  );
  if (root === undefined) throw new ExplainError(`couldn't find resource for "${kind.group === '' ? '' : `${kind.group}/`}${kind.version}, Kind=${kind.kind}"`);
  let schema = root;
  let found: OpenApiSchema | undefined;
  let name = '';
  for (const part of path) {
    const property = propertiesOf(schema)[part];
    if (property === undefined) throw new ExplainError(`field "${part}" does not exist`);
    found = property;
    name = part;
    schema = innermost(property, schemas);
  }
  const field = found === undefined ? undefined : { name, type: typeNameOf(found, schemas), enum: enumOf(found, schemas) };
  const texts = [textOf(found ?? root), found === undefined ? '' : textOf(schema)].filter((text, index, all) => text !== '' && all.indexOf(text) === index);
  return { kind, field, description: texts.join('\n'), fields: fieldsOf(schema, schemas) };
}

function kindsIn(schema: OpenApiSchema): readonly GroupVersionKind[] {
  const kinds = schema['x-kubernetes-group-version-kind'];
  return Array.isArray(kinds) ? kinds : [];
}

function propertiesOf(schema: OpenApiSchema): Schemas {
  return (schema['properties'] ?? {}) as Schemas;
}

function textOf(schema: OpenApiSchema): string {
  return typeof schema['description'] === 'string' ? schema['description'] : '';
}

function resolve(schema: OpenApiSchema, schemas: Schemas): OpenApiSchema {
  const alternatives = schema['allOf'];
  const inner = Array.isArray(alternatives) ? ((alternatives[0] ?? {}) as OpenApiSchema) : schema;
  const reference = inner['$ref'];
  return typeof reference === 'string' ? (schemas[reference.slice('#/components/schemas/'.length)] ?? {}) : inner;
}

/** The structure inside lists and maps. */
function innermost(schema: OpenApiSchema, schemas: Schemas): OpenApiSchema {
  const resolved = resolve(schema, schemas);
  const inner = resolved['items'] ?? resolved['additionalProperties'];
  return typeof inner === 'object' && inner !== null ? innermost(inner as OpenApiSchema, schemas) : resolved;
}

function enumOf(schema: OpenApiSchema, schemas: Schemas): readonly unknown[] {
  const values = resolve(schema, schemas)['enum'];
  return Array.isArray(values) ? values : [];
}

/** The name of a type as kubectl guesses it: of a reference the last word, unless it stands for a plain value (times are texts). */
function typeNameOf(schema: OpenApiSchema, schemas: Schemas): string {
  const { items, additionalProperties, allOf, $ref: reference, type } = schema;
  if (typeof items === 'object' && items !== null) return `[]${typeNameOf(items as OpenApiSchema, schemas)}`;
  if (typeof additionalProperties === 'object' && additionalProperties !== null) {
    return `map[string]${typeNameOf(additionalProperties as OpenApiSchema, schemas)}`;
  }
  if (Array.isArray(allOf)) return typeNameOf((allOf[0] ?? {}) as OpenApiSchema, schemas);
  if (typeof reference === 'string') {
    const inner = resolve(schema, schemas)['type'];
    return typeof inner === 'string' && inner !== 'object' ? inner : (reference.split('.').at(-1) ?? '');
  }
  return typeof type !== 'string' || type === 'object' ? 'Object' : type;
}

function fieldsOf(schema: OpenApiSchema, schemas: Schemas): ExplainedField[] {
  const required = new Set((schema['required'] ?? []) as readonly string[]);
  const properties = Object.entries(propertiesOf(schema)).sort(([a], [b]) => (a < b ? -1 : 1));
  return properties.map(([name, property]) => ({
    name,
    type: typeNameOf(property, schemas),
    required: required.has(name),
    description: textOf(property),
    enum: enumOf(property, schemas),
    fields: () => fieldsOf(innermost(property, schemas), schemas),
  }));
}
