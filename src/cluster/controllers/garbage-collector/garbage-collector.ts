import type { DirectClient } from '#client/client.ts';
import type { Informers } from '#client/informer.ts';
import type { KubeObject, OwnerReference, Stored } from '#machinery/object.ts';
import { formatGroupVersion, type ResourceType } from '#machinery/resource-type.ts';
import { StatusError } from '#machinery/status-error.ts';
import { isConflict, isNotFound } from '#machinery/status-errors.ts';
import type { Simulation } from '#sim/simulation.ts';
import type { RecordEvent, RunningControllers } from '../harness.ts';
import { createWorkQueue, type WorkOutcome } from '../work-queue.ts';
import { createOwnerGraph, type Node } from './owner-graph.ts';
import { FOREGROUND, isBeingDeletedWith, isBlocking, ORPHAN, type OwnerState, planCollect } from './plan.ts';

export interface GarbageCollectorOptions {
  readonly simulation: Simulation;
  readonly client: DirectClient;
  readonly informers: Informers;
  /** Every type that may own or be owned. */
  readonly types: readonly ResourceType[];
  eventsFrom(source: string): RecordEvent;
}

const LATENCY_MS = 2;
const KEYS_PER_PASS = 32;

/**
 * Starts the garbage collector: dependents go with their last owner (background), an owner waits for its dependents
 * (foreground), or dependents are set free (orphan). Unlike the other controllers it looks at all types at once.
 */
export function startGarbageCollector(options: GarbageCollectorOptions): RunningControllers {
  const { simulation, client, informers } = options;
  const graph = createOwnerGraph();
  const record = options.eventsFrom('garbage-collector-controller');
  const queue = createWorkQueue({ simulation, latencyMs: LATENCY_MS, keysPerPass: KEYS_PER_PASS, work: (uid) => attempt(() => collect(uid)) });

  const attempt = (body: () => void): WorkOutcome => {
    try {
      body();
      return { costMs: 0 };
    } catch (error) {
      if (error instanceof StatusError) return { costMs: 0, failed: true };
      throw error;
    }
  };

  const collect = (uid: string): void => {
    const node = graph.get(uid);
    if (!node) return;
    if (isBeingDeletedWith(node.object, FOREGROUND)) finishForeground(node);
    else if (isBeingDeletedWith(node.object, ORPHAN)) finishOrphaning(node);
    else if (node.object.metadata.deletionTimestamp === undefined) collectDependent(node);
  };

  const collectDependent = (known: Node): void => {
    const { type } = known;
    const object = live(type, known.object.metadata.namespace ?? '', known.object.metadata.name);
    if (object?.metadata.uid !== known.object.metadata.uid) return;
    const blocked = graph.dependentsOf(object.metadata.uid).some((dependent) => dependent.object.metadata.deletionTimestamp === undefined);
    const plan = planCollect(object, (owner) => stateOf(object, owner), blocked);
    const namespace = object.metadata.namespace ?? '';
    if (plan.kind === 'unlink') {
      unlink(type, object, plan.uids);
    } else if (plan.kind === 'delete') {
      ignoringGone(() =>
        client.delete(type, namespace, object.metadata.name, { propagationPolicy: plan.propagationPolicy, preconditions: { uid: object.metadata.uid } }),
      );
    }
  };

  /** The owner as the server has it now: the local copies may lag behind on an owner that was just created. */
  const stateOf = (object: Stored<KubeObject>, owner: OwnerReference): OwnerState => {
    const type = options.types.find((candidate) => candidate.kind === owner.kind && formatGroupVersion(candidate) === owner.apiVersion);
    if (!type) return 'solid';
    const known = graph.get(owner.uid);
    if (known && type.namespaced && known.object.metadata.namespace !== object.metadata.namespace) {
      const where = `ownerRef [${owner.apiVersion}/${owner.kind}, namespace: ${object.metadata.namespace ?? ''}, name: ${owner.name}, uid: ${owner.uid}]`;
      record(object, 'Warning', 'OwnerRefInvalidNamespace', `${where} does not exist in namespace "${object.metadata.namespace ?? ''}"`);
    }
    const found = live(type, type.namespaced ? (object.metadata.namespace ?? '') : '', owner.name);
    if (found?.metadata.uid !== owner.uid) return 'absent';
    return isBeingDeletedWith(found, FOREGROUND) ? 'waiting' : 'solid';
  };

  /** An owner deleted in the foreground: its dependents go, and when none blocks it any more, so does it. */
  const finishForeground = (owner: Node): void => {
    const dependents = graph.dependentsOf(owner.object.metadata.uid);
    const blocking = dependents.filter((dependent) => isBlocking(owner.object, dependent.object));
    for (const dependent of dependents) if (dependent.object.metadata.deletionTimestamp === undefined) queue.add(dependent.object.metadata.uid);
    if (blocking.length === 0) removeFinalizer(owner, FOREGROUND);
  };

  const finishOrphaning = (owner: Node): void => {
    for (const dependent of graph.dependentsOf(owner.object.metadata.uid)) unlink(dependent.type, dependent.object, [owner.object.metadata.uid]);
    removeFinalizer(owner, ORPHAN);
  };

  const unlink = (type: ResourceType, object: Stored<KubeObject>, uids: readonly string[]): void => {
    const patch = { metadata: { ownerReferences: uids.map((uid) => ({ $patch: 'delete', uid })), uid: object.metadata.uid } };
    ignoringGone(() => client.patch(type, object.metadata.namespace ?? '', object.metadata.name, patch, { type: 'strategic' }));
  };

  const removeFinalizer = (node: Node, finalizer: string): void => {
    const namespace = node.object.metadata.namespace ?? '';
    const object = live(node.type, namespace, node.object.metadata.name);
    if (object?.metadata.uid !== node.object.metadata.uid || !object.metadata.finalizers?.includes(finalizer)) return;
    const finalizers = object.metadata.finalizers.filter((other) => other !== finalizer);
    ignoringGone(() => client.update(node.type, namespace, { ...object, metadata: { ...object.metadata, finalizers } }));
  };

  const live = (type: ResourceType, namespace: string, name: string): Stored<KubeObject> | undefined =>
    ignoringGone(() => client.get<KubeObject>(type, namespace, name));

  const see = (type: ResourceType, object: Stored<KubeObject>): void => {
    graph.set(type, object);
    const { uid, ownerReferences, deletionTimestamp } = object.metadata;
    const finalizing = deletionTimestamp !== undefined && (isBeingDeletedWith(object, FOREGROUND) || isBeingDeletedWith(object, ORPHAN));
    if (finalizing) queue.add(uid);
    // A dependent that is being deleted may be the last one its owner waits for, and one whose owner is gone goes too.
    for (const owner of ownerReferences ?? []) {
      const known = graph.get(owner.uid);
      if (!known && deletionTimestamp === undefined) queue.add(uid);
      else if (known && isBeingDeletedWith(known.object, FOREGROUND)) queue.add(deletionTimestamp === undefined ? uid : owner.uid);
    }
  };

  for (const type of options.types) {
    informers.subscribe(type, {
      onAdd: (object) => see(type, object),
      onUpdate(object, before) {
        const changed =
          object.metadata.ownerReferences !== before.metadata.ownerReferences || object.metadata.deletionTimestamp !== before.metadata.deletionTimestamp;
        if (changed || object.metadata.finalizers !== before.metadata.finalizers) see(type, object);
        else graph.set(type, object);
      },
      onDelete(object) {
        for (const owner of object.metadata.ownerReferences ?? []) {
          const known = graph.get(owner.uid);
          if (known && isBeingDeletedWith(known.object, FOREGROUND)) queue.add(owner.uid);
        }
        graph.delete(object);
        for (const dependent of graph.dependentsOf(object.metadata.uid)) queue.add(dependent.object.metadata.uid);
      },
    });
  }
  return {
    get pending() {
      return queue.pending;
    },
    stop: () => queue.stop(),
  };
}

/** The result of a call; undefined when its object is gone or is another one by now. */
function ignoringGone<T>(call: () => T): T | undefined {
  try {
    return call();
  } catch (error) {
    if (isNotFound(error) || isConflict(error) || (error instanceof StatusError && error.reason === 'Invalid')) return undefined;
    throw error;
  }
}
