/** The type of a field, as the generator carries it from the packages to the outputs. */
export type FieldType =
  | { readonly kind: 'string' | 'boolean' | 'int32' | 'int64' | 'double' | 'bytes' | 'time' | 'microTime' | 'intOrString' | 'quantity' | 'any' }
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  | { readonly kind: 'list' | 'map'; readonly of: FieldType }
  | { readonly kind: 'ref'; readonly name: string };

export interface FieldDefinition {
  readonly name: string;
  readonly type: FieldType;
  readonly required: boolean;
  readonly description: string;
}

/** One structure of the API. */
export interface Definition {
  /** `apps.v1.Deployment`, `meta.v1.ObjectMeta`: package, version, type. */
  readonly name: string;
  readonly description: string;
  readonly fields: readonly FieldDefinition[];
  /** Whether it is an object or a list of objects, with `apiVersion`, `kind` and `metadata`. */
  readonly topLevel: boolean;
}

/** `apps.v1.Deployment` → its three parts. */
export function splitDefinitionName(name: string): { packageName: string; version: string; type: string } {
  const [packageName = '', version = '', type = ''] = name.split('.');
  return { packageName, version, type };
}

/** The fields that differ from definition to definition: without the `apiVersion` and `kind` of what is top level. */
export function ownFieldsOf({ topLevel, fields }: Definition): readonly FieldDefinition[] {
  return topLevel ? fields.filter((field) => field.name !== 'apiVersion' && field.name !== 'kind') : fields;
}

/** What a field refers to, through lists and maps; undefined for scalars. */
export function referenceOf(type: FieldType): string | undefined {
  if (type.kind === 'ref') return type.name;
  return type.kind === 'list' || type.kind === 'map' ? referenceOf(type.of) : undefined;
}

/** Everything reachable from the roots, roots included, sorted by name. */
export function closureOf(definitions: ReadonlyMap<string, Definition>, roots: Iterable<string>): Definition[] {
  const found = new Map<string, Definition>();
  const queue = [...roots];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (found.has(name)) continue;
    const definition = definitions.get(name);
    if (definition === undefined) throw new Error(`no definition of ${name}`);
    found.set(name, definition);
    for (const field of definition.fields) {
      const reference = referenceOf(field.type);
      if (reference !== undefined) queue.push(reference);
    }
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
