import { required } from '#machinery/field-error.ts';
import { compactGoJson } from '#machinery/json.ts';
import { setOfConfiguration } from '#machinery/managed-fields/applied-set.ts';
import { type FieldManager, type FieldManagers, noManagers, stampManagers } from '#machinery/managed-fields/field-managers.ts';
import { formatPaths } from '#machinery/managed-fields/field-set.ts';
import { FieldSetError, isObject, type JsonObject } from '#machinery/managed-fields/path-element.ts';
import { type AppliedFields, type FieldConflict, trackApply } from '#machinery/managed-fields/track-fields.ts';
import type { KubeObject, Stored } from '#machinery/object.ts';
import { badRequest, invalidObject, StatusError } from '#machinery/status-errors.ts';
import { formatTime } from '#machinery/time.ts';
import { type ApiAnswer, type ApiCall, isDryRun } from '../api-call.ts';
import { fieldManagerOf, resetFieldsOf, shapeOf } from '../field-ownership/request-manager.ts';
import { decodeFinished, readRawBody } from '../request-body.ts';
import { isTrue, queryText } from '../request-info.ts';
import { requireObject } from '../stored-object.ts';
import { createObject } from './create.ts';
import { updateObject } from './update.ts';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
/** The manager whose objects may have been applied by the client before. */
const KUBECTL = 'kubectl';

/** PATCH with a configuration: server-side apply. Creates the object when it is not there. @throws StatusError */
export function applyFromRequest(call: ApiCall): ApiAnswer {
  const { collection, kind } = call.resource;
  if (!queryText(call.request, 'fieldManager')) {
    throw invalidObject({ group: 'meta.k8s.io', kind: 'PatchOptions' }, '', [required('fieldManager', 'is required for apply patch')]);
  }
  const config = readConfiguration(call);
  const before = collection.get(kind.namespaced ? call.info.namespace : '', call.info.name);
  if (!before && call.info.subresource !== '') requireObject(call);
  const by = fieldManagerOf(call, 'Apply');
  const known = before ? call.core.ownership.managersOf(call.resource, before) : noManagers;
  const applied = applyConfiguration(call, config, before, known, by);
  const managers = stampManagers(applied.managers, known, formatTime(call.core.simulation.clock.now));
  const object = decodeFinished(call, withLastApplied(applied.object, before, config, by));
  const dryRun = isDryRun(call);
  if (before) return { status: 200, body: updateObject(call, () => object, dryRun, managers) };
  return { status: 201, body: createObject(call, object, dryRun, managers) };
}

/** Reads the body: YAML, of which JSON is a part. @throws StatusError 400 */
function readConfiguration(call: ApiCall): JsonObject {
  const { value, error } = readRawBody(call.request, call.core.simulation.limits.requestBytes);
  if (error !== undefined) throw badRequest(`error decoding YAML: ${error}`);
  if (!isObject(value)) throw badRequest('error decoding YAML: the configuration is not an object');
  const given: KubeObject = value;
  const { apiVersion, kind } = call.resource;
  if (given.metadata?.managedFields !== undefined) throw badRequest('metadata.managedFields must be nil');
  if (given.apiVersion !== apiVersion) {
    throw badRequest(`Incorrect version specified in apply patch. Specified patch version: ${given.apiVersion ?? ''}, expected: ${apiVersion}`);
  }
  if (given.kind !== kind.kind) throw untyped(call, value, `no corresponding type for ${formatKind(apiVersion, given.kind ?? '')}`);
  if (given.metadata?.name !== undefined) return value;
  return { ...value, metadata: { ...given.metadata, name: call.info.name } };
}

function applyConfiguration(call: ApiCall, config: JsonObject, before: Stored<KubeObject> | undefined, known: FieldManagers, by: FieldManager): AppliedFields {
  const shape = shapeOf(call.resource);
  let applied: AppliedFields;
  try {
    applied = trackApply(shape, known, before ?? {}, config, by, resetFieldsOf(call.resource, call.info.subresource));
  } catch (error) {
    if (!(error instanceof FieldSetError)) throw error;
    throw untyped(call, config, error.message);
  }
  if (isTrue(call.request.query?.['force'])) return applied;
  const conflicts = by.manager === KUBECTL ? withoutLastApplied(call, applied.conflicts, before) : applied.conflicts;
  if (conflicts.length > 0) throw applyConflict(conflicts);
  return applied;
}

/** As upstream's lastAppliedManager: what kubectl once applied by itself it may take over. */
function withoutLastApplied(call: ApiCall, conflicts: readonly FieldConflict[], before: Stored<KubeObject> | undefined): readonly FieldConflict[] {
  const text = before?.metadata.annotations?.[LAST_APPLIED];
  if (conflicts.length === 0 || text === undefined) return conflicts;
  try {
    const own = new Set(formatPaths(setOfConfiguration(shapeOf(call.resource), JSON.parse(text))));
    return conflicts.filter(({ path }) => !own.has(path));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof FieldSetError) return conflicts;
    throw error;
  }
}

/** As upstream's lastAppliedUpdater: an object that kubectl applied by itself goes on telling what was applied last. */
function withLastApplied(object: object, before: Stored<KubeObject> | undefined, config: JsonObject, by: FieldManager): object {
  if (by.manager !== KUBECTL || by.subresource !== '' || before?.metadata.annotations?.[LAST_APPLIED] === undefined) return object;
  const { metadata }: KubeObject = object;
  return { ...object, metadata: { ...metadata, annotations: { ...metadata?.annotations, [LAST_APPLIED]: `${compactGoJson(config)}\n` } } };
}

function formatKind(apiVersion: string, kind: string): string {
  return `${apiVersion.includes('/') ? apiVersion : `/${apiVersion}`}, Kind=${kind}`;
}

/** What upstream's type converter refuses; it is no Status there, so it has no reason. */
function untyped(call: ApiCall, config: JsonObject, problem: string): StatusError {
  const { metadata, apiVersion = '', kind = '' }: KubeObject = config;
  const namespace = metadata?.namespace ?? call.info.namespace;
  const name = `${namespace === '' ? '' : `${namespace}/`}${metadata?.name ?? call.info.name}`;
  const message = `failed to create typed patch object (${name}; ${apiVersion}, Kind=${kind}): ${problem}`;
  return new StatusError({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, code: 500 });
}

/** 409 with one cause per field that somebody else owns. */
function applyConflict(conflicts: readonly FieldConflict[]): StatusError {
  const causes = conflicts.map(({ owner, path }) => ({ reason: 'FieldManagerConflict', message: `conflict with ${formatOwner(owner)}`, field: path }));
  const message = `Apply failed with ${formatConflicts(conflicts)}`;
  return new StatusError({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason: 'Conflict', details: { causes }, code: 409 });
}

function formatConflicts(conflicts: readonly FieldConflict[]): string {
  const [first] = conflicts;
  if (conflicts.length === 1 && first) return `1 conflict: conflict with ${formatOwner(first.owner)}: ${first.path}`;
  const owners = [...new Set(conflicts.map(({ owner }) => formatOwner(owner)))].sort();
  const parts = owners.map((name) => {
    const paths = conflicts.filter(({ owner }) => formatOwner(owner) === name).map(({ path }) => `\n- ${path}`);
    return `conflicts with ${name}:${paths.join('')}`;
  });
  return `${conflicts.length} conflicts: ${parts.join('\n')}`;
}

function formatOwner({ manager, operation, subresource, apiVersion }: FieldManager): string {
  const name = `${JSON.stringify(manager)}${subresource === '' ? '' : ` with subresource ${JSON.stringify(subresource)}`}`;
  return operation === 'Update' ? `${name} using ${apiVersion}` : name;
}
