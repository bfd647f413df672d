/**
 * A list with every item replaced, or the very same list when no item changed.
 * Objects are compared by reference everywhere, so what stays equal has to stay the same.
 */
export function mapShared<T>(list: readonly T[] | undefined, replace: (item: T, index: number) => T): readonly T[] | undefined {
  if (list === undefined) return undefined;
  let changed: T[] | undefined;
  for (let i = 0; i < list.length; i++) {
    const item = list[i] as T;
    const next = replace(item, i);
    if (changed) changed.push(next);
    else if (next !== item) changed = [...list.slice(0, i), next];
  }
  return changed ?? list;
}

/** The object with some fields set, or the very same object when it has those values already. */
export function withFields<T extends object>(object: T, fields: Partial<T>): T {
  for (const key in fields) {
    if (object[key] !== fields[key]) return { ...object, ...fields };
  }
  return object;
}
