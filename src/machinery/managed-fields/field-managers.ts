import type { ManagedFieldsEntry } from '../object.ts';
import { type FieldSet, formatFieldsV1, isEmptySet, isSameSet, parseFieldsV1, unionSets } from './field-set.ts';

/** Who wrote: one entry of `managedFields` without its fields. */
export interface FieldManager {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  /** '' for the object itself. */
  readonly subresource: string;
}

/** A manager with what it owns. */
export interface Ownership extends FieldManager {
  readonly set: FieldSet;
  /** When it last began or ceased to own something; undefined until it is written down. */
  readonly time: string | undefined;
}

/** Everybody who owns fields of an object, by identity. */
export type FieldManagers = ReadonlyMap<string, Ownership>;

export const noManagers: FieldManagers = new Map();

/** So many entries of operation Update are kept apart; the oldest beyond them become one. */
const MOST_UPDATERS = 10;
const ANCIENT = 'ancient-changes';

/** What tells managers apart. An applier is the same in every version. */
export function managerIdentity({ manager, operation, apiVersion, subresource }: FieldManager): string {
  return `${operation} ${operation === 'Apply' ? '' : apiVersion} ${subresource} ${manager}`;
}

/** Reads `metadata.managedFields`. */
export function parseManagedFields(entries: readonly ManagedFieldsEntry[] | undefined): FieldManagers {
  const managers = new Map<string, Ownership>();
  for (const { manager = '', operation, apiVersion = '', subresource = '', time, fieldsV1 } of entries ?? []) {
    const owner: FieldManager = { manager, operation: operation === 'Apply' ? 'Apply' : 'Update', apiVersion, subresource };
    managers.set(managerIdentity(owner), { ...owner, set: parseFieldsV1(fieldsV1), time });
  }
  return managers;
}

/** `metadata.managedFields` as the API shows it: appliers first, then by time and name. */
export function formatManagedFields(managers: FieldManagers): ManagedFieldsEntry[] {
  return [...managers.values()].sort(compareOwners).map(({ manager, operation, apiVersion, time, set, subresource }) => ({
    manager,
    operation,
    apiVersion,
    ...(time !== undefined && { time }),
    fieldsType: 'FieldsV1',
    fieldsV1: formatFieldsV1(set),
    ...(subresource !== '' && { subresource }),
  }));
}

function compareOwners(a: Ownership, b: Ownership): number {
  const key = ({ operation, time = '', manager, apiVersion, subresource }: Ownership): string =>
    [operation, time, manager, apiVersion, subresource].join('\u0000');
  return key(a) < key(b) ? -1 : 1;
}

/** Writes down the time for those whose fields are others than before, and keeps the number of updaters within bounds. */
export function stampManagers(managers: FieldManagers, before: FieldManagers, time: string): FieldManagers {
  const stamped = new Map<string, Ownership>();
  for (const [identity, owner] of managers) {
    if (isEmptySet(owner.set)) continue;
    const old = before.get(identity);
    stamped.set(identity, old && isSameSet(old.set, owner.set) ? old : { ...owner, time });
  }
  return capUpdaters(stamped);
}

function capUpdaters(managers: Map<string, Ownership>): FieldManagers {
  const updaters = [...managers].filter(([, { operation }]) => operation === 'Update');
  if (updaters.length <= MOST_UPDATERS) return managers;
  const oldest = updaters.sort(([, a], [, b]) => compareOwners(a, b)).slice(0, updaters.length - MOST_UPDATERS + 1);
  for (const [identity, owner] of oldest) {
    managers.delete(identity);
    const bucket: FieldManager = { manager: ANCIENT, operation: 'Update', apiVersion: owner.apiVersion, subresource: '' };
    const key = managerIdentity(bucket);
    const set = unionSets(managers.get(key)?.set ?? parseFieldsV1({}), owner.set);
    managers.set(key, { ...bucket, set, time: owner.time });
  }
  return managers;
}
