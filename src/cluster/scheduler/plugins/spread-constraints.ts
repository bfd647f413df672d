import type { TopologySpreadConstraint } from '#machinery/generated/types.ts';
import { hasNodeAffinity, matchesNodeAffinity } from '#machinery/node-selection.ts';
import { matchesSelector, type Selector, selectorFromLabelSelector } from '#machinery/selector.ts';
import { findUntolerated } from '#machinery/taints.ts';
import type { PluginContext } from '../framework.ts';
import type { NodeInfo } from '../node-info.ts';
import type { PodInfo } from '../pod-info.ts';

/** A constraint on how pods spread, read for one pod. */
export interface Spread {
  readonly topologyKey: string;
  readonly maxSkew: number;
  readonly minDomains: number;
  readonly selector: Selector;
  readonly honorsAffinity: boolean;
  readonly honorsTaints: boolean;
}

export const HOSTNAME = 'kubernetes.io/hostname';

/** What upstream spreads by when a pod says nothing itself and belongs to a Service or a controller. */
const SYSTEM_DEFAULTS: readonly { readonly topologyKey: string; readonly maxSkew: number }[] = [
  { topologyKey: HOSTNAME, maxSkew: 3 },
  { topologyKey: 'topology.kubernetes.io/zone', maxSkew: 5 },
];

/** A pod's own constraints of one kind. */
export function ownSpreads(pod: PodInfo, whenUnsatisfiable: 'DoNotSchedule' | 'ScheduleAnyway'): readonly Spread[] {
  return (pod.pod.spec?.topologySpreadConstraints ?? [])
    .filter((constraint) => constraint.whenUnsatisfiable === whenUnsatisfiable)
    .map((constraint) => ({
      topologyKey: constraint.topologyKey,
      maxSkew: constraint.maxSkew,
      minDomains: constraint.minDomains ?? 1,
      selector: selectorOf(constraint, pod),
      honorsAffinity: constraint.nodeAffinityPolicy !== 'Ignore',
      honorsTaints: constraint.nodeTaintsPolicy === 'Honor',
    }));
}

/** The constraints that apply to a pod that has none of its own. */
export function defaultSpreads(pod: PodInfo, context: PluginContext): readonly Spread[] {
  const selector = context.ownSelector(pod);
  if (!selector) return [];
  return SYSTEM_DEFAULTS.map((constraint) => ({ ...constraint, minDomains: 1, selector, honorsAffinity: true, honorsTaints: false }));
}

function selectorOf(constraint: TopologySpreadConstraint, pod: PodInfo): Selector {
  const selector = selectorFromLabelSelector(constraint.labelSelector);
  const keys = (constraint.matchLabelKeys ?? []).filter((key) => pod.labels[key] !== undefined);
  if (keys.length === 0) return selector;
  const requirements = keys.map((key) => ({ key, operator: '=' as const, values: [pod.labels[key] ?? ''] }));
  return { ...selector, requirements: [...selector.requirements, ...requirements] };
}

/** Whether a node's pods count for a constraint. */
export function isCounted(spread: Spread, pod: PodInfo, info: NodeInfo): boolean {
  if (spread.honorsAffinity && hasNodeAffinity(pod.pod) && !matchesNodeAffinity(pod.pod, info.node)) return false;
  return !spread.honorsTaints || !findUntolerated(info.node.spec?.taints, pod.tolerations, (effect) => effect !== 'PreferNoSchedule');
}

/** How many pods match a constraint on each node that has some, pods being deleted left out. */
export function matchingByNode(spread: Spread, pod: PodInfo, context: PluginContext): ReadonlyMap<string, number> {
  const found = [...context.cluster.groups.all()].filter(
    (group) => group.namespace === pod.namespace && !group.terminating && matchesSelector(spread.selector, group.labels),
  );
  const [only, ...more] = found;
  if (only && more.length === 0) return only.byNode;
  const sums = new Map<string, number>();
  for (const group of found) for (const [node, count] of group.byNode) sums.set(node, (sums.get(node) ?? 0) + count);
  return sums;
}
