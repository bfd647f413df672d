import type { Random } from '#sim/random.ts';
import { MAX_SCORE, type PluginContext, type ScorePlugin } from './framework.ts';
import type { NodeInfo } from './node-info.ts';
import type { PodInfo } from './pod-info.ts';

/** The sum of all plugins' scores times their weights, by position in `nodes`. */
export function scoreNodes(pod: PodInfo, nodes: readonly NodeInfo[], plugins: readonly ScorePlugin[], context: PluginContext): readonly number[] {
  const totals = new Array<number>(nodes.length).fill(0);
  const scores = new Array<number>(nodes.length);
  for (const plugin of plugins) {
    const run = plugin.prepare(pod, context, nodes);
    if (!run) continue;
    for (let i = 0; i < nodes.length; i++) scores[i] = run.score(nodes[i] as NodeInfo);
    run.normalize?.(scores, nodes);
    for (let i = 0; i < nodes.length; i++) totals[i] = (totals[i] ?? 0) + Math.min(MAX_SCORE, scores[i] ?? 0) * plugin.weight;
  }
  return totals;
}

/** One of the nodes with the highest score, each of them as likely as the others. */
export function pickBest(nodes: readonly NodeInfo[], scores: readonly number[], random: Random): NodeInfo | undefined {
  let best: NodeInfo | undefined;
  let highest = Number.NEGATIVE_INFINITY;
  let ties = 0;
  for (let i = 0; i < nodes.length; i++) {
    const score = scores[i] ?? 0;
    if (score < highest) continue;
    if (score > highest) {
      highest = score;
      ties = 1;
      best = nodes[i];
    } else if (random.below(++ties) === 0) {
      best = nodes[i];
    }
  }
  return best;
}
