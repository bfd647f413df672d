import type { DirectClient } from '#client/client.ts';
import type { EventRecorder } from '#client/event-recorder.ts';
import type { Informers } from '#client/informer.ts';
import type { Namespace, ReplicaSet, Service } from '#machinery/generated/types.ts';
import type { Simulation } from '#sim/simulation.ts';
import { namespaces, replicaSets, services } from '../resource-types.ts';
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
  const state: SchedulerState = {
    ...options,
    cluster,
    queue: createSchedulingQueue(clock, scheduleCycle),
    nominations: createNominations(),
    random: simulation.random.fork(SCHEDULER_NAME),
    context: {
      cluster,
      namespaceLabels: (name) => namespaceLister.get('', name)?.metadata.labels,
      ownSelector: (pod) => findOwnSelector(pod, serviceLister, setLister),
    },
  };
  watchCluster(state, informers);
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
