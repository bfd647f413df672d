import { schemaTable } from '../generated/schema-table.ts';

export type SchemaType =
  | { readonly kind: 'string' | 'boolean' | 'int32' | 'int64' | 'double' | 'bytes' | 'time' | 'microTime' | 'intOrString' | 'quantity' | 'any' }
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  | { readonly kind: 'list'; readonly of: SchemaType }
  | { readonly kind: 'map'; readonly of: SchemaType }
  | { readonly kind: 'ref'; readonly name: string };

/** One field of a structure, with how it merges. */
export interface FieldSchema {
  readonly name: string;
  readonly type: SchemaType;
  readonly required: boolean;
  /** Whether `""`, `0` and `false` are as good as nothing: Go does not write them. */
  readonly omitsZero: boolean;
  /** How server-side apply sees a list; undefined for what is no list. */
  readonly listType: 'atomic' | 'set' | 'map' | undefined;
  readonly listMapKeys: readonly string[];
  readonly mapType: 'atomic' | 'granular' | undefined;
  /** How strategic merge patch sees it: of `merge`, `replace` and `retainKeys`. */
  readonly patchStrategy: readonly string[];
  /** The key by which items are told apart; '' where items are scalars. */
  readonly patchMergeKey: string;
}

/** One structure of the API. */
export interface TypeSchema {
  /** `apps.v1.Deployment` */
  readonly name: string;
  /** `Deployment`: what Go's error texts call it. */
  readonly goName: string;
  /** Whether it is an object or a list, with `apiVersion` and `kind` beside its fields. */
  readonly topLevel: boolean;
  readonly fields: ReadonlyMap<string, FieldSchema>;
  readonly required: readonly FieldSchema[];
  readonly mapType: 'atomic' | 'granular' | undefined;
}

const scalars: Readonly<Record<string, SchemaType>> = {
  s: { kind: 'string' },
  b: { kind: 'boolean' },
  i: { kind: 'int32' },
  l: { kind: 'int64' },
  d: { kind: 'double' },
  y: { kind: 'bytes' },
  T: { kind: 'time' },
  U: { kind: 'microTime' },
  I: { kind: 'intOrString' },
  Q: { kind: 'quantity' },
  x: { kind: 'any' },
};

const parsed = new Map<string, TypeSchema>();

/** Fields that every object and list has beside those of its table row. */
const typeMetaFields: readonly FieldSchema[] = ['apiVersion', 'kind'].map((name) => parseField(`${name}:s`, ''));

/**
 * The schema of a structure, read from the table at first use.
 * @param name package, version and type: `core.v1.Pod`, `meta.v1.ObjectMeta`
 * @throws Error when there is none; ask `hasSchema` first for names that come from outside
 */
export function schemaOf(name: string): TypeSchema {
  const known = parsed.get(name);
  if (known !== undefined) return known;
  const row = schemaTable[name];
  if (row === undefined) throw new Error(`no schema of ${name}`);
  const schema = parseRow(name, row);
  parsed.set(name, schema);
  return schema;
}

export function hasSchema(name: string): boolean {
  return Object.hasOwn(schemaTable, name);
}

/** All names, in order. */
export function listSchemaNames(): readonly string[] {
  return Object.keys(schemaTable);
}

function parseRow(name: string, row: string): TypeSchema {
  const [head = '', ...texts] = row.split(';');
  const packagePrefix = name.slice(0, name.lastIndexOf('.') + 1);
  const topLevel = head.includes('K');
  const fields = [...(topLevel ? typeMetaFields : []), ...texts.filter((text) => text !== '').map((text) => parseField(text, packagePrefix))];
  return {
    name,
    goName: name.slice(name.lastIndexOf('.') + 1),
    topLevel,
    fields: new Map(fields.map((field) => [field.name, field])),
    required: fields.filter((field) => field.required),
    mapType: head.includes('A') ? 'atomic' : head.includes('G') ? 'granular' : undefined,
  };
}

/** `name[!]:type[ flags]`, as `schema-table.ts` of the generator writes it. */
function parseField(text: string, packagePrefix: string): FieldSchema {
  const colon = text.indexOf(':');
  const required = text[colon - 1] === '!';
  const [typeText = '', ...flags] = text.slice(colon + 1).split(' ');
  const type = parseType(typeText, packagePrefix);
  const mapKeys =
    flags
      .find((flag) => flag.startsWith('M'))
      ?.slice(1)
      .split(',') ?? [];
  const patch = flags.find((flag) => flag.startsWith('P'));
  const [strategy = '', mergeKey = ''] = patch === 'P' ? ['merge', mapKeys[0]] : (patch?.slice(1).split('=') ?? []);
  return {
    name: text.slice(0, required ? colon - 1 : colon),
    type,
    required,
    omitsZero: flags.includes('Z'),
    listType: mapKeys.length > 0 ? 'map' : flags.includes('S') ? 'set' : type.kind === 'list' ? 'atomic' : undefined,
    listMapKeys: mapKeys,
    mapType: flags.includes('A') ? 'atomic' : flags.includes('G') ? 'granular' : undefined,
    patchStrategy: strategy === '' ? [] : strategy.split(','),
    patchMergeKey: mergeKey,
  };
}

function parseType(text: string, packagePrefix: string): SchemaType {
  const rest = text.slice(1);
  if (text[0] === '[') return { kind: 'list', of: parseType(rest, packagePrefix) };
  if (text[0] === '{') return { kind: 'map', of: parseType(rest, packagePrefix) };
  if (text[0] === '@') return { kind: 'ref', name: rest.includes('.') ? rest : packagePrefix + rest };
  if (text[0] === 'e') return { kind: 'enum', values: rest.split('|') };
  const scalar = scalars[text];
  if (scalar === undefined) throw new Error(`schema table: unknown type ${text}`);
  return scalar;
}
