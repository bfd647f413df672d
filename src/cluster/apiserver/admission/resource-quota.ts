import { addUsage, isInScope, type Usage, usageOf } from '#kinds/resourcequota/usage.ts';
import type { Container, Pod, ResourceQuota } from '#machinery/generated/types.ts';
import type { KubeObject, Stored } from '#machinery/object.ts';
import { addQuantities, compareQuantities, formatQuantity, parseQuantity, type Quantity, subtractQuantities } from '#machinery/quantity.ts';
import type { AdmissionPlugin, AdmissionRequest } from '../api-call.ts';
import { forbidAdmission } from './admission.ts';

type Quota = Stored<ResourceQuota & KubeObject>;

const NOTHING = parseQuantity('0');
/** What a pod must say of each container where a quota bounds it. */
const MUST_SPECIFY = ['cpu', 'memory', 'requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory'];

/**
 * Holds a namespace to its quotas. What is taken is written into the quota at once, so that two creations in one
 * instant cannot both take the last of something; the controller counts anew when objects go.
 */
export const resourceQuotaAdmission: AdmissionPlugin = {
  name: 'ResourceQuota',
  operations: ['CREATE', 'UPDATE'],
  validate(request) {
    const { call, namespace, object, before, dryRun } = request;
    if (!object || namespace === '' || call.info.subresource !== '') return;
    const quotas = (call.core.registry.find('', 'v1', 'resourcequotas')?.collection.list(namespace) ?? []) as readonly Quota[];
    if (quotas.length === 0) return;
    const { group, plural } = call.resource.kind;
    const delta = difference(usageOf(group, plural, object), before ? usageOf(group, plural, before) : new Map());
    const grants = quotas
      .filter((quota) => isInScope(quota.spec ?? {}, plural, object))
      .map((quota) => ({ quota, used: check(request, quota, delta) }))
      .filter(({ used }) => used.size > 0);
    if (dryRun) return;
    for (const { quota, used } of grants) write(request, quota, used);
  },
};

/** What a quota has used after the write. @throws StatusError 403 when that is too much */
function check(request: AdmissionRequest, quota: Quota, delta: Usage): Usage {
  const hard = new Map(Object.entries(quota.status?.hard ?? quota.spec?.hard ?? {}).map(([name, text]) => [name, parseQuantity(text)]));
  if (request.call.resource.kind.plural === 'pods' && !request.before) requireSpecified(request, quota, [...hard.keys()]);
  const touched = [...delta.keys()].filter((name) => hard.has(name)).sort();
  const used = usedOf(request, quota);
  const after = new Map(touched.map((name) => [name, addQuantities(used.get(name) ?? NOTHING, delta.get(name) ?? NOTHING)]));
  const exceeded = touched.filter((name) => isPositive(delta.get(name)) && compareQuantities(after.get(name) ?? NOTHING, hard.get(name) ?? NOTHING) > 0);
  if (exceeded.length === 0) return after;
  const show = (amounts: Usage): string => exceeded.map((name) => `${name}=${formatQuantity(amounts.get(name) ?? NOTHING)}`).join(',');
  throw forbidAdmission(request, `exceeded quota: ${quota.metadata.name}, requested: ${show(delta)}, used: ${show(used)}, limited: ${show(hard)}`);
}

/** What the quota says is used; counted anew while its controller has not said it yet. */
function usedOf({ call, namespace }: AdmissionRequest, quota: Quota): Usage {
  if (quota.status?.used) return new Map(Object.entries(quota.status.used).map(([name, text]) => [name, parseQuantity(text)]));
  const total = new Map<string, Quantity>();
  for (const { kind, collection } of call.core.registry.all()) {
    if (!kind.namespaced) continue;
    for (const object of collection.list(namespace)) {
      if (isInScope(quota.spec ?? {}, kind.plural, object)) addUsage(total, usageOf(kind.group, kind.plural, object));
    }
  }
  return total;
}

function requireSpecified(request: AdmissionRequest, quota: Quota, bounded: readonly string[]): void {
  const { spec } = request.object as Pod & KubeObject;
  const containers: readonly Container[] = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])];
  const problems = bounded
    .filter((name) => MUST_SPECIFY.includes(name))
    .sort()
    .flatMap((name) => {
      const isLimit = name.startsWith('limits.');
      const resource = name.replace(/^(requests|limits)\./, '');
      const lacking = containers.filter(({ resources }) => (isLimit ? resources?.limits : resources?.requests)?.[resource] === undefined);
      if (lacking.length === 0) return [];
      return [
        `${name} for: ${lacking
          .map((container) => container.name)
          .sort()
          .join(',')}`,
      ];
    });
  if (problems.length > 0) throw forbidAdmission(request, `failed quota: ${quota.metadata.name}: must specify ${problems.join('; ')}`);
}

function write({ call }: AdmissionRequest, quota: Quota, used: Usage): void {
  const collection = call.core.registry.find('', 'v1', 'resourcequotas')?.collection;
  if (!collection || !quota.status?.used) return; // its controller will count everything, this object included
  const changed = Object.fromEntries([...used].map(([name, amount]) => [name, formatQuantity(amount)]));
  collection.update(quota, { ...quota, status: { ...quota.status, used: { ...quota.status.used, ...changed } } } as Quota);
}

function difference(after: Usage, before: Usage): Usage {
  const names = new Set([...after.keys(), ...before.keys()]);
  const deltas = [...names].map((name) => [name, subtractQuantities(after.get(name) ?? NOTHING, before.get(name) ?? NOTHING)] as const);
  return new Map(deltas.filter(([, amount]) => compareQuantities(amount, NOTHING) !== 0));
}

function isPositive(amount: Quantity | undefined): boolean {
  return amount !== undefined && compareQuantities(amount, NOTHING) > 0;
}
