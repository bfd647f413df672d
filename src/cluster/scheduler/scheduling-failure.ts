import type { PodCondition } from '#machinery/generated/types.ts';
import { StatusError } from '#machinery/status-error.ts';
import { isNotFound } from '#machinery/status-errors.ts';
import { formatTime } from '#machinery/time.ts';
import { pods } from '../resource-types.ts';
import type { SchedulerState } from './scheduler-state.ts';
import type { QueuedPod } from './scheduling-queue.ts';

/** Why a pod got no node this time. */
export interface SchedulingFailure {
  readonly message: string;
  /** The plugins that rejected it; undefined after an error that may not come again. */
  readonly rejectedBy: ReadonlySet<string> | undefined;
  /** The node it will have when the pods there have gone. */
  readonly nominatedNode?: string;
}

/** Puts a pod back into the queue and tells why: an event, and the condition PodScheduled. */
export function handleFailure(state: SchedulerState, queued: QueuedPod, failure: SchedulingFailure): void {
  const { pod } = queued.info;
  const { client, queue, recorder, simulation } = state;
  queue.giveBack(queued, failure.rejectedBy);
  recorder.event(pod, 'Warning', 'FailedScheduling', failure.message, { action: 'Scheduling' });

  const reason = failure.rejectedBy ? 'Unschedulable' : 'SchedulerError';
  const before = pod.status?.conditions?.find((condition) => condition.type === 'PodScheduled');
  const isTold = before?.status === 'False' && before.reason === reason && before.message === failure.message;
  const { nominatedNode } = failure;
  if (isTold && (nominatedNode === undefined || nominatedNode === pod.status?.nominatedNodeName)) return;
  const condition: PodCondition = {
    type: 'PodScheduled',
    status: 'False',
    reason,
    message: failure.message,
    lastTransitionTime: before?.status === 'False' && before.lastTransitionTime ? before.lastTransitionTime : formatTime(simulation.clock.now),
    ...(pod.metadata.generation !== undefined && { observedGeneration: pod.metadata.generation }),
  };
  const status = { conditions: [condition], ...(nominatedNode !== undefined && { nominatedNodeName: nominatedNode }) };
  try {
    client.patch(pods, queued.info.namespace, pod.metadata.name, { status }, { type: 'strategic', subresource: 'status' });
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    if (isNotFound(error)) queue.remove(queued.info.uid);
  }
}
