import type { DirectClient } from '#client/client.ts';
import type { Informers, Lister } from '#client/informer.ts';
import type { KubeObject, Stored } from '#machinery/object.ts';
import { controllerOf } from '#machinery/owner.ts';
import { formatGroupVersion, parseGroupVersion, type ResourceType } from '#machinery/resource-type.ts';
import { StatusError } from '#machinery/status-error.ts';
import type { Simulation } from '#sim/simulation.ts';
import { type Controller, type Key, type LazyController, type ReconcileContext, type ReconcileResult, watchedTypes } from './controller.ts';
import { createExpectations } from './expectations.ts';
import { createWorkQueue, type WorkQueue } from './work-queue.ts';

/** Records an Event about an object. */
export type RecordEvent = (about: KubeObject, type: 'Normal' | 'Warning', reason: string, message: string) => void;

export interface ControllersOptions {
  readonly simulation: Simulation;
  readonly client: DirectClient;
  readonly informers: Informers;
  readonly controllers: readonly Controller[];
  readonly lazyControllers?: readonly LazyController[];
  /** A recorder for one event source (`deployment-controller`). */
  eventsFrom(source: string): RecordEvent;
}

export interface RunningControllers {
  /** Keys that some controller is about to look at. 0 when all have nothing to do but wait for time to pass. */
  readonly pending: number;
  stop(): void;
}

/** Virtual milliseconds from a change being seen to its reconcile. */
const LATENCY_MS = 1;
const KEYS_PER_PASS = 16;
/** What a reconcile costs in virtual time: a controller that reads 5,000 pods looks at them 10 times a second at most. */
const COST_MS = 1;
const COST_PER_OBJECT_READ_MS = 0.02;
const COST_PER_WRITE_MS = 0.1;
/** A reconcile that writes waits for the server: pods that end as soon as they start are not replaced a thousand times a second. */
const COST_OF_WRITING_MS = 10;

/** Starts controllers: a queue each, fed by the watches that the controller declares. */
export function startControllers(options: ControllersOptions): RunningControllers {
  const queues = options.controllers.map((controller) => startController(controller, options));
  let loading = 0;
  for (const lazy of options.lazyControllers ?? []) {
    whenFirstAdded(lazy.for, options, async () => {
      loading++;
      const controller = await lazy.load();
      loading--;
      return () => queues.push(startController(controller, options));
    });
  }
  return {
    get pending() {
      let count = loading;
      for (const queue of queues) count += queue.pending;
      return count;
    },
    stop() {
      for (const queue of queues) queue.stop();
    },
  };
}

/** Loads something when the first object of a type appears, while time stands still; what comes of it runs on behalf of that object's change. */
function whenFirstAdded(type: ResourceType, { simulation, informers }: ControllersOptions, load: () => Promise<() => void>): void {
  let isAsked = false;
  informers.subscribe(type, {
    onAdd() {
      if (isAsked) return;
      isAsked = true;
      const { cause } = simulation.trace;
      const start = async (): Promise<void> => {
        const begin = await load();
        simulation.trace.because(cause, begin);
      };
      void simulation.hold(start());
    },
  });
}

function startController(controller: Controller, options: ControllersOptions): WorkQueue {
  const { simulation, informers } = options;
  const types = watchedTypes(controller);
  const record = options.eventsFrom(controller.eventSource ?? `${controller.name}-controller`);

  const queue = createWorkQueue({
    simulation,
    latencyMs: LATENCY_MS,
    keysPerPass: KEYS_PER_PASS,
    work: (key) => {
      let result: ReconcileResult | undefined;
      let failed = false;
      const meter = { reads: 0 };
      const context: ReconcileContext = {
        client: expectations.client,
        lister: (type) => meteredLister(informers.lister(type), meter),
        nowMs: simulation.clock.now,
        event: record,
      };
      const writes = expectations.during(key, () => {
        try {
          result = controller.reconcile(parseKey(key), context);
        } catch (error) {
          if (!(error instanceof StatusError)) throw error;
          failed = true;
        }
      });
      return {
        costMs: COST_MS + (writes > 0 ? COST_OF_WRITING_MS : 0) + Math.floor(meter.reads * COST_PER_OBJECT_READ_MS + writes * COST_PER_WRITE_MS),
        failed,
        ...(result?.requeueAfterMs === undefined ? {} : { requeueAfterMs: result.requeueAfterMs }),
      };
    },
  });
  const expectations = createExpectations({ client: options.client, informers, types, hold: queue.hold });
  for (const index of controller.indexes ?? []) informers.index(index.type, index.name, index.values);
  subscribe(controller, informers, queue);
  return queue;
}

function subscribe(controller: Controller, informers: Informers, queue: WorkQueue): void {
  const wake = (object: Stored<KubeObject>): void => queue.add(formatKey(object.metadata.namespace ?? '', object.metadata.name));
  const own = controller.for;
  if (own) informers.subscribe(own, { onAdd: wake, onUpdate: wake, onDelete: wake });

  for (const type of own ? (controller.owns ?? []) : []) {
    const wakeOwner = (object: Stored<KubeObject>): void => {
      const owner = own && ownerKey(own, object);
      if (owner !== undefined) queue.add(owner);
    };
    informers.subscribe(type, {
      onAdd: wakeOwner,
      onDelete: wakeOwner,
      onUpdate(object, before) {
        if (object.metadata.ownerReferences !== before.metadata.ownerReferences) wakeOwner(before);
        wakeOwner(object);
      },
    });
  }

  const lister = <U extends KubeObject>(type: ResourceType): Lister<U> => informers.lister<U>(type);
  for (const watch of controller.watches ?? []) {
    const wakeAll = (object: Stored<KubeObject>, before?: Stored<KubeObject>): void => {
      for (const key of watch.keys(object, lister, before)) queue.add(formatKey(key.namespace, key.name), watch.afterMs);
    };
    informers.subscribe(watch.type, {
      onAdd: (object) => wakeAll(object),
      onUpdate: wakeAll,
      onDelete: (object) => wakeAll(object),
    });
  }
}

/** The queue key of the controller owner of an object, when that is of the given type. */
function ownerKey(type: ResourceType, object: Stored<KubeObject>): string | undefined {
  const owner = controllerOf(object);
  if (owner?.kind !== type.kind) return undefined;
  if (owner.apiVersion !== formatGroupVersion(type) && parseGroupVersion(owner.apiVersion).group !== type.group) return undefined;
  return formatKey(type.namespaced ? (object.metadata.namespace ?? '') : '', owner.name);
}

function formatKey(namespace: string, name: string): string {
  return namespace === '' ? name : `${namespace}/${name}`;
}

function parseKey(key: string): Key {
  const slash = key.indexOf('/');
  return slash < 0 ? { namespace: '', name: key } : { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}

function meteredLister<T extends KubeObject>(lister: Lister<T>, meter: { reads: number }): Lister<T> {
  const counted = (objects: readonly Stored<T>[]): readonly Stored<T>[] => {
    meter.reads += objects.length;
    return objects;
  };
  return {
    get: (namespace, name) => lister.get(namespace, name),
    list: (namespace) => counted(lister.list(namespace)),
    controlledBy: (uid) => counted(lister.controlledBy(uid)),
    byIndex: (index, value) => counted(lister.byIndex(index, value)),
  };
}
