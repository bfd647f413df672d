import type { Informers } from '#client/informer.ts';
import type { Pod } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { parseTime } from '#machinery/time.ts';
import type { Clock } from '#sim/simulation.ts';
import { type Kubelet, podType } from './kubelet/kubelet.ts';

/** After the last change of a pod nothing must happen for this long: watches and controllers need some milliseconds. */
const QUIET_MS = 1_500;
/** What a kubelet has just done it reports within this time; until then the API server does not know. */
const REPORT_MS = 1_500;
/** For how long a container that runs but is not ready is waited for. */
const READINESS_MS = 60_000;

const nothing = (): void => {};

/**
 * Tells whether a cluster has come to rest: nothing is being pulled, started, stopped or scheduled, and no controller has work.
 * What only waits for a back-off, or for somebody to mend it, is at rest.
 */
export function createSettlement(clock: Clock, informers: Informers, kubelets: readonly Kubelet[], pendingWork: () => number): () => boolean {
  let changedAtMs = clock.now;
  let idleSinceMs: number | undefined;
  const touch = (): void => {
    changedAtMs = clock.now;
    idleSinceMs = undefined;
    // So that somebody who jumps from event to event finds an instant at which it is quiet, and one at which it still is.
    clock.after(QUIET_MS, nothing);
    clock.after(QUIET_MS + REPORT_MS, nothing);
  };
  informers.subscribe<Pod>(podType, { onAdd: touch, onUpdate: touch, onDelete: touch });
  const pods = informers.lister<Pod>(podType);

  return () => {
    if (clock.now - changedAtMs < QUIET_MS || pendingWork() > 0) return false;
    const isBusy = kubelets.some((kubelet) => kubelet.isUp && (kubelet.puller.pulling > 0 || kubelet.workers().some((worker) => worker.isBusy)));
    if (isBusy || pods.list().some((pod) => isComing(pod, clock.now))) {
      idleSinceMs = undefined;
      return false;
    }
    idleSinceMs ??= clock.now;
    return clock.now - idleSinceMs >= REPORT_MS;
  };
}

/** Whether a running pod may still become ready without anyone's doing. */
function isComing(pod: Stored<Pod>, nowMs: number): boolean {
  if (pod.status?.phase !== 'Running') return false;
  return (pod.status.containerStatuses ?? []).some((status) => {
    const startedAt = status.state?.running?.startedAt;
    return !status.ready && startedAt !== undefined && nowMs - parseTime(startedAt) < READINESS_MS;
  });
}
