import { type FieldShape, shapeOfSchema, type TypeShape } from '../managed-fields/type-shape.ts';
import { itemSchema, type JsonSchema, valueSchema } from './json-schema.ts';

const leaf: TypeShape = { kind: 'leaf' };
const free: TypeShape = { kind: 'free' };

/** How server-side apply divides a custom object into fields. */
export function shapeOfCustom(schema: JsonSchema): TypeShape {
  const shape = shapeOf(schema);
  const metadata: FieldShape = { shape: shapeOfSchema('meta.v1.ObjectMeta') };
  const below = (name: string): FieldShape | undefined => {
    if (name === 'metadata') return metadata;
    return name === 'apiVersion' || name === 'kind' ? { shape: leaf } : shape.kind === 'struct' ? shape.field(name) : undefined;
  };
  return { kind: 'struct', always: [], field: below, ...(schema['x-kubernetes-preserve-unknown-fields'] && { other: free }) };
}

function shapeOf(schema: JsonSchema): TypeShape {
  if (schema['x-kubernetes-map-type'] === 'atomic') return leaf;
  if (schema.type === 'array') return shapeOfList(schema);
  const values = valueSchema(schema);
  if (values) return { kind: 'map', of: shapeOf(values) };
  const { properties } = schema;
  const isOpen = schema['x-kubernetes-preserve-unknown-fields'] === true;
  if (!properties) return isOpen ? free : schema.type === 'object' ? { kind: 'struct', always: [], field: () => undefined } : leaf;
  const fields = new Map<string, FieldShape>();
  return {
    kind: 'struct',
    always: [],
    ...(isOpen && { other: free }),
    field(name) {
      const known = fields.get(name);
      const property = properties[name];
      if (known || !property) return known;
      const made = { shape: shapeOf(property) };
      fields.set(name, made);
      return made;
    },
  };
}

function shapeOfList(schema: JsonSchema): TypeShape {
  const listType = schema['x-kubernetes-list-type'];
  const items = itemSchema(schema);
  if (listType === 'set') return { kind: 'set' };
  if (listType !== 'map' || !items) return leaf;
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  const keyDefaults = Object.fromEntries(keys.flatMap((key) => (items.properties?.[key]?.default === undefined ? [] : [[key, items.properties[key].default]])));
  return { kind: 'listMap', of: shapeOf(items), keys, keyDefaults };
}
