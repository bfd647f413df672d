import type { DirectClient } from '#client/client.ts';
import type { EventRecorder } from '#client/event-recorder.ts';
import type { Random } from '#sim/random.ts';
import type { Simulation } from '#sim/simulation.ts';
import type { ClusterView } from './cluster-view.ts';
import type { PluginContext } from './framework.ts';
import type { Nominations } from './nominations.ts';
import type { SchedulingQueue } from './scheduling-queue.ts';

/** What the parts of one running scheduler share. */
export interface SchedulerState {
  readonly simulation: Simulation;
  readonly client: DirectClient;
  readonly recorder: EventRecorder;
  readonly cluster: ClusterView;
  readonly queue: SchedulingQueue;
  readonly nominations: Nominations;
  readonly context: PluginContext;
  readonly random: Random;
}

/** The name by which pods ask for this scheduler. */
export const SCHEDULER_NAME = 'default-scheduler';
