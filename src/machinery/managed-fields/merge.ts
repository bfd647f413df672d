import { itemsByElement } from './compare.ts';
import { emptySet, type FieldSet } from './field-set.ts';
import { fieldElement, isObject, itemElement, type JsonObject } from './path-element.ts';
import type { TypeShape } from './type-shape.ts';

/** Lays a configuration over an object: what it names is set, items of lists are found by their keys, the rest stays. */
export function mergeValues(shape: TypeShape, live: unknown, config: unknown): unknown {
  if (config === undefined) return live;
  if (live === undefined || live === null || config === null) return config;
  switch (shape.kind) {
    case 'leaf':
      return config;
    case 'struct':
    case 'map':
    case 'free':
      return isObject(live) && isObject(config) ? mergeMembers(shape, live, config) : config;
    case 'set':
    case 'listMap':
      return Array.isArray(live) && Array.isArray(config) ? mergeLists(shape, live, config) : config;
  }
}

/** The type of a member. What a structure does not declare is taken as a whole. */
function memberShape(shape: TypeShape, name: string): TypeShape {
  if (shape.kind === 'map') return shape.of;
  if (shape.kind === 'struct') return shape.field(name)?.shape ?? shape.other ?? { kind: 'leaf' };
  return shape;
}

function mergeMembers(shape: TypeShape, live: JsonObject, config: JsonObject): JsonObject {
  const merged: Record<string, unknown> = { ...live };
  for (const [name, member] of Object.entries(config)) merged[name] = mergeValues(memberShape(shape, name), live[name], member);
  return merged;
}

/** Items of the configuration keep its order; what only the object has stays where it stood among them. */
function mergeLists(shape: TypeShape & { kind: 'set' | 'listMap' }, live: readonly unknown[], config: readonly unknown[]): unknown[] {
  const known = itemsByElement(shape, live);
  const wanted = itemsByElement(shape, config);
  const order = [...wanted.keys()];
  const merged: unknown[] = [];
  let next = 0;
  const take = (element: string): void => {
    const item = wanted.get(element);
    merged.push(shape.kind === 'listMap' ? mergeValues(shape.of, known.get(element), item) : item);
    next++;
  };
  for (const item of live) {
    const element = itemElement(shape, item);
    if (!wanted.has(element)) merged.push(item);
    else {
      const place = order.indexOf(element, next);
      // One that came up earlier, on behalf of the configuration's order, is passed over.
      while (place >= 0 && next <= place) take(order[next] as string);
    }
  }
  while (next < order.length) take(order[next] as string);
  return merged;
}

/** Takes paths out of an object: each member with all that is below it. Structures that are left empty stay. */
export function removePaths(shape: TypeShape, value: unknown, paths: FieldSet): unknown {
  if (paths.children.size === 0) return value;
  if (shape.kind === 'listMap' || shape.kind === 'set') {
    if (!Array.isArray(value)) return value;
    const of = shape.kind === 'listMap' ? shape.of : undefined;
    return value.flatMap((item) => {
      const child = paths.children.get(itemElement(shape, item));
      if (!child) return [item];
      if (child.isMember) return [];
      return [of ? removePaths(of, item, child) : item];
    });
  }
  if (shape.kind === 'leaf' || !isObject(value)) return value;
  const kept: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    const child = paths.children.get(fieldElement(name)) ?? emptySet;
    if (!child.isMember) kept[name] = removePaths(memberShape(shape, name), member, child);
  }
  return kept;
}
