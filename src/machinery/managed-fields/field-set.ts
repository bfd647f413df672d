import { formatElement, isObject, type PathElement } from './path-element.ts';

/** A set of paths, as a tree. What is not a member is there for the members below it. */
export interface FieldSet {
  readonly isMember: boolean;
  readonly children: ReadonlyMap<PathElement, FieldSet>;
}

const none: ReadonlyMap<PathElement, FieldSet> = new Map();

export const emptySet: FieldSet = { isMember: false, children: none };
export const memberSet: FieldSet = { isMember: true, children: none };

export function isEmptySet(set: FieldSet): boolean {
  return !set.isMember && set.children.size === 0;
}

/** A set while it is put together; `finish` leaves out branches without members. */
export interface FieldSetBuilder {
  isMember: boolean;
  child(element: PathElement): FieldSetBuilder;
  finish(): FieldSet;
}

export function createSetBuilder(): FieldSetBuilder {
  let children: Map<PathElement, FieldSetBuilder> | undefined;
  const builder: FieldSetBuilder = {
    isMember: false,
    child(element) {
      children ??= new Map();
      let found = children.get(element);
      if (!found) {
        found = createSetBuilder();
        children.set(element, found);
      }
      return found;
    },
    finish() {
      const kept = new Map<PathElement, FieldSet>();
      for (const [element, below] of children ?? []) {
        const set = below.finish();
        if (!isEmptySet(set)) kept.set(element, set);
      }
      return kept.size === 0 ? (builder.isMember ? memberSet : emptySet) : { isMember: builder.isMember, children: kept };
    },
  };
  return builder;
}

function combine(a: FieldSet, b: FieldSet, isMember: boolean, below: (a: FieldSet, b: FieldSet) => FieldSet, elements: Iterable<PathElement>): FieldSet {
  const children = new Map<PathElement, FieldSet>();
  for (const element of elements) {
    const set = below(a.children.get(element) ?? emptySet, b.children.get(element) ?? emptySet);
    if (!isEmptySet(set)) children.set(element, set);
  }
  return { isMember, children };
}

export function unionSets(a: FieldSet, b: FieldSet): FieldSet {
  if (isEmptySet(a)) return b;
  if (isEmptySet(b)) return a;
  return combine(a, b, a.isMember || b.isMember, unionSets, new Set([...a.children.keys(), ...b.children.keys()]));
}

/** The members of `a` that are none of `b`. A member of `b` says nothing of the paths below it. */
export function subtractSet(a: FieldSet, b: FieldSet): FieldSet {
  if (isEmptySet(a) || isEmptySet(b)) return a;
  return combine(a, b, a.isMember && !b.isMember, subtractSet, a.children.keys());
}

export function intersectSets(a: FieldSet, b: FieldSet): FieldSet {
  return combine(a, b, a.isMember && b.isMember, intersectSets, a.children.keys());
}

export function isSameSet(a: FieldSet, b: FieldSet): boolean {
  if (a === b) return true;
  if (a.isMember !== b.isMember || a.children.size !== b.children.size) return false;
  for (const [element, below] of a.children) {
    const other = b.children.get(element);
    if (!other || !isSameSet(below, other)) return false;
  }
  return true;
}

/** The paths of all members: `.spec.template.spec.containers[name="web"].image`. */
export function formatPaths(set: FieldSet, prefix = ''): string[] {
  const below = [...set.children].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([element, child]) => formatPaths(child, prefix + formatElement(element)));
  return set.isMember ? [prefix, ...below] : below;
}

/** The form of `managedFields[].fieldsV1`. */
export function formatFieldsV1(set: FieldSet): Readonly<Record<string, unknown>> {
  const fields: Record<string, unknown> = {};
  if (set.isMember && set.children.size > 0) fields['.'] = {};
  for (const element of [...set.children.keys()].sort()) fields[element] = formatFieldsV1(set.children.get(element) ?? emptySet);
  return fields;
}

/** Reads `fieldsV1`. */
export function parseFieldsV1(fields: unknown): FieldSet {
  if (!isObject(fields)) return emptySet;
  const children = new Map<PathElement, FieldSet>();
  let isMember = false;
  for (const [element, below] of Object.entries(fields)) {
    if (element === '.') isMember = true;
    else children.set(element, isObject(below) && Object.keys(below).length > 0 ? parseFieldsV1(below) : memberSet);
  }
  return { isMember, children };
}
