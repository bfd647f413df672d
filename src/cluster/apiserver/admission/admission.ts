import type { KubeObject } from '#machinery/object.ts';
import type { StatusError } from '#machinery/status-error.ts';
import { forbiddenError } from '#machinery/status-errors.ts';
import type { AdmissionPlugin, AdmissionRequest } from '../api-call.ts';

function isConcerned(plugin: AdmissionPlugin, { operation, call }: AdmissionRequest): boolean {
  if (!plugin.operations.includes(operation)) return false;
  if (!plugin.resources) return true;
  const { kind } = call.resource;
  const { subresource } = call.info;
  return plugin.resources.includes(subresource === '' ? `${kind.group}/${kind.plural}` : `${kind.group}/${kind.plural}/${subresource}`);
}

/** Runs every `admit`. @returns the object as the last plugin left it */
export function admitObject(request: AdmissionRequest): KubeObject | undefined {
  let object = request.object;
  for (const plugin of request.call.core.admission) {
    if (!plugin.admit || !isConcerned(plugin, request)) continue;
    object = plugin.admit(object === request.object ? request : { ...request, object }) ?? object;
  }
  return object;
}

/** Runs every `validate`. @throws StatusError */
export function validateAdmission(request: AdmissionRequest): void {
  for (const plugin of request.call.core.admission) {
    if (plugin.validate && isConcerned(plugin, request)) plugin.validate(request);
  }
}

/** The refusal of a plugin: `pods "web-1" is forbidden: <message>`. An object that has no name yet is called by its `generateName`. */
export function forbidAdmission(request: AdmissionRequest, message: string): StatusError {
  const { kind } = request.call.resource;
  return forbiddenError(kind, admissionName(request), message);
}

/** How a refused object is called. */
export function admissionName({ name, object }: AdmissionRequest): string {
  return name || object?.metadata?.name || object?.metadata?.generateName || 'Unknown';
}
