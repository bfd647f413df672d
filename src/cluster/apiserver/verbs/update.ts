import { isDeepEqual } from '#machinery/equality.ts';
import { invalid } from '#machinery/field-error.ts';
import { type FieldManagers, formatManagedFields, parseManagedFields } from '#machinery/managed-fields/field-managers.ts';
import type { KubeObject, Stored } from '#machinery/object.ts';
import { validateObjectMetaUpdate } from '#machinery/object-meta-validation.ts';
import type { FieldError } from '#machinery/status-error.ts';
import { badRequest, conflict, invalidObject, staleObject } from '#machinery/status-errors.ts';
import { admitObject, validateAdmission } from '../admission/admission.ts';
import { type AdmissionRequest, type ApiAnswer, type ApiCall, isDryRun } from '../api-call.ts';
import { inVersion, toStorage } from '../custom-resources/storage-version.ts';
import { etcdKey } from '../etcd-key.ts';
import { withManagers } from '../field-ownership/shown-ownership.ts';
import { carryMetadata, placeInNamespace } from '../object-metadata.ts';
import { readObject } from '../request-body.ts';
import { requireObject } from '../stored-object.ts';
import { finishDeletion, isReadyToGo } from './delete.ts';

type WithStatus = KubeObject & { readonly status?: unknown };

/** PUT on an object or its status. */
export function updateFromRequest(call: ApiCall): ApiAnswer {
  const decoded = readObject(call);
  return { status: 200, body: updateObject(call, () => decoded, isDryRun(call)) };
}

/**
 * Replaces an object: what `change` makes of the stored one goes through defaulting, admission and validation.
 * A change that changes nothing writes nothing.
 * @param change gives the wanted object; what only the server may say is carried over from the stored one
 * @param applied who owns the fields afterwards, when the change is an apply
 * @returns what is stored afterwards (or would be, in a dry run)
 * @throws StatusError
 */
export function updateObject(call: ApiCall, change: (before: Stored<KubeObject>) => KubeObject, dryRun: boolean, applied?: FieldManagers): KubeObject {
  const { core, resource } = call;
  const { kind, collection } = resource;
  const before = requireObject(call);
  const wanted = toStorage(resource, placeInNamespace(change(inVersion(resource, before)), before.metadata.namespace ?? ''));
  requireSameObject(call, wanted, before);
  const managers = applied ?? saidManagers(call, wanted, before);
  const complete = kind.defaults && call.info.subresource !== 'status' ? kind.defaults(wanted) : wanted;
  const prepared = prepare(call, carryMetadata(complete, before), before);
  const { namespace = '', name } = before.metadata;
  const admission: AdmissionRequest = { operation: 'UPDATE', call, namespace, name, object: prepared, before, dryRun };
  const admitted = admitObject(admission) ?? prepared;
  const hooked = call.info.subresource === '' ? core.hooks.get(collection.name)?.beforeWrite(admitted, before) : undefined;
  const object = withGeneration(call, hooked?.object ?? admitted, before);
  try {
    const errors = [...validateUpdate(call, object, before), ...(hooked?.errors ?? [])];
    if (errors.length > 0) throw invalidObject(kind, name, errors);
    validateAdmission(object === admission.object ? admission : { ...admission, object });
    if (kind.warnings && !call.trusted && call.info.subresource === '') call.warnings.push(...kind.warnings(object));
    if (dryRun) {
      hooked?.undo();
      if (call.trusted) return object;
      return withManagers(object, managers ?? core.ownership.preview(call, before, object));
    }
  } catch (error) {
    hooked?.undo();
    throw error;
  }
  if (isReadyToGo(call, object)) return finishDeletion(call, before, object);
  if (isDeepEqual(object, before) && !isOwnershipChanged(call, before, managers)) return before;
  const stored = collection.update(before, object as KubeObject & { metadata: { name: string } });
  if (managers) core.ownership.set(stored, managers);
  else core.ownership.note(call, before, stored);
  core.afterWrite?.(resource, stored);
  return stored;
}

/** The owners that a client writes into `managedFields`; undefined when it leaves them as they are. An entry without anything ends all ownership. */
function saidManagers(call: ApiCall, wanted: KubeObject, before: Stored<KubeObject>): FieldManagers | undefined {
  const said = wanted.metadata?.managedFields;
  if (call.trusted || !said || said.length === 0 || isDeepEqual(said, call.core.ownership.entriesOf(call.resource, before))) return undefined;
  return parseManagedFields(said.filter((entry) => Object.keys(entry).length > 0));
}

function isOwnershipChanged(call: ApiCall, before: Stored<KubeObject>, managers: FieldManagers | undefined): boolean {
  return managers !== undefined && !isDeepEqual(formatManagedFields(managers), call.core.ownership.entriesOf(call.resource, before));
}

/** @throws StatusError 400 for another name, 409 for another version or another object of the same name */
function requireSameObject(call: ApiCall, wanted: KubeObject, before: Stored<KubeObject>): void {
  const { kind } = call.resource;
  const { name, uid, resourceVersion } = wanted.metadata ?? {};
  if (!resourceVersion && kind.requiresResourceVersion) {
    throw invalidObject(kind, before.metadata.name, [invalid('metadata.resourceVersion', '', 'must be specified for an update')]);
  }
  if (name !== undefined && name !== '' && name !== before.metadata.name) {
    throw badRequest(`the name of the object (${name}) does not match the name on the URL (${before.metadata.name})`);
  }
  if (!name) throw badRequest(`the name of the object (${before.metadata.name} based on URL) was undeterminable: name must be provided`);
  if (uid && uid !== before.metadata.uid) {
    const problem = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${before.metadata.uid}`;
    const key = etcdKey(kind, before.metadata);
    throw conflict(kind, name, `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: ${problem}`);
  }
  if (resourceVersion && resourceVersion !== before.metadata.resourceVersion) throw staleObject(kind, name);
}

/** Keeps the part that this path may not touch: status on the main path, everything but status on the status path. */
function prepare(call: ApiCall, next: WithStatus, before: WithStatus): KubeObject {
  const { kind } = call.resource;
  const { subresource } = call.info;
  let object = next;
  if (subresource === 'status') object = takeStatus(next, before);
  else if (kind.hasStatus && subresource === '' && next.status !== before.status) object = replaceStatus(next, before.status);
  const context = { nowMs: call.core.simulation.clock.now, subresource };
  return kind.prepareForUpdate ? kind.prepareForUpdate(object, before, context) : object;
}

function replaceStatus(object: WithStatus, status: unknown): WithStatus {
  if (status !== undefined) return { ...object, status };
  const { status: _dropped, ...rest } = object;
  return rest;
}

// As upstream's status strategies: labels and owners cannot be changed on this path, annotations and finalizers can.
function takeStatus(next: WithStatus, before: WithStatus): KubeObject {
  if (next.metadata === before.metadata) return replaceStatus(before, next.status);
  const { labels: _labels, ownerReferences: _owners, ...rest } = next.metadata ?? {};
  const { labels, ownerReferences } = before.metadata ?? {};
  const metadata = { ...rest, ...(labels && { labels }), ...(ownerReferences && { ownerReferences }) };
  return { ...replaceStatus(before, next.status), metadata };
}

/** Counts a change of anything but metadata and status; of annotations where the kind says so. */
function withGeneration(call: ApiCall, next: KubeObject, before: KubeObject): KubeObject {
  if (!call.resource.kind.hasGeneration || call.info.subresource === 'status') return next;
  const { hasStatus } = call.resource.kind;
  const parts = (object: WithStatus): object => ({ ...object, metadata: undefined, ...(hasStatus && { status: undefined }) });
  const isCounted = call.resource.kind.annotationsCountInGeneration && !isDeepEqual(next.metadata?.annotations, before.metadata?.annotations);
  if (!isCounted && isDeepEqual(parts(next), parts(before))) return next;
  return { ...next, metadata: { ...next.metadata, generation: (before.metadata?.generation ?? 0) + 1 } };
}

function validateUpdate(call: ApiCall, object: KubeObject, before: Stored<KubeObject>): readonly FieldError[] {
  const { kind } = call.resource;
  const meta = object.metadata ?? {};
  const metaErrors = meta === before.metadata ? [] : validateObjectMetaUpdate(meta, before.metadata, 'metadata');
  if (call.info.subresource === 'status') return [...metaErrors, ...(kind.validateStatusUpdate?.(object, before) ?? [])];
  return [...metaErrors, ...(kind.validate?.(object) ?? []), ...(kind.validateUpdate?.(object, before) ?? [])];
}
