import type { DirectClient } from '#client/client.ts';
import { CLEANUP_FINALIZER, customResourceDefinitionKind } from '#kinds/customresourcedefinition/customresourcedefinition.ts';
import type { Kind } from '#kinds/kind.ts';
import type { CustomResourceDefinition } from '#machinery/generated/types.ts';
import type { KubeObject, Stored } from '#machinery/object.ts';
import { isConflict, isNotFound } from '#machinery/status-errors.ts';
import { formatTime } from '#machinery/time.ts';
import type { Clock } from '#sim/simulation.ts';
import type { ResourceRegistry } from '../resource-registry.ts';
import { createCustomKind } from './custom-kind.ts';
import { hasCondition, planDefinitionStatus, setCondition } from './definition-status.ts';

type Definition = Stored<CustomResourceDefinition & KubeObject>;

/** As upstream: how often the finalizer looks whether the instances are gone. */
const CLEANUP_PERIOD_MS = 5000;

interface LifecycleOptions {
  readonly client: DirectClient;
  readonly clock: Clock;
  readonly registry: ResourceRegistry;
}

/**
 * Serves what CustomResourceDefinitions define: accepts their names, adds their resources to the registry, and takes them
 * out again, after the instances, when the definition goes.
 */
export function followDefinitions({ client, clock, registry }: LifecycleOptions): void {
  const served = new Map<string, readonly Kind[]>();
  const type = customResourceDefinitionKind;

  const write = (definition: Definition): Definition | undefined =>
    orGone(() => client.updateStatus<CustomResourceDefinition & KubeObject>(type, '', definition));

  const serve = (definition: Definition): void => {
    for (const kind of served.get(definition.metadata.uid) ?? []) registry.remove(kind);
    const kinds = definition.spec.versions.filter((version) => version.served).map((version) => createCustomKind(definition, version));
    for (const kind of kinds) registry.add(kind);
    served.set(definition.metadata.uid, kinds);
  };

  const withdraw = ({ metadata }: Definition): void => {
    for (const kind of served.get(metadata.uid) ?? []) registry.remove(kind);
    served.delete(metadata.uid);
  };

  const look = (name: string, uid: string): void => {
    const definition = orGone(() => client.get<CustomResourceDefinition & KubeObject>(type, '', name));
    if (definition?.metadata.uid !== uid) return;
    if (definition.metadata.deletionTimestamp !== undefined) {
      cleanUp(definition);
      return;
    }
    const group = client.list<CustomResourceDefinition & KubeObject>(type).items.filter(({ spec }) => spec.group === definition.spec.group);
    const others = group.filter(({ metadata }) => metadata.uid !== uid);
    const status = planDefinitionStatus(definition, others, formatTime(clock.now));
    const current = status === definition.status ? definition : write({ ...definition, status });
    if (current && hasCondition(current, 'Established')) serve(current);
  };

  /** Deletes the instances, and lets the definition go when there are none. */
  const cleanUp = (definition: Definition): void => {
    if (!definition.metadata.finalizers?.includes(CLEANUP_FINALIZER)) return;
    const now = formatTime(clock.now);
    const say = (at: Definition, status: string, reason: string, message: string): Definition | undefined => {
      const conditions = setCondition(at.status?.conditions ?? [], { type: 'Terminating', status, reason, message }, now);
      return conditions === at.status?.conditions ? at : write({ ...at, status: { ...at.status, conditions } });
    };
    const [kind] = served.get(definition.metadata.uid) ?? [];
    const remaining = kind ? deleteInstances(client, kind) : 0;
    if (remaining > 0) {
      say(definition, 'True', 'InstanceDeletionInProgress', 'CustomResource deletion is in progress');
      clock.after(CLEANUP_PERIOD_MS, () => look(definition.metadata.name, definition.metadata.uid));
      return;
    }
    const done = say(definition, 'False', 'InstanceDeletionCompleted', 'removed all instances');
    if (!done) return;
    const finalizers = (done.metadata.finalizers ?? []).filter((finalizer) => finalizer !== CLEANUP_FINALIZER);
    orGone(() => client.update<KubeObject>(type, '', { ...done, metadata: { ...done.metadata, finalizers } }));
  };

  client.watch(
    type,
    {},
    {
      onEvent({ type: change, object }) {
        const definition = object as Definition;
        if (change === 'DELETED') withdraw(definition);
        else if (change === 'ADDED' || change === 'MODIFIED') look(definition.metadata.name, definition.metadata.uid);
      },
      onEnd() {},
    },
  );
}

/** @returns how many are left, because of their finalizers */
function deleteInstances(client: DirectClient, kind: Kind): number {
  for (const { metadata } of client.list<KubeObject>(kind).items) {
    if (metadata.deletionTimestamp === undefined) orGone(() => client.delete(kind, metadata.namespace ?? '', metadata.name));
  }
  return client.list<KubeObject>(kind).items.length;
}

/** The result of a call; undefined when its object is gone or has changed: another event follows then. */
function orGone<T>(call: () => T): T | undefined {
  try {
    return call();
  } catch (error) {
    if (isNotFound(error) || isConflict(error)) return undefined;
    throw error;
  }
}
