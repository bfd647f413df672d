import type { JSONSchemaProps } from '../generated/types.ts';

/** The schema of a custom resource, as a CustomResourceDefinition has it. */
export type JsonSchema = JSONSchemaProps;

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The schema of the items of a list. A list of schemas, one for each item, is no structural schema. */
export function itemSchema(schema: JsonSchema): JsonSchema | undefined {
  return isObject(schema.items) ? (schema.items as JsonSchema) : undefined;
}

/** The schema of the values of a map; undefined for a structure. `true` allows anything. */
export function valueSchema({ additionalProperties }: JsonSchema): JsonSchema | undefined {
  if (additionalProperties === true) return { 'x-kubernetes-preserve-unknown-fields': true };
  return isObject(additionalProperties) ? (additionalProperties as JsonSchema) : undefined;
}
