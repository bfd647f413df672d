import type { KubeObject, Stored } from '#machinery/object.ts';
import { notFound } from '#machinery/status-errors.ts';
import type { ApiCall } from './api-call.ts';

/** The object a request names. @throws StatusError 404 */
export function requireObject(call: ApiCall): Stored<KubeObject> {
  const { kind, collection } = call.resource;
  const object = collection.get(kind.namespaced ? call.info.namespace : '', call.info.name);
  if (!object) throw notFound(kind, call.info.name);
  return object;
}
