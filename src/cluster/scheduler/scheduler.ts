import type { DirectClient } from '#client/client.ts';
import type { EventRecorder } from '#client/event-recorder.ts';
import type { Informers, Lister } from '#client/informer.ts';
import type { Namespace, PersistentVolume, PersistentVolumeClaim, ReplicaSet, Service, StorageClass } from '#machinery/generated/types.ts';
import type { KubeObject } from '#machinery/object.ts';
import { formatGroupResource, type ResourceType } from '#machinery/resource-type.ts';
import type { Simulation } from '#sim/simulation.ts';
import { namespaces, persistentVolumeClaims, persistentVolumes, replicaSets, services, storageClasses } from '../resource-types.ts';
import { createClusterView } from './cluster-view.ts';
import { watchCluster } from './cluster-watch.ts';
import { createNominations } from './nominations.ts';
import { findOwnSelector } from './own-selector.ts';
import { SCHEDULER_NAME, type SchedulerState } from './scheduler-state.ts';
import { scheduleOne } from './scheduling-cycle.ts';
import { createSchedulingQueue } from './scheduling-queue.ts';

export interface SchedulerOptions {
  readonly simulation: Simulation;
  readonly client: DirectClient;
  readonly informers: Informers;
  /** Every type the API server has: claims and volumes are looked at where they are served. */
  readonly types: readonly ResourceType[];
  /** Records events of the component `default-scheduler` (upstream's are of the newer kind: `style: 'series'`). */
  readonly recorder: EventRecorder;
}

export interface RunningScheduler {
  /** Pods that are about to be tried; 0 when all wait for time or for a change. */
  readonly pending: number;
  stop(): void;
}

/** Virtual milliseconds one pod takes. */
const CYCLE_MS = 1;

/** Starts the scheduler: one pod after the other gets the best of the nodes that can take it. */
export function startScheduler(options: SchedulerOptions): RunningScheduler {
  const { simulation, informers } = options;
  const { clock, trace } = simulation;
  let nextStartIndex = 0;
  let isScheduled = false;
  let stopped = false;

  const scheduleCycle = (): void => {
    if (isScheduled || stopped) return;
    isScheduled = true;
    trace.because(0, () => clock.after(CYCLE_MS, cycle));
  };
  const cycle = (): void => {
    isScheduled = false;
    const queued = stopped ? undefined : state.queue.take();
    if (!queued) return;
    nextStartIndex = trace.because(queued.cause, () => scheduleOne(state, queued, nextStartIndex));
    if (state.queue.hasWork) scheduleCycle();
  };

  const cluster = createClusterView();
  const [serviceLister, setLister] = [informers.lister<Service>(services), informers.lister<ReplicaSet>(replicaSets)];
  const namespaceLister = informers.lister<Namespace>(namespaces);
  const claimLister = servedLister<PersistentVolumeClaim>(options, persistentVolumeClaims);
  const volumeLister = servedLister<PersistentVolume>(options, persistentVolumes);
  const classLister = servedLister<StorageClass>(options, storageClasses);
  const state: SchedulerState = {
    ...options,
    cluster,
    queue: createSchedulingQueue(clock, scheduleCycle),
    nominations: createNominations(),
    random: simulation.random.fork(SCHEDULER_NAME),
    context: {
      cluster,
      claim: (namespace, name) => claimLister?.get(namespace, name),
      volume: (name) => volumeLister?.get('', name),
      volumes: () => volumeLister?.list() ?? [],
      storageClass: (name) => classLister?.get('', name),
      namespaceLabels: (name) => namespaceLister.get('', name)?.metadata.labels,
      ownSelector: (pod) => findOwnSelector(pod, serviceLister, setLister),
    },
  };
  watchCluster(state, informers, claimLister !== undefined);
  return {
    get pending() {
      return state.queue.activeCount + (isScheduled ? 1 : 0);
    },
    stop() {
      stopped = true;
      state.queue.stop();
    },
  };
}

/** The local copy of a type, where the server has it. */
function servedLister<T extends KubeObject>(options: SchedulerOptions, type: ResourceType): Lister<T> | undefined {
  const isServed = options.types.some((served) => formatGroupResource(served) === formatGroupResource(type));
  return isServed ? options.informers.lister<T>(type) : undefined;
}
