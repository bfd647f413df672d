import type { Client } from '#client/client.ts';
import { type FieldManagers, formatManagedFields, managerIdentity, type Ownership, parseManagedFields } from '#machinery/managed-fields/field-managers.ts';
import { unionSets } from '#machinery/managed-fields/field-set.ts';
import type { KubeObject, Stored } from '#machinery/object.ts';
import { formatGroupVersion } from '#machinery/resource-type.ts';
import { lastAppliedAnnotation } from '../../resources/last-applied.ts';
import type { NamedTarget } from '../../resources/targets.ts';

const LAST_APPLIED_MANAGER = 'kubectl-last-applied';

/**
 * After the first server-side apply of an object that was applied by the client before: what the client owned then,
 * the applier owns from now on, so that fields it stops naming go. As upstream's csaupgrade.
 * @returns whether anything was to be moved; the object must then be applied again
 * @throws StatusError
 */
export async function migrateOwners(client: Client, target: NamedTarget, applied: Stored<KubeObject>, fieldManager: string): Promise<boolean> {
  const before = findClientAppliers(parseManagedFields(applied.metadata.managedFields));
  if (before.length === 0) return false;
  const kept = await keepAnnotation(client, target, applied);
  const value = formatManagedFields(moveOwnership(parseManagedFields(kept.metadata.managedFields), before, fieldManager));
  const patch = [
    { op: 'replace', path: '/metadata/managedFields', value },
    { op: 'replace', path: '/metadata/resourceVersion', value: kept.metadata.resourceVersion },
  ];
  await client.patch(target.type, target.namespace, target.name, patch, { type: 'json' });
  return true;
}

/** Who wrote the annotation by updates: `kubectl-client-side-apply`, unless another name was given. */
function findClientAppliers(managers: FieldManagers): readonly Ownership[] {
  return [...managers.values()].filter(({ operation, subresource, set }) => {
    const annotations = set.children.get('f:metadata')?.children.get('f:annotations');
    return operation === 'Update' && subresource === '' && annotations?.children.get(`f:${lastAppliedAnnotation}`)?.isMember;
  });
}

/** The annotation stays, in the care of a manager of its own, for those who go back to client-side apply. */
async function keepAnnotation(client: Client, { type, namespace, name }: NamedTarget, applied: Stored<KubeObject>): Promise<Stored<KubeObject>> {
  const annotation = applied.metadata.annotations?.[lastAppliedAnnotation];
  if (annotation === undefined) return applied;
  const config = {
    apiVersion: formatGroupVersion(type),
    kind: type.kind,
    metadata: { name, ...(namespace !== '' && { namespace }), annotations: { [lastAppliedAnnotation]: annotation } },
  };
  return client.patch(type, namespace, name, config, { type: 'apply', force: true, fieldManager: LAST_APPLIED_MANAGER });
}

function moveOwnership(managers: FieldManagers, from: readonly Ownership[], fieldManager: string): FieldManagers {
  const next = new Map(managers);
  for (const owner of from) next.delete(managerIdentity(owner));
  const applier = [...managers.values()].find(({ manager, operation, subresource }) => manager === fieldManager && operation === 'Apply' && subresource === '');
  if (applier) next.set(managerIdentity(applier), { ...applier, set: from.reduce((set, owner) => unionSets(set, owner.set), applier.set) });
  return next;
}
