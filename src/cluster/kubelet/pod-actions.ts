import { type ContainerRecord, isRunning, isStarted, isToBeRestarted } from './container-record.ts';

/** What is to be done about a pod's containers now. */
export interface PodActions {
  /** To be started, one after the other, in this order. */
  readonly start: readonly ContainerRecord[];
  /** To be stopped because what they were for is done: sidecars of a finished pod, in this order. */
  readonly stop: readonly ContainerRecord[];
}

const nothing: PodActions = { start: [], stop: [] };

/** Decides which containers to start, as upstream's computePodActions: init containers in turn, sidecars beside them, then all others at once. */
export function planPodActions(containers: readonly ContainerRecord[], restartPolicy: string): PodActions {
  const sidecars = containers.filter((record) => record.role === 'sidecar');
  const apps = containers.filter((record) => record.role === 'app');
  const hasBegun = apps.some((record) => record.run !== undefined);
  const start: ContainerRecord[] = [];

  if (hasBegun) {
    const finished = apps.every((record) => record.run?.end !== undefined && !isToBeRestarted(record, restartPolicy));
    if (finished) return { start: [], stop: sidecars.filter(isRunning).reverse() };
    start.push(...sidecars.filter((record) => !isRunning(record)));
  } else {
    const next = planInitialization(containers, restartPolicy);
    if (next === 'failed') return { start: [], stop: sidecars.filter(isRunning).reverse() };
    if (next !== 'done') return next;
  }
  for (const record of apps) if (!isRunning(record) && isToBeRestarted(record, restartPolicy)) start.push(record);
  return start.length > 0 ? { start, stop: [] } : nothing;
}

/** Init containers run in the order of the spec, each to its end; a sidecar among them only has to have started. */
function planInitialization(containers: readonly ContainerRecord[], restartPolicy: string): PodActions | 'done' | 'failed' {
  const revive: ContainerRecord[] = [];
  for (const record of containers) {
    if (record.role === 'app') continue;
    if (record.role === 'sidecar') {
      if (isStarted(record)) continue;
      if (isRunning(record)) return { start: revive, stop: [] };
      if (record.run) {
        revive.push(record);
        continue;
      }
      return { start: [...revive, record], stop: [] };
    }
    if (isRunning(record)) return { start: revive, stop: [] };
    if (record.run?.end?.exitCode === 0) continue;
    if (record.run && !isToBeRestarted(record, restartPolicy)) return 'failed';
    return { start: [...revive, record], stop: [] };
  }
  return revive.length > 0 ? { start: revive, stop: [] } : 'done';
}
