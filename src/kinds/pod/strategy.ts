import type { Pod, PodStatus } from '#machinery/generated/types.ts';
import type { StrategyContext } from '../kind.ts';
import { planQosClass } from './qos.ts';

/** A new pod is pending, of a quality-of-service class that its resources decide. */
export function preparePodForCreate(pod: Pod): Pod {
  const status: PodStatus = { phase: 'Pending', qosClass: planQosClass(pod) };
  const gated = (pod.spec?.schedulingGates?.length ?? 0) > 0;
  return {
    ...withMirroredAccount(pod),
    status: gated
      ? {
          ...status,
          conditions: [
            { type: 'PodScheduled', status: 'False', reason: 'SchedulingGated', message: 'Scheduling is blocked due to non-empty scheduling gates' },
          ],
        }
      : status,
  };
}

/** The class never changes, and a pod that is going down cannot be told otherwise. */
export function preparePodForUpdate(next: Pod, before: Pod, _context: StrategyContext): Pod {
  const qosClass = before.status?.qosClass;
  if (!next.status || qosClass === undefined || next.status.qosClass === qosClass) return next;
  return { ...next, status: { ...next.status, qosClass } };
}

/** The old name of the field is kept equal to the new one. */
function withMirroredAccount(pod: Pod): Pod {
  const account = pod.spec?.serviceAccountName || pod.spec?.serviceAccount;
  if (!pod.spec || !account || (pod.spec.serviceAccount === account && pod.spec.serviceAccountName === account)) return pod;
  return { ...pod, spec: { ...pod.spec, serviceAccount: account, serviceAccountName: account } };
}

/**
 * How long a pod may take to go. A pod that was never bound to a node, or has ended, goes at once.
 * @param asked the request's gracePeriodSeconds
 */
export function podDeletionGraceSeconds(pod: Pod, asked: number | undefined): number {
  const phase = pod.status?.phase;
  if (!pod.spec?.nodeName || phase === 'Failed' || phase === 'Succeeded') return 0;
  const period = asked ?? pod.spec.terminationGracePeriodSeconds ?? 30;
  return period < 0 ? 1 : period;
}
