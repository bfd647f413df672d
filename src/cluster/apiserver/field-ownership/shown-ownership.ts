import { type FieldManagers, formatManagedFields } from '#machinery/managed-fields/field-managers.ts';
import type { KubeObject, ManagedFieldsEntry } from '#machinery/object.ts';
import type { ApiCall } from '../api-call.ts';

/** The object with `metadata.managedFields`, as a client sees it. */
export function showOwnership(call: ApiCall, object: KubeObject): KubeObject {
  if (object.metadata?.managedFields !== undefined) return object;
  return withEntries(object, call.core.ownership.entriesOf(call.resource, object));
}

/** The same for an object that is not stored: the outcome of a dry run. */
export function withManagers(object: KubeObject, managers: FieldManagers): KubeObject {
  return withEntries(object, formatManagedFields(managers));
}

function withEntries(object: KubeObject, managedFields: readonly ManagedFieldsEntry[]): KubeObject {
  return managedFields.length === 0 ? object : { ...object, metadata: { ...object.metadata, managedFields } };
}
