import { parseTime } from '#machinery/time.ts';
import { type Diagnosis, formatDiagnosis } from './diagnosis.ts';
import { filterNode, type Nominated, prepareRuns } from './feasible-nodes.ts';
import type { FilterPlugin, PluginContext, Rejection } from './framework.ts';
import type { NodeInfo } from './node-info.ts';
import type { PodInfo } from './pod-info.ts';

/** A node on which a pod would fit if these pods went. */
interface Candidate {
  readonly node: NodeInfo;
  /** The most important first. */
  readonly victims: readonly PodInfo[];
}

export type PreemptionPlan =
  | { readonly kind: 'evict'; readonly nodeName: string; readonly victims: readonly PodInfo[] }
  /** Nothing helps. `message` is the second half of the FailedScheduling event. */
  | { readonly kind: 'none'; readonly message: string };

const NO_VICTIMS: Rejection = { plugin: 'DefaultPreemption', reasons: ['No preemption victims found for incoming pod'], resolvable: true };
const NOT_HELPFUL: Rejection = { plugin: 'DefaultPreemption', reasons: ['Preemption is not helpful for scheduling'], resolvable: false };
/** Of the nodes on which preemption may help, at least this part and this many are tried. */
const CANDIDATE_PERCENTAGE = 10;
const MIN_CANDIDATES = 100;

/**
 * Looks for a node where pods of lower priority can make room for a pod.
 * @param offset where among the nodes to begin, so that not always the first are hit
 */
export function planPreemption(
  pod: PodInfo,
  diagnosis: Diagnosis,
  plugins: readonly FilterPlugin[],
  context: PluginContext,
  nominated: Nominated,
  offset: (count: number) => number,
): PreemptionPlan {
  if (pod.pod.spec?.preemptionPolicy === 'Never') return { kind: 'none', message: 'not eligible due to preemptionPolicy=Never.' };
  if (isWaitingForVictims(pod, context)) return { kind: 'none', message: 'not eligible due to a terminating pod on the nominated node.' };

  const { cluster } = context;
  const hopeful = cluster.nodes().filter((info) => diagnosis.byNode.get(info.name)?.resolvable === true);
  const byNode = new Map<string, Rejection>();
  const candidates: Candidate[] = [];
  const first = hopeful.length === 0 ? 0 : offset(hopeful.length);
  const enough = Math.max(MIN_CANDIDATES, Math.trunc((hopeful.length * CANDIDATE_PERCENTAGE) / 100));
  for (let i = 0; i < hopeful.length && candidates.length < enough; i++) {
    const info = hopeful[(first + i) % hopeful.length] as NodeInfo;
    const answer = selectVictims(pod, info, plugins, context, nominated);
    if (Array.isArray(answer)) candidates.push({ node: info, victims: answer });
    else byNode.set(info.name, answer as Rejection);
  }
  const best = pickCandidate(candidates);
  if (best) return { kind: 'evict', nodeName: best.node.name, victims: best.victims };
  const message = formatDiagnosis({ nodeCount: diagnosis.nodeCount, byNode, others: NOT_HELPFUL, forAll: undefined });
  return { kind: 'none', message };
}

function isWaitingForVictims(pod: PodInfo, context: PluginContext): boolean {
  const nominated = context.cluster.node(pod.pod.status?.nominatedNodeName ?? '');
  if (!nominated) return false;
  return [...nominated.pods.values()].some((other) => other.pod.metadata.deletionTimestamp !== undefined && other.priority < pod.priority);
}

/**
 * The fewest and least important pods that must go from one node: all of lower priority are taken away first, and then
 * given back, the most important first, as long as the pod still fits. The picture of the cluster is left as it was.
 */
function selectVictims(
  pod: PodInfo,
  info: NodeInfo,
  plugins: readonly FilterPlugin[],
  context: PluginContext,
  nominated: Nominated,
): readonly PodInfo[] | Rejection {
  const { cluster } = context;
  const lower = [...info.pods.values()].filter((other) => other.priority < pod.priority).sort(byImportance);
  if (lower.length === 0) return NO_VICTIMS;
  const fits = (): Rejection | undefined => {
    const runs = prepareRuns(pod, plugins, context);
    return Array.isArray(runs) ? filterNode(pod, info, runs, nominated) : (runs as Rejection);
  };
  const gone = new Set(lower);
  for (const other of lower) cluster.removePod(other.uid);
  try {
    const rejection = fits();
    if (rejection) return rejection;
    for (const other of lower) {
      cluster.addPod(other, info.name);
      gone.delete(other);
      if (!fits()) continue;
      cluster.removePod(other.uid);
      gone.add(other);
    }
    return [...gone].sort(byImportance);
  } finally {
    for (const other of gone) cluster.addPod(other, info.name);
  }
}

/** The more important first: by priority, then the one that has run for longer. */
function byImportance(a: PodInfo, b: PodInfo): number {
  if (a.priority !== b.priority) return b.priority - a.priority;
  const [left, right] = [startedMs(a), startedMs(b)];
  if (left !== right) return left - right;
  return a.uid < b.uid ? -1 : 1;
}

function startedMs(pod: PodInfo): number {
  return parseTime(pod.pod.status?.startTime ?? pod.pod.metadata.creationTimestamp);
}

/** As upstream: the least important victim, the smallest sum of priorities, the fewest, the one that started last. */
function pickCandidate(candidates: readonly Candidate[]): Candidate | undefined {
  const highest = ({ victims }: Candidate): number => victims[0]?.priority ?? Number.NEGATIVE_INFINITY;
  const sum = ({ victims }: Candidate): number => victims.reduce((total, victim) => total + victim.priority + 2 ** 31, 0);
  const earliest = ({ victims }: Candidate): number => {
    const top = victims.filter((victim) => victim.priority === victims[0]?.priority);
    return Math.min(...top.map(startedMs));
  };
  const compare = (a: Candidate, b: Candidate): number =>
    highest(a) - highest(b) || sum(a) - sum(b) || a.victims.length - b.victims.length || earliest(b) - earliest(a);
  return candidates.reduce<Candidate | undefined>((best, candidate) => (best && compare(best, candidate) <= 0 ? best : candidate), undefined);
}
