import { addUsage, isInScope, usageOf } from '#kinds/resourcequota/usage.ts';
import { isSemanticallyEqual } from '#machinery/equality.ts';
import type { Pod, ResourceQuota } from '#machinery/generated/types.ts';
import type { KubeObject } from '#machinery/object.ts';
import { formatQuantity, type Quantity } from '#machinery/quantity.ts';
import type { ResourceType } from '#machinery/resource-type.ts';
import { resourceQuotas } from '../../resource-types.ts';
import { type Controller, defineController, defineWatch } from '../controller.ts';

/**
 * Counts what a namespace uses of its quotas. Admission adds what it grants by itself; this takes back what went,
 * and counts everything for a quota that is new.
 * @param types every namespaced type that the API server has
 */
export function createResourceQuotaController(types: readonly ResourceType[]): Controller {
  return defineController({
    name: 'resourcequota',
    for: resourceQuotas,
    // Events are too many to be counted, and upstream does not count them either.
    watches: types
      .filter(({ plural }) => plural !== 'events')
      .map((type) =>
        defineWatch<KubeObject>({
          type,
          keys(object, lister, before) {
            if (before && !hasEnded(object, before)) return [];
            const { namespace = '' } = object.metadata;
            return lister<ResourceQuota>(resourceQuotas)
              .list(namespace)
              .map(({ metadata }) => ({ namespace, name: metadata.name }));
          },
        }),
      ),
    reconcile({ namespace, name }, context) {
      const quota = context.lister<ResourceQuota>(resourceQuotas).get(namespace, name);
      if (!quota) return undefined;
      // Straight from the server: a local copy may not yet have what admission has already counted.
      const objects = (type: ResourceType): readonly KubeObject[] => context.client.list(type, { namespace }).items;
      const status = planStatus(quota, types, objects);
      if (isSemanticallyEqual(status, quota.status)) return undefined;
      const present = context.client.get<ResourceQuota>(resourceQuotas, namespace, name);
      if (!isSemanticallyEqual(status, present.status)) context.client.updateStatus<ResourceQuota>(resourceQuotas, namespace, { ...present, status });
      return undefined;
    },
  });
}

/** A pod that ended gives back what it took, though it is still there. */
function hasEnded(after: KubeObject, before: KubeObject): boolean {
  const phase = (object: KubeObject): string | undefined => (object.kind === 'Pod' ? (object as Pod).status?.phase : undefined);
  return phase(after) !== phase(before) && (phase(after) === 'Succeeded' || phase(after) === 'Failed');
}

/** What the quota allows, and what of it the namespace's objects use. */
export function planStatus(
  quota: ResourceQuota,
  types: readonly ResourceType[],
  objectsOf: (type: ResourceType) => readonly KubeObject[],
): NonNullable<ResourceQuota['status']> {
  const hard = quota.spec?.hard ?? {};
  const names = Object.keys(hard);
  const total = new Map<string, Quantity>();
  for (const type of types) {
    if (!names.some((name) => isCountedBy(name, type))) continue;
    for (const object of objectsOf(type)) {
      if (isInScope(quota.spec ?? {}, type.plural, object)) addUsage(total, usageOf(type.group, type.plural, object));
    }
  }
  const used = Object.fromEntries(
    names.map((name) => {
      const amount = total.get(name);
      return [name, amount ? formatQuantity(amount) : '0'];
    }),
  );
  return { hard, used };
}

/** Whether objects of a type can count for a resource name. */
function isCountedBy(name: string, { group, plural }: ResourceType): boolean {
  if (name.startsWith('count/')) return name === (group === '' ? `count/${plural}` : `count/${plural}.${group}`);
  if (group !== '') return false;
  if (name === plural || name.startsWith(`${plural}.`)) return true;
  if (plural === 'persistentvolumeclaims') return name === 'requests.storage' || name.includes('.storageclass.storage.k8s.io/');
  return plural === 'pods' && name !== 'requests.storage' && (/^(requests|limits)\./.test(name) || /^(cpu|memory|ephemeral-storage)$/.test(name));
}
