import { invalid } from '#machinery/field-error.ts';
import { compactGoJson } from '#machinery/json.ts';
import type { KubeObject } from '#machinery/object.ts';
import { applyJsonPatch } from '#machinery/patch/json-patch.ts';
import { applyMergePatch } from '#machinery/patch/merge-patch.ts';
import { PatchError } from '#machinery/patch/patch-error.ts';
import { formatGoValue } from '#machinery/patch/strategic-fields.ts';
import { applyStrategicMergePatch } from '#machinery/patch/strategic-merge.ts';
import { jsonKindOf } from '#machinery/schema/go-errors.ts';
import { StatusError } from '#machinery/status-error.ts';
import { badRequest, invalidObject, unsupportedMediaType } from '#machinery/status-errors.ts';
import { type ApiAnswer, type ApiCall, isDryRun } from '../api-call.ts';
import { showOwnership } from '../field-ownership/shown-ownership.ts';
import { type BodyType, bodyTypeOf, decodeAs, describeLoose, fieldValidationOf, readRawBody } from '../request-body.ts';
import { applyFromRequest } from './apply.ts';
import { updateObject } from './update.ts';

/** The media types a PATCH may have. */
export const patchMediaTypes = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
} as const;

/** A patch as it was sent. */
export interface ObjectPatch {
  /** What it makes of an object; the object stays as it is. @throws StatusError when it does not fit */
  apply(before: KubeObject, schema: string): object;
  /** How a refusal of the result shows it: Go's print of a strategic patch, the JSON text of the object for the others. */
  describe(patched: object): string;
  readonly isStrategic: boolean;
  /** Whether it may look at or change `managedFields`. */
  readonly isAboutOwnership: boolean;
  readonly duplicates: readonly string[];
}

/** PATCH of an object or one of its subresources. */
export function patchFromRequest(call: ApiCall): ApiAnswer {
  if (patchMediaType(call) === patchMediaTypes.apply) return applyFromRequest(call);
  const patch = readPatch(call);
  const body = updateObject(call, (before) => applyPatch(call, patch, patch.isAboutOwnership ? showOwnership(call, before) : before), isDryRun(call));
  return { status: 200, body };
}

/**
 * Applies a patch and decodes what comes out by the same rules as a body.
 * @throws StatusError 422 where a body would get a 400, as upstream's patch handler answers
 */
export function applyPatch(call: ApiCall, patch: ObjectPatch, before: KubeObject, as: BodyType = bodyTypeOf(call)): KubeObject {
  const patched = patch.apply(before, as.schema);
  const { object, error, unknownFields } = decodeAs(as, patched);
  const refuse = (problem: string): StatusError => invalidObject({ group: '', kind: '' }, '', [invalid('patch', patch.describe(patched), problem)]);
  if (error !== undefined) throw refuse(patch.isStrategic ? conversionError(error) : error);
  const problems = describeLoose(patch.duplicates, unknownFields);
  const mode = fieldValidationOf(call);
  if (problems.length > 0 && mode === 'Strict') throw refuse(`strict decoding error: ${problems.join(', ')}`);
  if (mode === 'Warn') call.warnings.push(...problems);
  const named: KubeObject = object;
  const { apiVersion = as.apiVersion, kind = as.kind } = named;
  if (apiVersion !== as.apiVersion || kind !== as.kind) throw refuse(`a patch cannot make a ${kind} (${apiVersion}) of a ${as.kind} (${as.apiVersion})`);
  return named.apiVersion === apiVersion && named.kind === kind ? named : { ...named, apiVersion, kind };
}

function patchMediaType({ request }: ApiCall): string {
  return (request.headers?.['content-type'] ?? '').split(';')[0]?.trim() ?? '';
}

/**
 * Reads the patch of a request.
 * @throws StatusError 400, 415
 */
export function readPatch(call: ApiCall): ObjectPatch {
  const type = patchMediaType(call);
  // A custom resource has no merge keys, so there is no strategic patch of it.
  const known = Object.values(patchMediaTypes).filter((media) => media !== patchMediaTypes.strategic || !call.resource.kind.custom);
  if (!known.some((media) => media === type)) throw unsupportedMediaType(known);
  if (type === patchMediaTypes.apply) throw badRequest(`${call.info.resource}/${call.info.subresource} cannot be applied`);
  const raw = readRawBody(call.request, call.core.simulation.limits.requestBytes);
  if (raw.error !== undefined) throw badRequest(`error decoding patch: ${raw.error}`);
  const patch = raw.value;
  const { duplicates } = raw;
  if (type === patchMediaTypes.json) {
    if (!Array.isArray(patch)) throw badRequest(`error decoding patch: json: cannot unmarshal ${jsonKindOf(patch)} into Go value of type jsonpatch.Patch`);
    const apply = (before: KubeObject): object => orRefuse(() => applyJsonPatch(before, patch)) as object;
    return { apply, describe: compactGoJson, isStrategic: false, isAboutOwnership: JSON.stringify(patch).includes('managedFields'), duplicates };
  }
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) {
    throw badRequest(`error decoding patch: json: cannot unmarshal ${jsonKindOf(patch)} into Go value of type map[string]interface {}`);
  }
  if (type === patchMediaTypes.merge) {
    return { apply: (before) => applyMergePatch(before, patch) as object, describe: compactGoJson, isStrategic: false, isAboutOwnership: false, duplicates };
  }
  return {
    apply: (before, schema) => orRefuse(() => applyStrategicMergePatch(schema, { ...before }, patch)),
    describe: () => formatGoValue(patch),
    isStrategic: true,
    isAboutOwnership: false,
    duplicates,
  };
}

/**
 * The result of a strategic patch goes through another converter of Go's, which has words of its own
 * for what its JSON decoder calls `cannot unmarshal string into Go struct field X.spec.replicas of type int32`.
 */
function conversionError(error: string): string {
  const [, from = '', to = ''] = /cannot unmarshal (\w+).* into Go .* of type (\S+)$/.exec(error) ?? [];
  if (to === '') return error;
  const source = from === 'number' ? 'int64' : from === 'array' ? 'slice' : from === 'object' ? 'map' : from;
  if (to.startsWith('[]')) return `cannot restore slice from ${source}`;
  if (to.startsWith('map[')) return `cannot restore map from ${source}`;
  if (from === 'number' && to === 'string') return 'cannot convert int64 to string';
  if (/^(int32|int64|float64|bool|string)$/.test(to)) return `unrecognized type: ${to}`;
  return `cannot restore struct from: ${source}`;
}

/** Carries out a patch; when it cannot be, the server has one text for what does not fit and the patch's own for the rest. */
function orRefuse<T>(apply: () => T): T {
  try {
    return apply();
  } catch (error) {
    if (!(error instanceof PatchError)) throw error;
    if (error.code === 400) throw badRequest(error.message);
    const isMisfit = error.code === 422;
    throw new StatusError({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: isMisfit ? 'the server rejected our request due to an error in our request' : error.message,
      reason: isMisfit ? 'Invalid' : 'Unknown',
      details: {},
      code: error.code,
    });
  }
}
