import type { CustomResourceDefinition, Namespace, NamespaceCondition } from '#machinery/generated/types.ts';
import type { KubeObject, Stored } from '#machinery/object.ts';
import type { ResourceType } from '#machinery/resource-type.ts';
import { isConflict, isNotFound } from '#machinery/status-errors.ts';
import { formatTime } from '#machinery/time.ts';
import { customResourceDefinitions, namespaces } from '../../resource-types.ts';
import { type Controller, defineController, type ReconcileContext } from '../controller.ts';
import { hasDefinitions, servedTypeOf } from '../custom-types.ts';
import { planConditions, type Remaining } from './conditions.ts';

const FINALIZER = 'kubernetes';

/**
 * Empties a namespace that is being deleted, says what still keeps it, and lets it go when nothing is left.
 * @param types every type of the server; custom resources come and go and are looked up each time
 */
export function createNamespaceController(types: readonly ResourceType[]): Controller {
  const isPods = (type: ResourceType): boolean => type.group === '' && type.plural === 'pods';
  const hasCustom = hasDefinitions(types);
  return defineController({
    name: 'namespace',
    for: namespaces,
    reconcile({ name }, context) {
      const seen = context.lister<Namespace>(namespaces).get('', name);
      if (!seen || seen.metadata.deletionTimestamp === undefined) return undefined;
      if (!seen.spec?.finalizers?.includes(FINALIZER)) return undefined;
      const all = [...types, ...(hasCustom ? customTypes(context) : [])].filter((type) => type.namespaced);
      const remaining = empty(name, [all.filter(isPods), all.filter((type) => !isPods(type))], context);
      const conditions = planConditions(seen.status?.conditions ?? [], remaining, formatTime(context.nowMs));
      const namespace = conditions === seen.status?.conditions ? seen : writeConditions(seen, conditions, context);
      if (remaining.length === 0) {
        const finalizers = namespace.spec?.finalizers?.filter((finalizer) => finalizer !== FINALIZER) ?? [];
        context.client.update<Namespace>(namespaces, '', { ...namespace, spec: { ...namespace.spec, finalizers } }, { subresource: 'finalize' });
        return undefined;
      }
      const graceSeconds = remaining.reduce((most, left) => Math.max(most, left.graceSeconds), 0);
      // As upstream: half of the longest grace, and a second.
      return { requeueAfterMs: (Math.floor(graceSeconds / 2) + 1) * 1000 };
    },
  });
}

function customTypes({ client }: ReconcileContext): readonly ResourceType[] {
  return client.list<CustomResourceDefinition>(customResourceDefinitions).items.flatMap((definition) => servedTypeOf(definition) ?? []);
}

function writeConditions(namespace: Stored<Namespace>, conditions: readonly NamespaceCondition[], context: ReconcileContext): Stored<Namespace> {
  return context.client.updateStatus<Namespace>(namespaces, '', { ...namespace, status: { ...namespace.status, phase: 'Terminating', conditions } });
}

/** Deletes what is in a namespace, stage by stage: the next one begins when nothing of the last is left. As upstream: pods go first. */
function empty(namespace: string, stages: readonly (readonly ResourceType[])[], context: ReconcileContext): readonly Remaining[] {
  for (const types of stages) {
    const remaining = types.flatMap((type) => emptyType(type, namespace, context) ?? []);
    if (remaining.length > 0) return remaining;
  }
  return [];
}

/** Deletes all objects of a type. @returns what is left of them; undefined when nothing is */
function emptyType(type: ResourceType, namespace: string, context: ReconcileContext): Remaining | undefined {
  for (const object of context.client.list<KubeObject>(type, { namespace }).items) {
    if (object.metadata.deletionTimestamp !== undefined) continue;
    try {
      context.client.delete(type, namespace, object.metadata.name, { propagationPolicy: 'Background', preconditions: { uid: object.metadata.uid } });
    } catch (error) {
      if (!isNotFound(error) && !isConflict(error)) throw error;
    }
  }
  const left = context.client.list<KubeObject>(type, { namespace }).items;
  if (left.length === 0) return undefined;
  const finalizers = new Map<string, number>();
  let graceSeconds = 0;
  for (const object of left) {
    graceSeconds = Math.max(graceSeconds, object.metadata.deletionGracePeriodSeconds ?? 0);
    for (const finalizer of object.metadata.finalizers ?? []) finalizers.set(finalizer, (finalizers.get(finalizer) ?? 0) + 1);
  }
  return { resource: `${type.plural}.${type.group}`, count: left.length, finalizers, graceSeconds };
}
