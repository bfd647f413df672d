import { hasNodeAffinity, matchesNodeAffinity, matchesTerm, namedNodes } from '#machinery/node-selection.ts';
import { type FilterPlugin, normalizeToLargest, type Rejection, type ScorePlugin } from '../framework.ts';

const NAME = 'NodeAffinity';
const REJECTION: Rejection = { plugin: NAME, reasons: ["node(s) didn't match Pod's node affinity/selector"], resolvable: false };

/** Holds a pod to the nodes its nodeSelector and required node affinity allow. */
export const nodeAffinityFilter: FilterPlugin = {
  name: NAME,
  prepare: (pod) => (hasNodeAffinity(pod.pod) ? { filter: (info) => (matchesNodeAffinity(pod.pod, info.node) ? undefined : REJECTION) } : undefined),
  isHelpful: (event, pod) => event.kind === 'pod-itself-changed' || (event.node !== undefined && matchesNodeAffinity(pod.pod, event.node)),
  onlyNodes: (pod) => namedNodes(pod.pod),
};

/** Prefers nodes by the weights of the preferred terms they match. */
export const nodeAffinityScore: ScorePlugin = {
  name: NAME,
  weight: 2,
  prepare(pod) {
    const preferred = pod.pod.spec?.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution;
    if (!preferred?.length) return undefined;
    return {
      score: (info) => preferred.reduce((sum, { preference, weight }) => sum + (matchesTerm(preference, info.node) ? weight : 0), 0),
      normalize: (scores) => normalizeToLargest(scores, false),
    };
  },
};
