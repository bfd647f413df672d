import { findUntolerated } from '#machinery/taints.ts';
import { type FilterPlugin, normalizeToLargest, type Rejection, type ScorePlugin } from '../framework.ts';

const NAME = 'TaintToleration';
const REJECTION: Rejection = { plugin: NAME, reasons: ['node(s) had untolerated taint(s)'], resolvable: false };
const isHard = (effect: string): boolean => effect === 'NoSchedule' || effect === 'NoExecute';
const isSoft = (effect: string): boolean => effect === 'PreferNoSchedule';

/** Keeps pods from nodes with a taint they do not tolerate. */
export const taintTolerationFilter: FilterPlugin = {
  name: NAME,
  prepare: (pod) => ({
    filter: (info) => (info.node.spec?.taints && findUntolerated(info.node.spec.taints, pod.tolerations, isHard) ? REJECTION : undefined),
  }),
  isHelpful: (event, pod) =>
    event.kind === 'pod-itself-changed' || (event.node !== undefined && !findUntolerated(event.node.spec?.taints, pod.tolerations, isHard)),
};

/** Prefers nodes with fewer PreferNoSchedule taints that the pod does not tolerate. */
export const taintTolerationScore: ScorePlugin = {
  name: NAME,
  weight: 3,
  prepare(pod, _context, feasible) {
    if (!feasible.some((info) => info.node.spec?.taints?.some((taint) => isSoft(taint.effect)))) return undefined;
    const soft = pod.tolerations.filter((toleration) => !toleration.effect || isSoft(toleration.effect));
    return {
      score: (info) => info.node.spec?.taints?.filter((taint) => isSoft(taint.effect) && findUntolerated([taint], soft, isSoft)).length ?? 0,
      normalize: (scores) => normalizeToLargest(scores, true),
    };
  },
};
