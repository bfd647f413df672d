import { decodeObject } from '../schema/decode.ts';
import { isObject, itemSchema, type JsonObject, type JsonSchema, valueSchema } from './json-schema.ts';

/** A custom object as its definition lets it be. */
export interface DecodedCustom {
  /** Without the fields the schema does not know. */
  readonly object: JsonObject;
  /** `spec.foo`, in the order of the input. */
  readonly unknownFields: readonly string[];
  /** Go's text for metadata of a wrong type. */
  readonly error?: string;
}

const TYPE_FIELDS = ['apiVersion', 'kind', 'metadata'];

/** Drops what the schema does not know. Types are no matter here: validation looks at them, after defaults were filled in. */
export function decodeCustom(schema: JsonSchema, value: unknown): DecodedCustom {
  const unknownFields: string[] = [];
  const pruned = prune({ ...schema, 'x-kubernetes-embedded-resource': true }, value, '', unknownFields);
  if (!isObject(pruned)) return { object: {}, unknownFields };
  const meta = decodeObject('meta.v1.ObjectMeta', pruned['metadata'] ?? {});
  const metaUnknown = meta.unknownFields.map((field) => `metadata.${field}`);
  const object = meta.object === pruned['metadata'] || pruned['metadata'] === undefined ? pruned : { ...pruned, metadata: meta.object };
  const decoded = { object, unknownFields: [...metaUnknown, ...unknownFields] };
  return meta.error === undefined ? decoded : { ...decoded, error: meta.error };
}

function prune(schema: JsonSchema, value: unknown, path: string, unknown: string[]): unknown {
  if (Array.isArray(value)) {
    const items = itemSchema(schema);
    return items ? value.map((item, index) => prune(items, item, `${path}[${index}]`, unknown)) : value;
  }
  if (!isObject(value)) return value;
  const values = valueSchema(schema);
  const isEmbedded = schema['x-kubernetes-embedded-resource'] === true;
  let changed: Record<string, unknown> | undefined;
  for (const [name, member] of Object.entries(value)) {
    if (isEmbedded && TYPE_FIELDS.includes(name)) continue;
    const at = path === '' ? name : `${path}.${name}`;
    const declared = schema.properties?.[name] ?? values;
    const next = declared ? prune(declared, member, at, unknown) : schema['x-kubernetes-preserve-unknown-fields'] ? member : undefined;
    if (next === undefined) unknown.push(at);
    if (next === member) continue;
    changed ??= { ...value };
    if (next === undefined) delete changed[name];
    else changed[name] = next;
  }
  return changed ?? value;
}
