import { type FieldManagers, formatManagedFields, noManagers, stampManagers } from '#machinery/managed-fields/field-managers.ts';
import { trackUpdate } from '#machinery/managed-fields/track-fields.ts';
import type { KubeObject, ManagedFieldsEntry, Stored } from '#machinery/object.ts';
import { formatTime } from '#machinery/time.ts';
import type { ApiCall } from '../api-call.ts';
import type { Resource } from '../resource-registry.ts';
import { managerName, resetFieldsOf, shapeOf } from './request-manager.ts';

/** A write that nobody has reckoned up yet. */
interface Note {
  readonly manager: string;
  readonly subresource: string;
  readonly trusted: boolean;
  readonly before: KubeObject | undefined;
  after: KubeObject;
  atMs: number;
}

interface Account {
  managers: FieldManagers;
  notes: Note[];
  entries: readonly ManagedFieldsEntry[] | undefined;
}

/** An account with so many notes is reckoned up: each note keeps two versions of the object in memory. */
const MOST_NOTES = 8;

/**
 * Who owns which fields of each object. Writes are only noted; they are reckoned up when somebody looks at
 * `managedFields` or applies, so that the control plane's writes cost next to nothing.
 * See docs/decisions/managed-fields-are-reckoned-up-when-read.md.
 */
export interface OwnershipLedger {
  /** Notes a create (without `before`), an update or a patch. */
  note(call: ApiCall, before: Stored<KubeObject> | undefined, after: KubeObject): void;
  /** Sets the owners of an object: after an apply, or when a client says them. */
  set(object: Stored<KubeObject>, managers: FieldManagers): void;
  forget(object: Stored<KubeObject>): void;
  managersOf(resource: Resource, object: KubeObject): FieldManagers;
  /** `metadata.managedFields` of a stored object. */
  entriesOf(resource: Resource, object: KubeObject): readonly ManagedFieldsEntry[];
  /** What `managersOf` would say after a write that is not carried out. */
  preview(call: ApiCall, before: Stored<KubeObject> | undefined, after: KubeObject): FieldManagers;
}

export function createOwnershipLedger(): OwnershipLedger {
  const accounts = new Map<string, Account>();

  const reckon = (resource: Resource, managers: FieldManagers, { manager, subresource, before, after, atMs }: Note): FieldManagers => {
    const by = { manager, operation: 'Update', apiVersion: resource.apiVersion, subresource } as const;
    const next = trackUpdate(shapeOf(resource), managers, before, after, by, resetFieldsOf(resource, subresource));
    return next === managers ? managers : stampManagers(next, managers, formatTime(atMs));
  };

  const settle = (resource: Resource, account: Account): void => {
    for (const note of account.notes) account.managers = reckon(resource, account.managers, note);
    account.notes = [];
  };

  const noteOf = (call: ApiCall, before: Stored<KubeObject> | undefined, after: KubeObject): Note => ({
    manager: managerName(call),
    subresource: call.info.subresource,
    trusted: call.trusted,
    before,
    after,
    atMs: call.core.simulation.clock.now,
  });

  const accountOf = ({ metadata }: KubeObject): Account | undefined => accounts.get(metadata?.uid ?? '');

  const ledger: OwnershipLedger = {
    note(call, before, after) {
      const uid = after.metadata?.uid ?? '';
      const account = accounts.get(uid);
      if (!account) {
        accounts.set(uid, { managers: noManagers, notes: [noteOf(call, before, after)], entries: undefined });
        return;
      }
      account.entries = undefined;
      const last = account.notes.at(-1);
      // A component that writes over and over again (the status of a rollout) is one writer.
      if (last?.trusted && call.trusted && last.subresource === call.info.subresource && last.manager === managerName(call)) {
        last.after = after;
        last.atMs = call.core.simulation.clock.now;
        return;
      }
      account.notes.push(noteOf(call, before, after));
      if (account.notes.length > MOST_NOTES) settle(call.resource, account);
    },
    set({ metadata }, managers) {
      accounts.set(metadata.uid, { managers, notes: [], entries: undefined });
    },
    forget: ({ metadata }) => void accounts.delete(metadata.uid),
    managersOf(resource, object) {
      const account = accountOf(object);
      if (!account) return noManagers;
      settle(resource, account);
      return account.managers;
    },
    entriesOf(resource, object) {
      const account = accountOf(object);
      if (!account) return [];
      settle(resource, account);
      account.entries ??= formatManagedFields(account.managers);
      return account.entries;
    },
    preview(call, before, after) {
      const managers = before ? ledger.managersOf(call.resource, before) : noManagers;
      return reckon(call.resource, managers, noteOf(call, before, after));
    },
  };
  return ledger;
}
