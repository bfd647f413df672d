import { compareQuantities, isQuantityText, parseQuantity } from './quantity.ts';

/** Whether two JSON values are the same. The same reference is equal at once; an `undefined` member counts as absent. */
export function isDeepEqual(a: unknown, b: unknown): boolean {
  return isEqual(a, b, false);
}

/**
 * As upstream's semantic equality: quantities by value, and an empty list or map is as good as none. It cannot know which
 * texts are quantities, so two texts that both read as quantities are compared by value.
 */
export function isSemanticallyEqual(a: unknown, b: unknown): boolean {
  return isEqual(a, b, true);
}

function isEqual(a: unknown, b: unknown, semantic: boolean): boolean {
  if (a === b) return true;
  if (semantic && isEmpty(a) && isEmpty(b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return semantic && isSameQuantity(a, b);
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    for (let index = 0; index < a.length; index += 1) if (!isEqual(a[index], b[index], semantic)) return false;
    return true;
  }
  const left = a as Readonly<Record<string, unknown>>;
  const right = b as Readonly<Record<string, unknown>>;
  for (const key in left) if (!isEqual(left[key], right[key], semantic)) return false;
  for (const key in right) if (!(key in left) && !isEqual(undefined, right[key], semantic)) return false;
  return true;
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (Array.isArray(value)) return value.length === 0;
  if (typeof value !== 'object') return false;
  for (const _ in value) return false;
  return true;
}

function isSameQuantity(a: unknown, b: unknown): boolean {
  if (typeof a !== 'string' || typeof b !== 'string' || !isQuantityText(a) || !isQuantityText(b)) return false;
  return compareQuantities(parseQuantity(a), parseQuantity(b)) === 0;
}
