import type { DeleteOptions } from '#client/client.ts';
import { invalid, notSupported } from '#machinery/field-error.ts';
import type { KubeObject, ObjectMeta, Stored } from '#machinery/object.ts';
import type { Status } from '#machinery/status-error.ts';
import { conflict, invalidObject, successStatus } from '#machinery/status-errors.ts';
import { formatTime, parseTime } from '#machinery/time.ts';
import { admitObject, validateAdmission } from '../admission/admission.ts';
import { type AdmissionRequest, type ApiAnswer, type ApiCall, isDryRun } from '../api-call.ts';
import { readRawBody } from '../request-body.ts';
import { queryText } from '../request-info.ts';
import { requireObject } from '../stored-object.ts';

const POLICIES = ['Background', 'Foreground', 'Orphan'];
/** What the garbage collector must do before an owner may go. */
const ORPHAN_FINALIZER = 'orphan';
const FOREGROUND_FINALIZER = 'foregroundDeletion';

/** Options of a deletion, from the body or the query. */
export interface DeleteWishes extends Omit<DeleteOptions, 'dryRun'> {
  readonly dryRun: boolean;
}

/** Reads DeleteOptions. @throws StatusError 422 for values that make no sense */
export function readDeleteOptions(call: ApiCall): DeleteWishes {
  const raw = readRawBody(call.request, call.core.simulation.limits.requestBytes).value;
  const body = (typeof raw === 'object' && raw !== null ? raw : {}) as {
    readonly gracePeriodSeconds?: number;
    readonly propagationPolicy?: string;
    readonly orphanDependents?: boolean;
    readonly dryRun?: readonly string[];
    readonly preconditions?: DeleteOptions['preconditions'];
  };
  const graceText = queryText(call.request, 'gracePeriodSeconds');
  const grace = body.gracePeriodSeconds ?? (graceText === undefined ? undefined : Number(graceText));
  const orphan = body.orphanDependents === undefined ? undefined : body.orphanDependents ? 'Orphan' : 'Background';
  const policy = body.propagationPolicy ?? queryText(call.request, 'propagationPolicy') ?? orphan;
  if (policy !== undefined && !POLICIES.includes(policy)) {
    throw invalidObject({ group: 'meta.k8s.io', kind: 'DeleteOptions' }, '', [
      notSupported('propagationPolicy', policy, ['Foreground', 'Background', 'Orphan', 'nil']),
    ]);
  }
  if (grace !== undefined && !Number.isInteger(grace)) {
    throw invalidObject({ group: 'meta.k8s.io', kind: 'DeleteOptions' }, '', [invalid('gracePeriodSeconds', grace, 'must be an integer')]);
  }
  return {
    dryRun: isDryRun(call, body.dryRun),
    ...(grace !== undefined && { gracePeriodSeconds: Math.max(0, grace) }),
    ...(policy !== undefined && { propagationPolicy: policy as NonNullable<DeleteOptions['propagationPolicy']> }),
    ...(body.preconditions && { preconditions: body.preconditions }),
  };
}

/** DELETE of one object. */
export function deleteFromRequest(call: ApiCall): ApiAnswer {
  const object = requireObject(call);
  const options = readDeleteOptions(call);
  const result = deleteObject(call, object, options);
  const waits = result.kind !== 'Status' && !isGone(call, object);
  return { status: waits && options.propagationPolicy === 'Foreground' ? 202 : 200, body: result };
}

function isGone(call: ApiCall, object: Stored<KubeObject>): boolean {
  return call.resource.collection.get(object.metadata.namespace ?? '', object.metadata.name)?.metadata.uid !== object.metadata.uid;
}

/**
 * Deletes an object, or marks it when it has a grace period, finalizers or dependents to see to first.
 * @returns the object when it goes later or its kind says so, otherwise a Status
 * @throws StatusError 409 when a precondition does not hold
 */
export function deleteObject(call: ApiCall, object: Stored<KubeObject>, options: DeleteWishes): KubeObject {
  const { kind, collection } = call.resource;
  requirePreconditions(call, object, options);
  const admission: AdmissionRequest = {
    operation: 'DELETE',
    call,
    namespace: object.metadata.namespace ?? '',
    name: object.metadata.name,
    object: undefined,
    before: object,
    dryRun: options.dryRun,
  };
  admitObject(admission);
  validateAdmission(admission);
  const marked = mark(call, object, options);
  if (isReadyToGo(call, marked)) {
    if (!options.dryRun) remove(call, object);
    return kind.returnsDeletedObject ? marked : gone(call, object);
  }
  if (options.dryRun || marked === object) return marked;
  return collection.update(object, marked);
}

/** Whether nothing keeps an object any more that was asked to go. */
export function isReadyToGo(call: ApiCall, object: KubeObject): boolean {
  const metadata: ObjectMeta = object.metadata ?? {};
  if (metadata.deletionTimestamp === undefined) return false;
  if ((metadata.deletionGracePeriodSeconds ?? 0) > 0 || metadata.finalizers?.length) return false;
  return !call.resource.kind.isKept?.(object);
}

/** Removes an object whose last finalizer an update has taken. @returns its last state */
export function finishDeletion(call: ApiCall, before: Stored<KubeObject>, last: KubeObject): KubeObject {
  remove(call, before);
  return last;
}

function remove(call: ApiCall, object: Stored<KubeObject>): void {
  const { collection } = call.resource;
  collection.remove(object);
  call.core.ownership.forget(object);
  call.core.hooks.get(collection.name)?.afterDelete(object);
}

function mark(call: ApiCall, object: Stored<KubeObject>, options: DeleteWishes): Stored<KubeObject> {
  const { kind } = call.resource;
  const now = call.core.simulation.clock.now;
  const { metadata } = object;
  const grace = kind.deletionGraceSeconds?.(object, options.gracePeriodSeconds) ?? 0;
  const finalizers = withPropagation(metadata.finalizers, options.propagationPolicy);
  const next: { -readonly [K in keyof ObjectMeta]: ObjectMeta[K] } = { ...metadata };
  if (finalizers !== metadata.finalizers) {
    if (finalizers?.length) next.finalizers = finalizers;
    else delete next.finalizers;
  }
  if (metadata.deletionTimestamp === undefined) {
    next.deletionTimestamp = formatTime(now + grace * 1000);
    next.deletionGracePeriodSeconds = grace;
    if (metadata.generation !== undefined) next.generation = metadata.generation + 1;
  } else if (options.gracePeriodSeconds !== undefined && grace < (metadata.deletionGracePeriodSeconds ?? 0)) {
    // As upstream's BeforeDelete: a second deletion may only shorten the time.
    const started = parseTime(metadata.deletionTimestamp) - (metadata.deletionGracePeriodSeconds ?? 0) * 1000;
    next.deletionTimestamp = formatTime(started + grace * 1000);
    next.deletionGracePeriodSeconds = grace;
  } else if (finalizers === metadata.finalizers) {
    return object;
  }
  const marked = { ...object, metadata: next } as Stored<KubeObject>;
  return kind.beginDeletion ? (kind.beginDeletion(marked) as Stored<KubeObject>) : marked;
}

function withPropagation(finalizers: readonly string[] | undefined, policy: DeleteOptions['propagationPolicy']): readonly string[] | undefined {
  if (policy === undefined) return finalizers;
  const wanted = policy === 'Orphan' ? ORPHAN_FINALIZER : policy === 'Foreground' ? FOREGROUND_FINALIZER : undefined;
  const others = (finalizers ?? []).filter((name) => name === wanted || (name !== ORPHAN_FINALIZER && name !== FOREGROUND_FINALIZER));
  const next = wanted === undefined || others.includes(wanted) ? others : [...others, wanted];
  return next.length === (finalizers?.length ?? 0) && next.every((name, i) => name === finalizers?.[i]) ? finalizers : next;
}

function requirePreconditions(call: ApiCall, { metadata }: Stored<KubeObject>, { preconditions }: DeleteWishes): void {
  const { group, kind } = call.resource.kind;
  const check = (field: 'uid' | 'resourceVersion', name: string, outcome: string): void => {
    const wanted = preconditions?.[field];
    if (!wanted || wanted === metadata[field]) return;
    const message = `the ${name} in the precondition (${wanted}) does not match the ${name} in record (${metadata[field]}). The object might have been ${outcome}`;
    // As upstream's BeforeDelete: the message names the kind where others name the resource.
    throw conflict({ group, plural: kind }, metadata.name, message);
  };
  check('uid', 'UID', 'deleted and then recreated');
  check('resourceVersion', 'ResourceVersion', 'modified');
}

function gone(call: ApiCall, { metadata }: Stored<KubeObject>): Status & KubeObject {
  const { kind } = call.resource;
  return successStatus({ name: metadata.name, ...(kind.group !== '' && { group: kind.group }), kind: kind.plural, uid: metadata.uid });
}
