import { directive, elementType, fieldMergeOf, identityOf, isObject, type JsonObject } from '#machinery/patch/strategic-fields.ts';
import { hasSchema, type SchemaType } from '#machinery/schema/schema.ts';

/**
 * Merges a patch as kustomize does. It differs from the API server's strategic merge in that items of a list which the
 * patch names come first, in the patch's order.
 * @returns undefined when the patch deletes the whole
 */
export function mergeKustomizePatch(object: JsonObject, patch: JsonObject): JsonObject | undefined {
  if (patch[directive.patch] === 'delete') return undefined;
  const schema = schemaNameOf(object);
  return mergeMap(object, patch, schema === undefined ? undefined : { kind: 'ref', name: schema });
}

/** The schema of a built-in kind: `apps.v1.Deployment`. */
function schemaNameOf({ apiVersion, kind }: JsonObject): string | undefined {
  const parts = String(apiVersion).split('/');
  const [group = '', version = ''] = parts.length === 1 ? ['core', parts[0]] : parts;
  if (group.includes('.') && !group.endsWith('.k8s.io')) return undefined;
  const name = `${group.split('.')[0]}.${version}.${String(kind)}`;
  return hasSchema(name) ? name : undefined;
}

function mergeMap(object: JsonObject, patch: JsonObject, type: SchemaType | undefined): JsonObject {
  const { [directive.patch]: mode, ...members } = patch;
  const result: Record<string, unknown> = mode === 'replace' ? {} : { ...object };
  for (const [key, value] of Object.entries(members)) {
    const before = mode === 'replace' ? undefined : object[key];
    const field = fieldMergeOf(type, key);
    if (value === null || (isObject(value) && value[directive.patch] === 'delete')) delete result[key];
    else if (isObject(value)) result[key] = mergeMap(isObject(before) ? before : {}, value, field.type);
    else if (Array.isArray(value)) result[key] = field.strategy === 'merge' ? mergeList(before, value, field.type, field.mergeKey) : withoutDirectives(value);
    else result[key] = value;
  }
  return result;
}

function mergeList(before: unknown, patch: readonly unknown[], type: SchemaType | undefined, mergeKey: string): readonly unknown[] {
  const marker = patch.find((item) => isObject(item) && item[directive.patch] === 'replace' && Object.keys(item).length === 1);
  if (marker !== undefined) return patch.filter((item) => item !== marker);
  const old: readonly unknown[] = Array.isArray(before) ? before : [];
  const of = elementType(type);
  const named = new Set(patch.map((item) => identityOf(item, mergeKey)));
  const first = patch.flatMap((item) => {
    if (!isObject(item)) return [item];
    if (item[directive.patch] === 'delete') return [];
    const existing = old.find((one) => identityOf(one, mergeKey) === identityOf(item, mergeKey));
    return [mergeMap(isObject(existing) ? existing : {}, item, of)];
  });
  return [...first, ...old.filter((item) => !named.has(identityOf(item, mergeKey)))];
}

function withoutDirectives(list: readonly unknown[]): readonly unknown[] {
  return list.filter((item) => !(isObject(item) && item[directive.patch] !== undefined && Object.keys(item).length === 1));
}
