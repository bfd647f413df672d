import type { KubeObject, Stored } from '#machinery/object.ts';
import { applyJsonPatch } from '#machinery/patch/json-patch.ts';
import { applyMergePatch } from '#machinery/patch/merge-patch.ts';
import { PatchError } from '#machinery/patch/patch-error.ts';
import { applyStrategicMergePatch } from '#machinery/patch/strategic-merge.ts';
import { StatusError } from '#machinery/status-error.ts';
import { badRequest, unsupportedMediaType } from '#machinery/status-errors.ts';
import { type ApiAnswer, type ApiCall, isDryRun } from '../api-call.ts';
import { decodeFor, readRawBody } from '../request-body.ts';
import { updateObject } from './update.ts';

/** The media types a PATCH may have. */
export const patchMediaTypes = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
} as const;

/** PATCH of an object or one of its subresources. */
export function patchFromRequest(call: ApiCall): ApiAnswer {
  const patch = readPatch(call);
  const body = updateObject(call, (before) => decodeFor(call, patch(before, call.resource.kind.schema), []), isDryRun(call));
  return { status: 200, body };
}

/**
 * Reads the patch of a request.
 * @returns what makes the patched object from the present one
 * @throws StatusError 400, 415
 */
export function readPatch(call: ApiCall): (before: Stored<KubeObject> | KubeObject, schema: string) => object {
  const type = (call.request.headers?.['content-type'] ?? '').split(';')[0]?.trim() ?? '';
  const known: readonly string[] = Object.values(patchMediaTypes);
  if (!known.includes(type)) throw unsupportedMediaType(known);
  if (type === patchMediaTypes.apply) {
    throw badRequest('server-side apply (application/apply-patch+yaml) is not supported by this server yet');
  }
  const raw = readRawBody(call.request, call.core.simulation.limits.requestBytes);
  if (raw.error !== undefined) throw badRequest(`error decoding patch: ${raw.error}`);
  const patch = raw.value;
  if (type === patchMediaTypes.json) {
    if (!Array.isArray(patch)) {
      throw badRequest(
        `error decoding patch: json: cannot unmarshal ${patch === null || typeof patch !== 'object' ? typeof patch : 'object'} into Go value of type jsonpatch.Patch`,
      );
    }
    return (before) => orRefuse(() => applyJsonPatch(before, patch)) as object;
  }
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) {
    throw badRequest('error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}');
  }
  if (type === patchMediaTypes.merge) return (before) => applyMergePatch(before, patch) as object;
  return (before, schema) => orRefuse(() => applyStrategicMergePatch(schema, { ...before }, patch)) as object;
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
