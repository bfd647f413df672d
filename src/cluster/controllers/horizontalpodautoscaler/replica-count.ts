import type { Container, MetricTarget, Pod } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { canonicalQuantity, quantityToMilli } from '#machinery/quantity.ts';
import { parseTime } from '#machinery/time.ts';
import { isPodFinished } from '../pod-state.ts';

/** What the pods of a target use of one resource: milli-units by pod name, and when it was measured. */
export interface Measurement {
  readonly usedMilli: number;
  readonly atMs: number;
  readonly windowMs: number;
}

export interface ReplicaCount {
  readonly replicas: number;
  /** What goes into the status. */
  readonly current: { readonly averageUtilization?: number; readonly averageValue: string };
}

/** The metrics do not tell how many replicas there should be; `message` says why, in upstream's words. */
export class MetricError extends Error {
  override readonly name = 'MetricError';
}

export interface ResourceQuestion {
  readonly resource: string;
  /** Only this container counts; undefined: all. */
  readonly container: string | undefined;
  readonly target: MetricTarget;
  readonly currentReplicas: number;
  readonly pods: readonly Stored<Pod>[];
  readonly measured: ReadonlyMap<string, Measurement>;
  readonly nowMs: number;
}

/** Below this difference from what is wanted nothing is done. */
const TOLERANCE = 0.1;
/** While a pod starts, what it uses says little. */
const CPU_INITIALIZATION_MS = 300_000;
const INITIAL_READINESS_MS = 30_000;

interface PodGroups {
  readonly ready: readonly Stored<Pod>[];
  readonly unready: readonly Stored<Pod>[];
  readonly missing: readonly Stored<Pod>[];
}

/** How many replicas a target should have by what its pods use of one resource. @throws MetricError */
export function countReplicas(question: ResourceQuestion): ReplicaCount {
  const { pods, measured, target, currentReplicas } = question;
  if (measured.size === 0) throw new MetricError(`unable to get metrics for resource ${question.resource}: no metrics returned from resource metrics API`);
  const groups = groupPods(question);
  const used = new Map(groups.ready.map((pod) => [pod.metadata.name, measured.get(pod.metadata.name)?.usedMilli ?? 0]));
  if (used.size === 0) throw new MetricError('did not receive metrics for targeted pods (pods might be unready)');
  const perPod = target.averageUtilization === undefined ? undefined : new Map(pods.map((pod) => [pod.metadata.name, requestOf(pod, question)]));
  const wanted = target.averageUtilization ?? quantityToMilli(target.averageValue ?? '0');
  const usage = measure(used, perPod, wanted);
  const current = { ...(perPod && { averageUtilization: usage.current }), averageValue: canonicalQuantity(`${usage.averageMilli}m`) };

  const hasUnready = groups.unready.length > 0 && usage.ratio > 1;
  if (!hasUnready && groups.missing.length === 0) {
    if (isClose(usage.ratio)) return { replicas: currentReplicas, current };
    return { replicas: Math.ceil(usage.ratio * groups.ready.length), current };
  }
  // Pods of which nothing is known count against the direction: as idle when there would be more, as busy when fewer.
  for (const pod of groups.missing) {
    const busy = perPod ? ((perPod.get(pod.metadata.name) ?? 0) * Math.max(100, wanted)) / 100 : wanted;
    used.set(pod.metadata.name, usage.ratio < 1 ? busy : 0);
  }
  if (hasUnready) for (const pod of groups.unready) used.set(pod.metadata.name, 0);
  const { ratio } = measure(used, perPod, wanted);
  if (isClose(ratio) || (usage.ratio < 1 && ratio > 1) || (usage.ratio > 1 && ratio < 1)) return { replicas: currentReplicas, current };
  const replicas = Math.ceil(ratio * used.size);
  const turnsBack = (ratio < 1 && replicas > currentReplicas) || (ratio > 1 && replicas < currentReplicas);
  return { replicas: turnsBack ? currentReplicas : replicas, current };
}

function isClose(ratio: number): boolean {
  return Math.abs(1 - ratio) <= TOLERANCE;
}

/** @param requests by pod, for a target in percent of them */
function measure(
  used: ReadonlyMap<string, number>,
  requests: ReadonlyMap<string, number> | undefined,
  wanted: number,
): { readonly ratio: number; readonly current: number; readonly averageMilli: number } {
  let total = 0;
  let requested = 0;
  for (const [name, milli] of used) {
    total += milli;
    requested += requests?.get(name) ?? 0;
  }
  const averageMilli = Math.trunc(total / used.size);
  const current = requests ? Math.trunc((total * 100) / requested) : averageMilli;
  return { ratio: current / wanted, current, averageMilli };
}

function groupPods({ pods, measured, resource, nowMs }: ResourceQuestion): PodGroups {
  const ready: Stored<Pod>[] = [];
  const unready: Stored<Pod>[] = [];
  const missing: Stored<Pod>[] = [];
  for (const pod of pods) {
    if (pod.metadata.deletionTimestamp !== undefined || isPodFinished(pod)) continue;
    const measurement = measured.get(pod.metadata.name);
    if (pod.status?.phase === 'Pending') unready.push(pod);
    else if (!measurement) missing.push(pod);
    else if (resource === 'cpu' && isStarting(pod, measurement, nowMs)) unready.push(pod);
    else ready.push(pod);
  }
  return { ready, unready, missing };
}

function isStarting(pod: Pod, measurement: Measurement, nowMs: number): boolean {
  const condition = pod.status?.conditions?.find(({ type }) => type === 'Ready');
  const startTime = pod.status?.startTime;
  if (!condition || startTime === undefined) return true;
  const startedMs = parseTime(startTime);
  const changedMs = parseTime(condition.lastTransitionTime ?? startTime);
  if (startedMs + CPU_INITIALIZATION_MS > nowMs) return condition.status === 'False' || measurement.atMs < changedMs + measurement.windowMs;
  return condition.status === 'False' && startedMs + INITIAL_READINESS_MS > changedMs;
}

/** What a pod asks for. @throws MetricError when a container does not say */
function requestOf(pod: Stored<Pod>, { resource, container }: ResourceQuestion): number {
  const sidecars = (pod.spec?.initContainers ?? []).filter((each) => each.restartPolicy === 'Always');
  const all: readonly Container[] = [...(pod.spec?.containers ?? []), ...sidecars];
  let sum = 0;
  for (const each of all) {
    if (container !== undefined && each.name !== container) continue;
    const request = each.resources?.requests?.[resource];
    if (request === undefined) throw new MetricError(`missing request for ${resource} in container ${each.name} of Pod ${pod.metadata.name}`);
    sum += quantityToMilli(request);
  }
  return sum;
}
