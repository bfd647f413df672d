import type { ScaleAccess } from '#kinds/kind.ts';
import { invalid } from '#machinery/field-error.ts';
import type { Scale } from '#machinery/generated/types.ts';
import type { KubeObject, Stored } from '#machinery/object.ts';
import { invalidObject, staleObject } from '#machinery/status-errors.ts';
import { assertDefined } from '#sim/assert.ts';
import { type ApiAnswer, type ApiCall, isDryRun } from '../api-call.ts';
import { type BodyType, readObject } from '../request-body.ts';
import { requireObject } from '../stored-object.ts';
import { applyPatch, readPatch } from '../verbs/patch.ts';
import { updateObject } from '../verbs/update.ts';
import type { Subresource } from './subresource.ts';

const scaleType: BodyType = { apiVersion: 'autoscaling/v1', kind: 'Scale', schema: 'autoscaling.v1.Scale' };

/** `scale`: the number of replicas of anything that has one, in one form. */
export const scaleSubresource: Subresource = {
  name: 'scale',
  isOn: ({ kind }) => kind.scale !== undefined,
  get: (call) => ({ status: 200, body: scaleOf(call, requireObject(call)) }),
  update: (call) => setScale(call, readObject(call, scaleType)),
  patch: (call) => {
    return setScale(call, applyPatch(call, readPatch(call), scaleOf(call, requireObject(call)), scaleType));
  },
};

function setScale(call: ApiCall, wanted: Scale & KubeObject): ApiAnswer {
  const access = accessOf(call);
  const { kind } = call.resource;
  const before = requireObject(call);
  const version = wanted.metadata?.resourceVersion;
  if (version && version !== before.metadata.resourceVersion) throw staleObject(kind, before.metadata.name);
  const replicas = wanted.spec?.replicas ?? 0;
  if (replicas < 0) {
    const error = invalid('spec.replicas', replicas, 'must be greater than or equal to 0');
    throw invalidObject({ group: 'autoscaling', kind: 'Scale' }, before.metadata.name, [error]);
  }
  const updated = updateObject(call, () => access.withReplicas(before, replicas), isDryRun(call));
  return { status: 200, body: scaleOf(call, updated as Stored<KubeObject>) };
}

function accessOf(call: ApiCall): ScaleAccess<KubeObject> {
  return assertDefined(call.resource.kind.scale, `${call.resource.kind.kind} has no scale`);
}

function scaleOf(call: ApiCall, object: Stored<KubeObject>): Scale & KubeObject {
  const access = accessOf(call);
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const selector = access.selector(object);
  return {
    apiVersion: scaleType.apiVersion,
    kind: scaleType.kind,
    metadata: { name, ...(namespace !== undefined && { namespace }), uid, resourceVersion, creationTimestamp },
    spec: { replicas: access.replicas(object) },
    status: { replicas: access.statusReplicas(object), ...(selector !== '' && { selector }) },
  };
}
