import { evaluateJsonPath, parseJsonPath, relaxJsonPath } from '#machinery/jsonpath.ts';
import { compareQuantities, parseQuantity, type Quantity } from '#machinery/quantity.ts';
import { UsageError } from '#sim/usage-error.ts';

/**
 * Sorts by a field, as `--sort-by`: numbers by value, quantities by value, texts with their digits read as numbers.
 * What lacks the field comes first.
 * @param field a JSONPath, relaxed: `.metadata.name`, `{.metadata.name}`, `metadata.name`
 * @param objectOf what of an item the path is looked up in
 * @throws UsageError when no item has the field, or the path is broken
 */
export function sortByField<T>(items: readonly T[], field: string, objectOf: (item: T) => unknown): T[] {
  const text = relaxJsonPath(field);
  const path = parseJsonPath(text);
  const keyed = items.map((item) => ({ item, key: evaluateJsonPath(path, objectOf(item), { allowMissingKeys: true }).flat()[0] }));
  if (items.length > 0 && keyed.every(({ key }) => key === undefined)) {
    throw new UsageError(`couldn't find any field with path "${text}" in the list of objects`);
  }
  return keyed.sort((left, right) => compareKeys(left.key, right.key)).map(({ item }) => item);
}

function compareKeys(left: unknown, right: unknown): number {
  if (left === undefined || left === null) return right === undefined || right === null ? 0 : -1;
  if (right === undefined || right === null) return 1;
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left === 'boolean' && typeof right === 'boolean') return Number(left) - Number(right);
  if (typeof left === 'string' && typeof right === 'string') {
    const quantities = [left, right].map(quantityOf);
    const [first, second] = quantities;
    return first && second ? compareQuantities(first, second) : compareNaturally(left, right);
  }
  throw new UsageError(`unsortable type: ${Array.isArray(left) ? '[]interface {}' : typeof left === 'object' ? 'map[string]interface {}' : typeof left}`);
}

function quantityOf(text: string): Quantity | undefined {
  return /^[+-]?[0-9.]+([eE][+-]?\d+|[numkMGTPE]i?)?$/.test(text) ? parseQuantity(text) : undefined;
}

/** `web-2` before `web-10`; else by code unit. */
export function compareNaturally(left: string, right: string): number {
  const leftParts = left.match(/\d+|\D+/g) ?? [];
  const rightParts = right.match(/\d+|\D+/g) ?? [];
  for (const [at, part] of leftParts.entries()) {
    const other = rightParts[at];
    if (other === undefined) return 1;
    if (part === other) continue;
    if (/^\d/.test(part) && /^\d/.test(other)) {
      const difference = Number(part) - Number(other) || part.length - other.length;
      if (difference !== 0) return difference;
    }
    return part < other ? -1 : 1;
  }
  return leftParts.length - rightParts.length;
}
