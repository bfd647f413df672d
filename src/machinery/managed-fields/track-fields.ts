import { setOfConfiguration } from './applied-set.ts';
import { type Comparison, compareValues } from './compare.ts';
import { type FieldManager, type FieldManagers, managerIdentity, type Ownership } from './field-managers.ts';
import { emptySet, type FieldSet, formatPaths, intersectSets, isEmptySet, memberSet, parseFieldsV1, subtractSet, unionSets } from './field-set.ts';
import { mergeValues, removePaths } from './merge.ts';
import type { TypeShape } from './type-shape.ts';

/** A field that an applier wants to be different and somebody else owns. */
export interface FieldConflict {
  readonly owner: FieldManager;
  /** `.spec.replicas` */
  readonly path: string;
}

/** What is never owned: it is the server's own, or says which object it is. */
const SERVER_FIELDS = parseFieldsV1({
  'f:apiVersion': {},
  'f:kind': {},
  'f:metadata': {
    '.': {},
    'f:name': {},
    'f:namespace': {},
    'f:creationTimestamp': {},
    'f:selfLink': {},
    'f:uid': {},
    'f:generation': {},
    'f:managedFields': {},
    'f:resourceVersion': {},
    'f:deletionTimestamp': {},
    'f:deletionGracePeriodSeconds': {},
  },
});

/** Drops what is never owned and what the path of the request may not write (`status`). */
function ownable(set: FieldSet, resetFields: readonly string[]): FieldSet {
  const rest = subtractSet(set, SERVER_FIELDS);
  if (!resetFields.some((field) => rest.children.has(`f:${field}`))) return rest;
  const children = new Map(rest.children);
  for (const field of resetFields) children.delete(`f:${field}`);
  return { ...rest, children };
}

/**
 * Who owns what after somebody replaced or patched an object: the writer owns what it added or changed.
 * @param before undefined at creation
 * @param resetFields fields of the object that this request cannot change
 */
export function trackUpdate(
  shape: TypeShape,
  managers: FieldManagers,
  before: object | undefined,
  after: object,
  by: FieldManager,
  resetFields: readonly string[],
): FieldManagers {
  if (before === after) return managers;
  const { added, removed, modified } = compareValues(shape, before ?? {}, after);
  const changes: Comparison = { added: ownable(added, resetFields), removed: ownable(removed, resetFields), modified: ownable(modified, resetFields) };
  const written = unionSets(changes.added, changes.modified);
  const identity = managerIdentity(by);
  const next = new Map(takeAway(managers, unionSets(written, changes.removed), identity));
  const own = managers.get(identity);
  const set = unionSets(subtractSet(own?.set ?? emptySet, changes.removed), written);
  if (isEmptySet(set)) next.delete(identity);
  else next.set(identity, { ...by, set, time: own?.time });
  return next;
}

function takeAway(managers: FieldManagers, set: FieldSet, except: string): FieldManagers {
  const rest = new Map<string, Ownership>();
  for (const [identity, owner] of managers) {
    const left = identity === except ? owner.set : subtractSet(owner.set, set);
    if (!isEmptySet(left)) rest.set(identity, { ...owner, set: left });
  }
  return rest;
}

/** What a configuration makes of an object, and who owns what afterwards. */
export interface AppliedFields {
  readonly object: object;
  readonly managers: FieldManagers;
  /** Fields that would be taken from others; without force nothing is applied when there are any. */
  readonly conflicts: readonly FieldConflict[];
}

/**
 * Server-side apply: the applier owns exactly what its configuration names. What it named last time and does not name now
 * is removed, unless somebody else owns it too. By the rules of upstream's structured-merge-diff.
 * @param live {} for an object to be created
 * @throws FieldSetError for a configuration that does not fit the type
 */
export function trackApply(
  shape: TypeShape,
  managers: FieldManagers,
  live: object,
  config: object,
  by: FieldManager,
  resetFields: readonly string[],
): AppliedFields {
  const set = ownable(setOfConfiguration(shape, config), resetFields);
  const identity = managerIdentity(by);
  const last = managers.get(identity);
  const owners = new Map(managers);
  owners.set(identity, { ...by, set, time: last?.time });
  const merged = mergeValues(shape, live, config);
  const everybody = [...owners.values()].reduce((all, owner) => unionSets(all, owner.set), emptySet);
  const object = removePaths(shape, merged, last ? abandoned(last.set, everybody) : emptySet) as object;

  const { added, removed, modified } = compareValues(shape, live, object);
  const written = ownable(unionSets(added, modified), resetFields);
  const conflicts: FieldConflict[] = [];
  for (const owner of [...owners.values()].sort((a, b) => (a.manager < b.manager ? -1 : 1))) {
    if (managerIdentity(owner) === identity) continue;
    for (const path of formatPaths(intersectSets(owner.set, written))) conflicts.push({ owner, path });
  }
  return { object, managers: takeAway(owners, unionSets(written, removed), identity), conflicts };
}

/** The branches of a set where nobody owns anything any more. */
function abandoned(last: FieldSet, owned: FieldSet): FieldSet {
  const children = new Map<string, FieldSet>();
  for (const [element, below] of last.children) {
    const others = owned.children.get(element);
    const gone = others ? abandoned(below, others) : memberSet;
    if (!isEmptySet(gone)) children.set(element, gone);
  }
  return { isMember: false, children };
}
