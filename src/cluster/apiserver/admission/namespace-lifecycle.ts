import type { KubeObject, Stored } from '#machinery/object.ts';
import { StatusError } from '#machinery/status-error.ts';
import { forbiddenError, notFound } from '#machinery/status-errors.ts';
import type { AdmissionPlugin, AdmissionRequest } from '../api-call.ts';
import { admissionName } from './admission.ts';

/** Namespaces the control plane cannot do without. */
const IMMORTAL = new Set(['default', 'kube-system', 'kube-public']);
const namespaceType = { group: '', plural: 'namespaces' };

/** Objects need a namespace that is there and stays; some namespaces cannot be deleted. */
export const namespaceLifecycle: AdmissionPlugin = {
  name: 'NamespaceLifecycle',
  operations: ['CREATE', 'UPDATE', 'DELETE'],
  admit(request) {
    const { call, operation, namespace } = request;
    const { kind } = call.resource;
    if (operation === 'DELETE') {
      if (kind.group === '' && kind.plural === 'namespaces' && IMMORTAL.has(request.name)) {
        throw forbiddenError(namespaceType, request.name, 'this namespace may not be deleted');
      }
      return undefined;
    }
    if (!kind.namespaced || operation === 'UPDATE') return undefined;
    const found = call.core.registry.find('', 'v1', 'namespaces')?.collection.get('', namespace);
    if (!found) throw notFound(namespaceType, namespace);
    if (found.metadata.deletionTimestamp !== undefined) throw terminating(request, found);
    return undefined;
  },
};

function terminating(request: AdmissionRequest, { metadata }: Stored<KubeObject>): StatusError {
  const message = `unable to create new content in namespace ${metadata.name} because it is being terminated`;
  const { status } = forbiddenError(request.call.resource.kind, admissionName(request), message);
  const cause = { reason: 'NamespaceTerminating', message: `namespace ${metadata.name} is being terminated`, field: 'metadata.namespace' };
  return new StatusError({ ...status, details: { ...status.details, causes: [cause] } });
}
