import { isDeepEqual } from '../equality.ts';
import { createSetBuilder, type FieldSet, type FieldSetBuilder } from './field-set.ts';
import { fieldElement, isObject, itemElement, type JsonObject, type PathElement } from './path-element.ts';
import type { TypeShape } from './type-shape.ts';

/** What is different between two objects, path by path. */
export interface Comparison {
  readonly added: FieldSet;
  readonly removed: FieldSet;
  readonly modified: FieldSet;
}

/** The three sets at one path while they are put together. */
interface Builders {
  readonly added: FieldSetBuilder;
  readonly removed: FieldSetBuilder;
  readonly modified: FieldSetBuilder;
}

/** Compares two objects of a type. What both share by reference costs nothing. */
export function compareValues(shape: TypeShape, before: unknown, after: unknown): Comparison {
  const builders: Builders = { added: createSetBuilder(), removed: createSetBuilder(), modified: createSetBuilder() };
  compareAt(shape, before, after, builders);
  return { added: builders.added.finish(), removed: builders.removed.finish(), modified: builders.modified.finish() };
}

function below({ added, removed, modified }: Builders, element: PathElement): Builders {
  return { added: added.child(element), removed: removed.child(element), modified: modified.child(element) };
}

function compareAt(shape: TypeShape, before: unknown, after: unknown, at: Builders): void {
  if (before === after) return;
  if (before === undefined) addAll(shape, after, at.added);
  else if (after === undefined) addAll(shape, before, at.removed);
  else if (shape.kind !== 'leaf' && isContainer(shape, before) && isContainer(shape, after)) compareMembers(shape, before, after, at);
  else if (!isDeepEqual(before, after)) at.modified.isMember = true;
}

/** A value that is there on one side only: itself and everything in it. */
function addAll(shape: TypeShape, value: unknown, at: FieldSetBuilder): void {
  at.isMember = true;
  if (value === null || typeof value !== 'object') return;
  if (shape.kind === 'set' || shape.kind === 'listMap') {
    const of: TypeShape = shape.kind === 'listMap' ? shape.of : { kind: 'leaf' };
    for (const [element, item] of itemsByElement(shape, value)) addAll(of, item, at.child(element));
    return;
  }
  if (shape.kind === 'leaf' || !isObject(value)) return;
  for (const name in value) {
    const type = shape.kind === 'struct' ? (shape.field(name)?.shape ?? shape.other) : shape.kind === 'map' ? shape.of : shape;
    if (type && value[name] !== undefined) addAll(type, value[name], at.child(fieldElement(name)));
  }
}

/** Whether a value, if there is one, has the form of its type. `null` has any form. */
function isContainer(shape: TypeShape, value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (shape.kind === 'set' || shape.kind === 'listMap') return Array.isArray(value);
  return isObject(value);
}

function compareMembers(shape: TypeShape, before: unknown, after: unknown, at: Builders): void {
  if (shape.kind === 'struct') compareFields(shape, asObject(before), asObject(after), at);
  else if (shape.kind === 'set' || shape.kind === 'listMap') compareLists(shape, before, after, at);
  else if (shape.kind !== 'leaf') compareMaps(shape.kind === 'map' ? shape.of : shape, asObject(before) ?? {}, asObject(after) ?? {}, at);
}

function asObject(value: unknown): JsonObject | undefined {
  return isObject(value) ? value : undefined;
}

function compareFields(shape: TypeShape & { kind: 'struct' }, before: JsonObject | undefined, after: JsonObject | undefined, at: Builders): void {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  for (const name of names) {
    if (before?.[name] === after?.[name]) continue;
    const field = shape.field(name);
    const type = field?.shape ?? shape.other;
    if (!type) continue;
    // What is no pointer in Go is there with its zero value wherever the structure is.
    const old = before && before[name] === undefined ? field?.zero : before?.[name];
    const next = after && after[name] === undefined ? field?.zero : after?.[name];
    compareAt(type, old, next, below(at, fieldElement(name)));
  }
}

function compareMaps(of: TypeShape, before: JsonObject, after: JsonObject, at: Builders): void {
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) compareAt(of, before[key], after[key], below(at, fieldElement(key)));
}

function compareLists(shape: TypeShape & { kind: 'set' | 'listMap' }, before: unknown, after: unknown, at: Builders): void {
  const old = itemsByElement(shape, before);
  const next = itemsByElement(shape, after);
  const of: TypeShape = shape.kind === 'listMap' ? shape.of : { kind: 'leaf' };
  for (const element of new Set([...old.keys(), ...next.keys()])) compareAt(of, old.get(element), next.get(element), below(at, element));
}

/** The items of a list by what tells them apart; of items that are the same the first. */
export function itemsByElement(shape: TypeShape, list: unknown): Map<PathElement, unknown> {
  const items = new Map<PathElement, unknown>();
  for (const item of Array.isArray(list) ? list : []) {
    const element = itemElement(shape, item);
    if (!items.has(element)) items.set(element, item);
  }
  return items;
}
