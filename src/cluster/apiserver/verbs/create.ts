import type { FieldManagers } from '#machinery/managed-fields/field-managers.ts';
import type { KubeObject, Stored } from '#machinery/object.ts';
import { validateObjectMeta } from '#machinery/object-meta-validation.ts';
import { alreadyExists, badRequest, invalidObject } from '#machinery/status-errors.ts';
import { LimitError } from '#sim/limits.ts';
import { admitObject, validateAdmission } from '../admission/admission.ts';
import { type AdmissionRequest, type ApiAnswer, type ApiCall, isDryRun } from '../api-call.ts';
import { toStorage } from '../custom-resources/storage-version.ts';
import { withManagers } from '../field-ownership/shown-ownership.ts';
import { fillNewMetadata, generateName, placeInNamespace } from '../object-metadata.ts';
import { validateNameOf } from '../object-name.ts';
import { readObject } from '../request-body.ts';

/** Upstream tries a generated name again this often before it says AlreadyExists. */
const NAME_ATTEMPTS = 8;

/** POST to a collection. */
export function createFromRequest(call: ApiCall): ApiAnswer {
  return { status: 201, body: createObject(call, readObject(call), isDryRun(call)) };
}

/**
 * Takes a decoded object through defaulting, admission and validation into the store.
 * @param managers who owns the fields, when the object was applied; otherwise the sender does
 * @returns what is stored (or would be, in a dry run)
 * @throws StatusError
 */
export function createObject(call: ApiCall, decoded: KubeObject, dryRun: boolean, managers?: FieldManagers): KubeObject {
  const { core, resource } = call;
  const { kind, collection } = resource;
  const namespace = kind.namespaced ? call.info.namespace : '';
  if (decoded.metadata?.resourceVersion) throw badRequest('resourceVersion should not be set on objects to be created');
  const placed = toStorage(resource, placeInNamespace(decoded, namespace));
  const plain = fillNewMetadata(call, kind.hasStatus && !kind.keepsStatusAtCreation ? withoutStatus(placed) : placed);
  const filled = kind.defaults ? kind.defaults(plain) : plain;
  const admission: AdmissionRequest = {
    operation: 'CREATE',
    call,
    namespace,
    name: filled.metadata?.name ?? '',
    object: filled,
    before: undefined,
    dryRun,
  };
  const named = withName(call, admitObject(admission) ?? filled);
  const name = named.metadata?.name ?? '';
  const made = kind.prepareForCreate?.(named, { nowMs: core.simulation.clock.now, subresource: '' }) ?? named;
  // As upstream, where what is read back from etcd is defaulted again: a Job gets the labels its strategy gave its template.
  const prepared = made !== named && kind.defaults ? kind.defaults(made) : made;
  const hooked = core.hooks.get(collection.name)?.beforeWrite(prepared, undefined);
  const object = hooked?.object ?? prepared;
  try {
    const errors = [
      ...validateObjectMeta(object.metadata ?? {}, kind.namespaced, (text) => validateNameOf(kind, text), 'metadata'),
      ...(kind.validate?.(object) ?? []),
      ...(hooked?.errors ?? []),
    ];
    if (errors.length > 0) throw invalidObject(kind, name, errors);
    if (collection.get(namespace, name)) throw alreadyExists(kind, name);
    // Last, because quotas write down what they grant.
    validateAdmission({ ...admission, object, name });
    if (kind.warnings && !call.trusted) call.warnings.push(...kind.warnings(object));
    if (dryRun) {
      hooked?.undo();
      return call.trusted ? object : withManagers(object, managers ?? core.ownership.preview(call, undefined, object));
    }
    const stored = collection.create(object as KubeObject & { metadata: { name: string } });
    if (managers) core.ownership.set(stored, managers);
    else core.ownership.note(call, undefined, stored);
    core.afterWrite?.(resource, stored);
    return stored;
  } catch (error) {
    if (!(error instanceof LimitError)) hooked?.undo();
    throw error;
  }
}

function withName(call: ApiCall, object: KubeObject): KubeObject {
  const { name, generateName: prefix } = object.metadata ?? {};
  if (name || !prefix) return object;
  const { collection } = call.resource;
  const taken = (candidate: string): Stored<KubeObject> | undefined => collection.get(object.metadata?.namespace ?? '', candidate);
  let generated = generateName(call, prefix);
  for (let attempt = 1; attempt < NAME_ATTEMPTS && taken(generated); attempt++) generated = generateName(call, prefix);
  return { ...object, metadata: { ...object.metadata, name: generated } };
}

/** What a client says of the status is dropped. The wire always shows one, if empty: it is no pointer in Go. */
function withoutStatus(object: KubeObject & { readonly status?: unknown }): KubeObject {
  return { ...object, status: EMPTY_STATUS } as KubeObject;
}

const EMPTY_STATUS = {};
