import type { FieldManager } from '#machinery/managed-fields/field-managers.ts';
import { shapeOfSchema, type TypeShape } from '#machinery/managed-fields/type-shape.ts';
import { shapeOfCustom } from '#machinery/structural/schema-shape.ts';
import type { ApiCall } from '../api-call.ts';
import { queryText } from '../request-info.ts';
import type { Resource } from '../resource-registry.ts';

const LONGEST_MANAGER = 128;

/** How a request's writer is called in `managedFields`: as it says, or as its program is called. */
export function managerName({ request, identity, trusted }: ApiCall): string {
  const said = queryText(request, 'fieldManager');
  if (said) return said;
  if (trusted) return componentName(identity.name);
  const program = (request.headers?.['user-agent'] ?? '').split('/')[0] ?? '';
  return program === '' ? 'unknown' : program.slice(0, LONGEST_MANAGER);
}

/** `system:kube-scheduler` → `kube-scheduler`; a node's program is its kubelet. */
function componentName(identity: string): string {
  if (identity.startsWith('system:node:')) return 'kubelet';
  if (identity === 'system:apiserver') return 'kube-apiserver';
  return identity.startsWith('system:') ? identity.slice('system:'.length) : identity;
}

/** The writer of a request as an entry of `managedFields`. */
export function fieldManagerOf(call: ApiCall, operation: FieldManager['operation']): FieldManager {
  return { manager: managerName(call), operation, apiVersion: call.resource.apiVersion, subresource: call.info.subresource };
}

/** How objects of a resource are divided into fields. */
export function shapeOf({ kind }: Resource): TypeShape {
  return kind.custom ? shapeOfCustom(kind.custom.schema) : shapeOfSchema(kind.schema);
}

const MAIN_RESETS = ['status'];
const STATUS_RESETS = ['spec'];
const NO_RESETS: readonly string[] = [];

/** What a request cannot change and so cannot own. */
export function resetFieldsOf({ kind }: Resource, subresource: string): readonly string[] {
  if (!kind.hasStatus) return NO_RESETS;
  return subresource === 'status' ? STATUS_RESETS : subresource === '' ? MAIN_RESETS : NO_RESETS;
}
