import type { DaemonSet, Node, Pod, PodSpec, Toleration } from '#machinery/generated/types.ts';
import { matchesNodeAffinity } from '#machinery/node-selection.ts';
import { findUntolerated } from '#machinery/taints.ts';

/** Whether a node should get a daemon's pod, and whether one that is there may stay. */
export interface NodeFit {
  readonly shouldRun: boolean;
  readonly mayStay: boolean;
}

const exists = (key: string, effect: string): Toleration => ({ key: `node.kubernetes.io/${key}`, operator: 'Exists', effect });

/** What daemons tolerate without saying so: troubled nodes need them most. */
const DAEMON_TOLERATIONS: readonly Toleration[] = [
  exists('not-ready', 'NoExecute'),
  exists('unreachable', 'NoExecute'),
  exists('disk-pressure', 'NoSchedule'),
  exists('memory-pressure', 'NoSchedule'),
  exists('pid-pressure', 'NoSchedule'),
  exists('unschedulable', 'NoSchedule'),
];

/** The tolerations of a daemon's pods: its own and those of all daemons. */
export function daemonTolerations(spec: PodSpec | undefined): readonly Toleration[] {
  const own = spec?.tolerations ?? [];
  const all = spec?.hostNetwork ? [...DAEMON_TOLERATIONS, exists('network-unavailable', 'NoSchedule')] : DAEMON_TOLERATIONS;
  const isThere = (wanted: Toleration): boolean =>
    own.some((toleration) => toleration.key === wanted.key && toleration.effect === wanted.effect && toleration.operator === wanted.operator);
  return [...own, ...all.filter((toleration) => !isThere(toleration))];
}

/** The spec of the pod for one node: it is bound there by affinity, so that the scheduler still checks that it fits. */
export function daemonPodSpec(set: DaemonSet, nodeName: string): PodSpec {
  const spec: PodSpec = set.spec?.template.spec ?? { containers: [] };
  const onNode = [{ key: 'metadata.name', operator: 'In', values: [nodeName] }];
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  const nodeSelectorTerms = required?.length ? required.map((term) => ({ ...term, matchFields: onNode })) : [{ matchFields: onNode }];
  return {
    ...spec,
    affinity: {
      ...spec.affinity,
      nodeAffinity: { ...spec.affinity?.nodeAffinity, requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } },
    },
    tolerations: daemonTolerations(spec),
  };
}

/** As upstream's NodeShouldRunDaemonPod: by name, affinity and taints; resources are the scheduler's business. */
export function planNodeFit(set: DaemonSet, node: Node): NodeFit {
  const spec = set.spec?.template.spec;
  const pod: Pod = spec ? { spec } : {};
  if (spec?.nodeName && spec.nodeName !== node.metadata?.name) return { shouldRun: false, mayStay: false };
  if (!matchesNodeAffinity(pod, node)) return { shouldRun: false, mayStay: false };
  const tolerations = daemonTolerations(spec);
  const untolerated = findUntolerated(node.spec?.taints, tolerations, (effect) => effect !== 'PreferNoSchedule');
  if (!untolerated) return { shouldRun: true, mayStay: true };
  return { shouldRun: false, mayStay: !findUntolerated(node.spec?.taints, tolerations, (effect) => effect === 'NoExecute') };
}
