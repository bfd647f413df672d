import { type Labels, matchesSelector } from '#machinery/selector.ts';
import { type FilterPlugin, MAX_SCORE, type PluginContext, type Rejection, type ScorePlugin, type ScoreRun } from '../framework.ts';
import type { NodeInfo } from '../node-info.ts';
import type { AffinityTerm, PodInfo } from '../pod-info.ts';

const NAME = 'InterPodAffinity';
const BY_EXISTING: Rejection = { plugin: NAME, reasons: ["node(s) didn't satisfy existing pods anti-affinity rules"], resolvable: true };
const BY_AFFINITY: Rejection = { plugin: NAME, reasons: ["node(s) didn't match pod affinity rules"], resolvable: false };
const BY_ANTI_AFFINITY: Rejection = { plugin: NAME, reasons: ["node(s) didn't match pod anti-affinity rules"], resolvable: true };
/** What a required affinity of a pod that is there counts for when others are scored. */
const HARD_AFFINITY_WEIGHT = 1;

/** How much something holds for a value of a topology key: counts, or weights. */
type ByTopology = Map<string, Map<string, number>>;

/** Keeps pods together, or apart, as their required terms and those of the pods already there say. */
export const interPodAffinityFilter: FilterPlugin = {
  name: NAME,
  prepare(pod, context) {
    const { withAntiAffinity } = context.cluster;
    if (withAntiAffinity.size === 0 && pod.affinity.length === 0 && pod.antiAffinity.length === 0) return undefined;
    const existing = countExistingAntiAffinity(pod, context);
    const together = countMatching(pod.affinity, true, context);
    const apart = countMatching(pod.antiAffinity, false, context);
    // The first of a group of pods that want to be together may go anywhere.
    const isFirst = together.size === 0 && pod.affinity.every((term) => matchesTerm(term, pod.namespace, pod.labels, context));
    return {
      filter(info) {
        if (!hasAll(pod.affinity, info, together) && !(isFirst && pod.affinity.every((term) => info.labels[term.topologyKey] !== undefined)))
          return BY_AFFINITY;
        if (pod.antiAffinity.some((term) => amountAt(apart, term.topologyKey, info) > 0)) return BY_ANTI_AFFINITY;
        for (const [key, values] of existing) if ((values.get(info.labels[key] ?? '') ?? 0) > 0 && info.labels[key] !== undefined) return BY_EXISTING;
        return undefined;
      },
    };
  },
  isHelpful(event, pod, context) {
    if (event.node || event.kind === 'pod-itself-changed') return true;
    const other = event.pod?.metadata;
    if (event.kind === 'pod-removed') return true;
    return pod.affinity.some((term) => matchesTerm(term, other?.namespace ?? '', other?.labels ?? {}, context));
  },
};

/** Draws pods to, or from, where the preferred terms of both sides say. */
export const interPodAffinityScore: ScorePlugin = {
  name: NAME,
  weight: 2,
  prepare(pod, context): ScoreRun | undefined {
    const hasPreferences = pod.preferredAffinity.length > 0 || pod.preferredAntiAffinity.length > 0;
    if (!hasPreferences && context.cluster.withScoringAffinity.size === 0) return undefined;
    const weights: ByTopology = new Map();
    for (const { term, weight } of pod.preferredAffinity) addMatching(weights, term, weight, context);
    for (const { term, weight } of pod.preferredAntiAffinity) addMatching(weights, term, -weight, context);
    for (const other of context.cluster.withScoringAffinity.values()) addExisting(weights, other, pod, context);
    if (weights.size === 0) return undefined;
    return {
      score(info) {
        let sum = 0;
        for (const key of weights.keys()) sum += amountAt(weights, key, info);
        return sum;
      },
      normalize(scores) {
        const least = Math.min(...scores);
        const span = Math.max(...scores) - least;
        scores.forEach((score, i) => {
          scores[i] = span === 0 ? 0 : Math.trunc((MAX_SCORE * (score - least)) / span);
        });
      },
    };
  },
};

function addExisting(weights: ByTopology, other: PodInfo, pod: PodInfo, context: PluginContext): void {
  const node = context.cluster.node(context.cluster.nodeOf(other.uid) ?? '');
  if (!node) return;
  const add = (term: AffinityTerm, weight: number): void => {
    if (matchesTerm(term, pod.namespace, pod.labels, context)) addAt(weights, term.topologyKey, node, weight);
  };
  for (const term of other.affinity) add(term, HARD_AFFINITY_WEIGHT);
  for (const { term, weight } of other.preferredAffinity) add(term, weight);
  for (const { term, weight } of other.preferredAntiAffinity) add(term, -weight);
}

function countExistingAntiAffinity(pod: PodInfo, context: PluginContext): ByTopology {
  const counts: ByTopology = new Map();
  for (const other of context.cluster.withAntiAffinity.values()) {
    const node = context.cluster.node(context.cluster.nodeOf(other.uid) ?? '');
    if (!node) continue;
    for (const term of other.antiAffinity) if (matchesTerm(term, pod.namespace, pod.labels, context)) addAt(counts, term.topologyKey, node, 1);
  }
  return counts;
}

/** Where the pods are that match the terms. @param all whether one pod must match all terms (affinity) or one is enough (anti-affinity) */
function countMatching(terms: readonly AffinityTerm[], all: boolean, context: PluginContext): ByTopology {
  const counts: ByTopology = new Map();
  if (terms.length === 0) return counts;
  for (const group of context.cluster.groups.all()) {
    const matched = terms.filter((term) => matchesTerm(term, group.namespace, group.labels, context));
    if (matched.length === 0 || (all && matched.length < terms.length)) continue;
    for (const [name, count] of group.byNode) {
      const node = context.cluster.node(name);
      if (node) for (const term of matched) addAt(counts, term.topologyKey, node, count);
    }
  }
  return counts;
}

function addMatching(weights: ByTopology, term: AffinityTerm, weight: number, context: PluginContext): void {
  for (const group of context.cluster.groups.all()) {
    if (!matchesTerm(term, group.namespace, group.labels, context)) continue;
    for (const [name, count] of group.byNode) {
      const node = context.cluster.node(name);
      if (node) addAt(weights, term.topologyKey, node, weight * count);
    }
  }
}

function matchesTerm(term: AffinityTerm, namespace: string, labels: Labels, context: PluginContext): boolean {
  if (!matchesSelector(term.selector, labels)) return false;
  if (term.namespaces.has(namespace)) return true;
  return term.namespaceSelector !== undefined && matchesSelector(term.namespaceSelector, context.namespaceLabels(namespace));
}

function hasAll(terms: readonly AffinityTerm[], info: NodeInfo, counts: ByTopology): boolean {
  return terms.every((term) => amountAt(counts, term.topologyKey, info) > 0);
}

function addAt(amounts: ByTopology, key: string, info: NodeInfo, amount: number): void {
  const value = info.labels[key];
  if (value === undefined) return;
  let values = amounts.get(key);
  if (!values) {
    values = new Map();
    amounts.set(key, values);
  }
  values.set(value, (values.get(value) ?? 0) + amount);
}

function amountAt(amounts: ByTopology, key: string, info: NodeInfo): number {
  const value = info.labels[key];
  return value === undefined ? 0 : (amounts.get(key)?.get(value) ?? 0);
}
