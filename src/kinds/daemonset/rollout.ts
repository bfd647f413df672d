import type { DaemonSet } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { readRevisions, undoByRevision } from '../controllerrevision/history.ts';
import type { Rollout } from '../kind.ts';

/** How `kubectl rollout` sees a daemon set. */
export const daemonSetRollout: Rollout<DaemonSet> = {
  status: readStatus,
  history: (set, context) => readRevisions(set, set.spec?.selector, context),
  undoPatch: undoByRevision,
};

function readStatus(set: Stored<DaemonSet>): { message: string; done: boolean } {
  const { name, generation = 0 } = set.metadata;
  if (set.spec?.updateStrategy?.type !== 'RollingUpdate') throw new Error('rollout status is only available for RollingUpdate strategy type');
  const { observedGeneration = 0, updatedNumberScheduled = 0, desiredNumberScheduled = 0, numberAvailable = 0 } = set.status ?? {};
  if (generation > observedGeneration) return { message: 'Waiting for daemon set spec update to be observed...\n', done: false };
  const waiting = (what: string) => ({ message: `Waiting for daemon set "${name}" rollout to finish: ${what}...\n`, done: false });
  if (updatedNumberScheduled < desiredNumberScheduled) return waiting(`${updatedNumberScheduled} out of ${desiredNumberScheduled} new pods have been updated`);
  if (numberAvailable < desiredNumberScheduled) return waiting(`${numberAvailable} of ${desiredNumberScheduled} updated pods are available`);
  return { message: `daemon set "${name}" successfully rolled out\n`, done: true };
}
