import { matchesSelector } from '#machinery/selector.ts';
import { type FilterPlugin, MAX_SCORE, type PluginContext, type Rejection, type ScorePlugin, type ScoreRun } from '../framework.ts';
import { naturalLogarithm } from '../natural-logarithm.ts';
import type { NodeInfo } from '../node-info.ts';
import type { PodInfo } from '../pod-info.ts';
import { defaultSpreads, HOSTNAME, isCounted, matchingByNode, ownSpreads, type Spread } from './spread-constraints.ts';

const NAME = 'PodTopologySpread';
const MISMATCH = "node(s) didn't match pod topology spread constraints";
const SKEWED: Rejection = { plugin: NAME, reasons: [MISMATCH], resolvable: true };
const UNLABELLED: Rejection = { plugin: NAME, reasons: [`${MISMATCH} (missing required label)`], resolvable: false };

interface Domains {
  readonly spread: Spread;
  readonly counts: ReadonlyMap<string, number>;
  readonly least: number;
  /** 1 when the pod itself matches the constraint, and so adds to the skew. */
  readonly self: number;
}

/** Keeps a pod from domains that would get too many pods compared with the emptiest one. */
export const podTopologySpreadFilter: FilterPlugin = {
  name: NAME,
  prepare(pod, context) {
    const spreads = ownSpreads(pod, 'DoNotSchedule');
    if (spreads.length === 0) return undefined;
    const domains = spreads.map((spread) => countDomains(spread, spreads, pod, context));
    return {
      filter(info) {
        for (const { spread, counts, least, self } of domains) {
          const domain = info.labels[spread.topologyKey];
          if (domain === undefined) return UNLABELLED;
          if ((counts.get(domain) ?? 0) + self - least > spread.maxSkew) return SKEWED;
        }
        return undefined;
      },
    };
  },
  isHelpful(event, pod) {
    if (event.node || event.kind === 'pod-itself-changed') return true;
    const labels = event.pod?.metadata?.labels;
    return event.pod?.metadata?.namespace === pod.namespace && ownSpreads(pod, 'DoNotSchedule').some((spread) => matchesSelector(spread.selector, labels));
  },
};

function countDomains(spread: Spread, all: readonly Spread[], pod: PodInfo, context: PluginContext): Domains {
  const byNode = matchingByNode(spread, pod, context);
  const counts = new Map<string, number>();
  for (const info of context.cluster.nodes()) {
    const domain = info.labels[spread.topologyKey];
    if (domain === undefined || all.some((other) => info.labels[other.topologyKey] === undefined) || !isCounted(spread, pod, info)) continue;
    counts.set(domain, (counts.get(domain) ?? 0) + (byNode.get(info.name) ?? 0));
  }
  let least = Number.POSITIVE_INFINITY;
  for (const count of counts.values()) least = Math.min(least, count);
  if (counts.size < spread.minDomains || counts.size === 0) least = 0;
  return { spread, counts, least, self: matchesSelector(spread.selector, pod.labels) ? 1 : 0 };
}

/** Prefers domains with fewer pods of the same kind. Pods without constraints of their own spread over hosts and zones. */
export const podTopologySpreadScore: ScorePlugin = {
  name: NAME,
  weight: 2,
  prepare(pod, context, feasible) {
    const hasOwn = (pod.pod.spec?.topologySpreadConstraints?.length ?? 0) > 0;
    const spreads = hasOwn ? ownSpreads(pod, 'ScheduleAnyway') : defaultSpreads(pod, context);
    return spreads.length === 0 ? undefined : prepareScore(spreads, hasOwn, pod, context, feasible);
  },
};

interface Weighing {
  readonly spread: Spread;
  readonly byNode: ReadonlyMap<string, number>;
  /** Pods of each domain that has a feasible node; undefined when every host is its own domain. */
  readonly byDomain: Map<string, number> | undefined;
  readonly weight: number;
}

function prepareScore(spreads: readonly Spread[], needsAll: boolean, pod: PodInfo, context: PluginContext, feasible: readonly NodeInfo[]): ScoreRun {
  const ignored = new Set<NodeInfo>();
  if (needsAll) for (const info of feasible) if (spreads.some((spread) => info.labels[spread.topologyKey] === undefined)) ignored.add(info);
  const weighings = spreads.map((spread): Weighing => {
    const byNode = matchingByNode(spread, pod, context);
    if (spread.topologyKey === HOSTNAME) return { spread, byNode, byDomain: undefined, weight: naturalLogarithm(feasible.length - ignored.size + 2) };
    const byDomain = new Map<string, number>();
    for (const info of feasible) {
      const domain = info.labels[spread.topologyKey];
      if (domain !== undefined && !ignored.has(info)) byDomain.set(domain, 0);
    }
    if (byDomain.size > 0) addToDomains(byDomain, byNode, spread, pod, context);
    return { spread, byNode, byDomain, weight: naturalLogarithm(byDomain.size + 2) };
  });
  return {
    score(info) {
      if (ignored.has(info)) return 0;
      let score = 0;
      for (const { spread, byNode, byDomain, weight } of weighings) {
        const domain = info.labels[spread.topologyKey];
        if (domain === undefined) continue;
        const count = byDomain ? (byDomain.get(domain) ?? 0) : (byNode.get(info.name) ?? 0);
        score += count * weight + spread.maxSkew - 1;
      }
      return Math.round(score);
    },
    normalize(scores, nodes) {
      let least = Number.POSITIVE_INFINITY;
      let most = 0;
      scores.forEach((score, i) => {
        if (ignored.has(nodes[i] as NodeInfo)) return;
        least = Math.min(least, score);
        most = Math.max(most, score);
      });
      scores.forEach((score, i) => {
        if (ignored.has(nodes[i] as NodeInfo)) scores[i] = 0;
        else scores[i] = most === 0 ? MAX_SCORE : Math.trunc((MAX_SCORE * (most + least - score)) / most);
      });
    },
  };
}

function addToDomains(byDomain: Map<string, number>, byNode: ReadonlyMap<string, number>, spread: Spread, pod: PodInfo, context: PluginContext): void {
  for (const [name, count] of byNode) {
    const info = context.cluster.node(name);
    const domain = info?.labels[spread.topologyKey];
    if (!info || domain === undefined || !isCounted(spread, pod, info)) continue;
    const before = byDomain.get(domain);
    if (before !== undefined) byDomain.set(domain, before + count);
  }
}
