import { isObject, itemSchema, type JsonObject, type JsonSchema, valueSchema } from './json-schema.ts';

/**
 * Fills in defaults, outermost first, so that the default of a structure may leave out what its fields have defaults for.
 * The very same value when there is nothing to fill in.
 */
export function fillDefaults(schema: JsonSchema, value: unknown): unknown {
  if (Array.isArray(value)) return fillItems(schema, value);
  if (!isObject(value)) return value;
  let changed: Record<string, unknown> | undefined;
  const put = (name: string, next: unknown): void => {
    if (next === (changed ?? value)[name]) return;
    changed ??= { ...value };
    changed[name] = next;
  };
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const given = value[name];
    // As upstream: a null where none may be is as good as nothing, if there is a default.
    const isMissing = given === undefined || (given === null && !property.nullable);
    const start = isMissing && property.default !== undefined ? property.default : given;
    if (start !== undefined) put(name, fillDefaults(property, start));
  }
  const values = valueSchema(schema);
  if (values) for (const name of Object.keys(value)) if (!schema.properties?.[name]) put(name, fillDefaults(values, value[name]));
  return (changed ?? value) satisfies JsonObject;
}

function fillItems(schema: JsonSchema, list: readonly unknown[]): readonly unknown[] {
  const items = itemSchema(schema);
  if (!items) return list;
  const next = list.map((item) => fillDefaults(items, item));
  return next.every((item, index) => item === list[index]) ? list : next;
}
