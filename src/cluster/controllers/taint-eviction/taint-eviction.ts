import type { Node, Pod } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { isNotFound } from '#machinery/status-errors.ts';
import { formatTime } from '#machinery/time.ts';
import { nodes, pods } from '../../resource-types.ts';
import { type Controller, defineController, defineWatch, type ReconcileContext } from '../controller.ts';
import { withPodCondition } from '../pod-state.ts';
import { podsByNode, podsOnNode } from '../pods-by-node.ts';
import { toleratedForMs } from './tolerated-for.ts';

/**
 * Deletes the pods that do not tolerate a NoExecute taint of their node, at once or when their tolerationSeconds have
 * passed. It remembers since when a pod has been under sentence, because a taint need not tell (upstream keeps timers).
 */
export function createTaintEviction(): Controller {
  /** When the count began, by the pod's uid, for each node. */
  const sentenced = new Map<string, Map<string, number>>();

  return defineController({
    name: 'taint-eviction',
    for: nodes,
    watches: [
      defineWatch<Pod>({
        type: pods,
        keys: (pod, _lister, before) => {
          const node = pod.spec?.nodeName;
          const same = before && before.spec?.nodeName === node && before.spec?.tolerations === pod.spec?.tolerations;
          return node && !same ? [{ namespace: '', name: node }] : [];
        },
      }),
    ],
    indexes: [podsByNode],
    reconcile({ name }, context) {
      const taints = context
        .lister<Node>(nodes)
        .get('', name)
        ?.spec?.taints?.filter((taint) => taint.effect === 'NoExecute');
      const before = sentenced.get(name);
      if (!taints?.length && !before) return undefined;
      const next = new Map<string, number>();
      let soonest: number | undefined;
      for (const pod of podsOnNode(context.lister<Pod>(pods), name)) {
        if (pod.metadata.deletionTimestamp !== undefined) continue;
        const since = before?.get(pod.metadata.uid);
        const toleratedMs = taints?.length ? toleratedForMs(taints, pod.spec?.tolerations ?? []) : undefined;
        if (toleratedMs === undefined) {
          if (since !== undefined)
            context.event(pod, 'Normal', 'TaintManagerEviction', `Cancelling deletion of Pod ${pod.metadata.namespace}/${pod.metadata.name}`);
          continue;
        }
        const leftMs = (since ?? context.nowMs) + toleratedMs - context.nowMs;
        if (leftMs <= 0) {
          evict(pod, context);
        } else {
          next.set(pod.metadata.uid, since ?? context.nowMs);
          soonest = Math.min(soonest ?? leftMs, leftMs);
        }
      }
      if (next.size > 0) sentenced.set(name, next);
      else sentenced.delete(name);
      return soonest === undefined ? undefined : { requeueAfterMs: soonest };
    },
  });
}

function evict(pod: Stored<Pod>, context: ReconcileContext): void {
  const namespace = pod.metadata.namespace ?? '';
  context.event(pod, 'Normal', 'TaintManagerEviction', `Marking for deletion Pod ${namespace}/${pod.metadata.name}`);
  const condition = {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'DeletionByTaintManager',
    message: 'Taint manager: deleting due to NoExecute taint',
  };
  try {
    const marked = withPodCondition(pod, condition, formatTime(context.nowMs));
    if (marked)
      context.client.patch(pods, namespace, pod.metadata.name, { status: { conditions: marked.status?.conditions } }, { type: 'merge', subresource: 'status' });
    context.client.delete(pods, namespace, pod.metadata.name, { preconditions: { uid: pod.metadata.uid } });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}
