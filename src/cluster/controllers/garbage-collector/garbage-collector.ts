import type { DirectClient } from '#client/client.ts';
import type { Informers } from '#client/informer.ts';
import type { KubeObject, Stored } from '#machinery/object.ts';
import type { ResourceType } from '#machinery/resource-type.ts';
import { StatusError } from '#machinery/status-error.ts';
import type { Simulation } from '#sim/simulation.ts';
import { followCustomTypes, hasDefinitions } from '../custom-types.ts';
import type { RecordEvent, RunningControllers } from '../harness.ts';
import { createWorkQueue, type WorkOutcome } from '../work-queue.ts';
import { type Collector, collect } from './collect.ts';
import { createOwnerGraph } from './owner-graph.ts';
import { FOREGROUND, isBeingDeletedWith, ORPHAN } from './plan.ts';

export interface GarbageCollectorOptions {
  readonly simulation: Simulation;
  readonly client: DirectClient;
  readonly informers: Informers;
  /** Every type that may own or be owned. Custom resources may come later. */
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
  const work = (uid: string): WorkOutcome => {
    try {
      collect(collector, uid);
      return { costMs: 0 };
    } catch (error) {
      if (error instanceof StatusError) return { costMs: 0, failed: true };
      throw error;
    }
  };
  const queue = createWorkQueue({ simulation: options.simulation, latencyMs: LATENCY_MS, keysPerPass: KEYS_PER_PASS, work });
  const collector: Collector = {
    client: options.client,
    graph: createOwnerGraph(),
    types: () => [...options.types, ...(custom?.types ?? [])],
    isCustom: (type) => custom?.types.has(type) ?? false,
    record: options.eventsFrom('garbage-collector-controller'),
    enqueue: (uid) => queue.add(uid),
  };
  for (const type of options.types) followType(collector, options.informers, type);
  const custom = hasDefinitions(options.types) ? followCustomTypes(options.informers, (type) => followType(collector, options.informers, type)) : undefined;
  return {
    get pending() {
      return queue.pending;
    },
    stop: () => queue.stop(),
  };
}

/** Keeps the graph up to date with one type, and looks at what a change may set free. */
function followType(collector: Collector, informers: Informers, type: ResourceType): void {
  const { graph } = collector;
  const isWaiting = (uid: string): boolean => {
    const owner = graph.get(uid);
    return owner !== undefined && isBeingDeletedWith(owner.object, FOREGROUND);
  };
  const see = (object: Stored<KubeObject>): void => {
    graph.set(type, object);
    const { uid, ownerReferences, deletionTimestamp } = object.metadata;
    if (isBeingDeletedWith(object, FOREGROUND) || isBeingDeletedWith(object, ORPHAN)) collector.enqueue(uid);
    if (deletionTimestamp !== undefined) return;
    // The owner may be gone before its dependent is seen, or wait for it to go.
    for (const owner of ownerReferences ?? []) if (!graph.get(owner.uid) || isWaiting(owner.uid)) collector.enqueue(uid);
  };
  informers.subscribe(type, {
    onAdd: see,
    onUpdate(object, before) {
      const [now, then] = [object.metadata, before.metadata];
      const released = now.ownerReferences === then.ownerReferences ? [] : (then.ownerReferences ?? []).filter((owner) => isWaiting(owner.uid));
      see(object);
      for (const owner of released) collector.enqueue(owner.uid);
    },
    onDelete(object) {
      const { uid, ownerReferences } = object.metadata;
      graph.delete(object);
      for (const owner of ownerReferences ?? []) if (isWaiting(owner.uid)) collector.enqueue(owner.uid);
      for (const dependent of graph.dependentsOf(uid)) collector.enqueue(dependent.object.metadata.uid);
    },
  });
}
