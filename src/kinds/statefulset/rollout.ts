import type { StatefulSet } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { readRevisions, undoByRevision } from '../controllerrevision/history.ts';
import type { Rollout } from '../kind.ts';

/** How `kubectl rollout` sees a stateful set. */
export const statefulSetRollout: Rollout<StatefulSet> = {
  status: readStatus,
  history: (set, context) => readRevisions(set, set.spec?.selector, context),
  undoPatch: undoByRevision,
};

function readStatus(set: Stored<StatefulSet>): { message: string; done: boolean } {
  const strategy = set.spec?.updateStrategy;
  if (strategy?.type !== 'RollingUpdate') throw new Error('rollout status is only available for RollingUpdate strategy type');
  const { observedGeneration = 0, readyReplicas = 0, updatedReplicas = 0, currentReplicas = 0, updateRevision = '', currentRevision = '' } = set.status ?? {};
  const replicas = set.spec?.replicas ?? 1;
  if (observedGeneration === 0 || (set.metadata.generation ?? 0) > observedGeneration) {
    return { message: 'Waiting for statefulset spec update to be observed...\n', done: false };
  }
  if (readyReplicas < replicas) return { message: `Waiting for ${replicas - readyReplicas} pods to be ready...\n`, done: false };
  const partition = strategy.rollingUpdate?.partition;
  if (partition !== undefined) {
    if (updatedReplicas < replicas - partition) {
      const message = `Waiting for partitioned roll out to finish: ${updatedReplicas} out of ${replicas - partition} new pods have been updated...\n`;
      return { message, done: false };
    }
    return { message: `partitioned roll out complete: ${updatedReplicas} new pods have been updated...\n`, done: true };
  }
  if (updateRevision !== currentRevision) {
    return { message: `waiting for statefulset rolling update to complete ${updatedReplicas} pods at revision ${updateRevision}...\n`, done: false };
  }
  return { message: `statefulset rolling update complete ${currentReplicas} pods at revision ${currentRevision}...\n`, done: true };
}
