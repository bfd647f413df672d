import type { DirectClient } from '#client/client.ts';
import type { Informers } from '#client/informer.ts';
import type { ResourceType } from '#machinery/resource-type.ts';
import type { Simulation } from '#sim/simulation.ts';
import { createControllers, createLazyControllers } from './catalog.ts';
import { startGarbageCollector } from './garbage-collector/garbage-collector.ts';
import { type RecordEvent, type RunningControllers, startControllers } from './harness.ts';

export interface ControllerManagerOptions {
  readonly simulation: Simulation;
  readonly client: DirectClient;
  readonly informers: Informers;
  /** Every type the API server has. */
  readonly types: readonly ResourceType[];
  /** The certificate that pods trust the API server by, as PEM. */
  readonly rootCertificate: string;
  /** The pool of pod addresses, e.g. `10.244.0.0/16`: a /24 for each node. */
  readonly clusterCidr: string;
  /** A recorder for one event source (`deployment-controller`). */
  eventsFrom(source: string): RecordEvent;
}

/** Events are about objects and are owned by none: the garbage collector does not look at them. */
const NOT_COLLECTED: ReadonlySet<string> = new Set(['events', 'leases']);

/** Starts every controller. `pending` is 0 when all of them wait for time or for a change. */
export function startControllerManager(options: ControllerManagerOptions): RunningControllers {
  const controllers = startControllers({ ...options, controllers: createControllers(options), lazyControllers: createLazyControllers(options) });
  const collector = startGarbageCollector({ ...options, types: options.types.filter((type) => !NOT_COLLECTED.has(type.plural)) });
  return {
    get pending() {
      return controllers.pending + collector.pending;
    },
    stop() {
      controllers.stop();
      collector.stop();
    },
  };
}
