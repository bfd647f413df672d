import type { DaemonSet, DaemonSetStatus, Node, Pod } from '#machinery/generated/types.ts';
import { scaledValue } from '#machinery/int-or-string.ts';
import type { Stored } from '#machinery/object.ts';
import { isPodActive, isPodAvailable, isPodFinished, isPodReady } from '../pod-state.ts';
import { REVISION_HASH } from '../revisions.ts';
import { planNodeFit } from './node-fit.ts';

/** What must be written so that every node has the pod it should have. */
export interface DaemonPlan {
  /** Nodes that get a pod. */
  readonly create: readonly string[];
  readonly delete: readonly Stored<Pod>[];
  /** Pods that ended and are taken away, to be replaced. */
  readonly finished: readonly Stored<Pod>[];
}

type PodsByNode = ReadonlyMap<string, readonly Stored<Pod>[]>;

/** Decides which nodes lack a pod and which pods are too many. */
export function planManage(set: DaemonSet, nodes: readonly Stored<Node>[], pods: PodsByNode): DaemonPlan {
  const plan: { create: string[]; delete: Stored<Pod>[]; finished: Stored<Pod>[] } = { create: [], delete: [], finished: [] };
  const known = new Set(nodes.map((node) => node.metadata.name));
  const surges = surgeOf(set, nodes.length) > 0;
  for (const node of nodes) {
    const here = pods.get(node.metadata.name) ?? [];
    const { shouldRun, mayStay } = planNodeFit(set, node);
    if (!mayStay) {
      plan.delete.push(...here.filter((pod) => pod.metadata.deletionTimestamp === undefined));
      continue;
    }
    if (shouldRun && here.length === 0) {
      plan.create.push(node.metadata.name);
      continue;
    }
    const ended = here.filter((pod) => pod.metadata.deletionTimestamp === undefined && isPodFinished(pod));
    plan.finished.push(...ended);
    const running = here.filter(isPodActive).sort(byAge);
    if (!surges) plan.delete.push(...running.slice(1));
  }
  for (const [name, here] of pods) if (!known.has(name)) plan.delete.push(...here.filter((pod) => pod.metadata.deletionTimestamp === undefined));
  return plan;
}

/** Decides which pods of an older template go, and where one of the new template comes beside an old one. */
export function planUpdate(set: DaemonSet, nodes: readonly Stored<Node>[], pods: PodsByNode, hash: string, nowMs: number): DaemonPlan {
  const wanted = nodes.filter((node) => planNodeFit(set, node).shouldRun);
  const surge = surgeOf(set, wanted.length);
  const available = (pod: Stored<Pod> | undefined): boolean => pod !== undefined && isPodAvailable(pod, set.spec?.minReadySeconds ?? 0, nowMs);
  const pairs = wanted.map((node) => {
    const here = (pods.get(node.metadata.name) ?? []).filter(isPodActive);
    const fresh = here.find((pod) => pod.metadata.labels?.[REVISION_HASH] === hash);
    const old = here.filter((pod) => pod !== fresh).sort(byAge)[0];
    return { name: node.metadata.name, fresh, old };
  });
  return surge > 0 ? planSurge(pairs, surge, available) : planReplace(set, pairs, available);
}

interface Pair {
  readonly name: string;
  readonly fresh: Stored<Pod> | undefined;
  readonly old: Stored<Pod> | undefined;
}

function planReplace(set: DaemonSet, pairs: readonly Pair[], available: (pod: Stored<Pod> | undefined) => boolean): DaemonPlan {
  const maxUnavailable = scaledValue(set.spec?.updateStrategy?.rollingUpdate?.maxUnavailable ?? 1, pairs.length, true);
  let unavailable = 0;
  const broken: Stored<Pod>[] = [];
  const candidates: Stored<Pod>[] = [];
  for (const { fresh, old } of pairs) {
    if (fresh ? old || !available(fresh) : !old) unavailable++;
    if (fresh || !old) continue;
    // One that is not available anyway may go at once; it counts as missing already.
    if (available(old)) {
      candidates.push(old);
    } else {
      broken.push(old);
      unavailable++;
    }
  }
  return { create: [], delete: [...broken, ...candidates.slice(0, Math.max(0, maxUnavailable - unavailable))], finished: [] };
}

function planSurge(pairs: readonly Pair[], surge: number, available: (pod: Stored<Pod> | undefined) => boolean): DaemonPlan {
  let surging = 0;
  const urgent: string[] = [];
  const candidates: string[] = [];
  const replaced: Stored<Pod>[] = [];
  for (const { name, fresh, old } of pairs) {
    if (!old) continue;
    if (!fresh) (available(old) ? candidates : urgent).push(name);
    else if (available(fresh)) replaced.push(old);
    else surging++;
  }
  return { create: [...urgent, ...candidates.slice(0, Math.max(0, surge - surging))], delete: replaced, finished: [] };
}

/** The numbers of a DaemonSet's status. */
export function planStatus(set: Stored<DaemonSet>, nodes: readonly Stored<Node>[], pods: PodsByNode, hash: string, nowMs: number): DaemonSetStatus {
  let [desired, current, misscheduled, ready, available, updated] = [0, 0, 0, 0, 0, 0];
  for (const node of nodes) {
    const here = (pods.get(node.metadata.name) ?? []).filter((pod) => !isPodFinished(pod)).sort(byAge);
    if (!planNodeFit(set, node).shouldRun) {
      if (here.length > 0) misscheduled++;
      continue;
    }
    desired++;
    const [oldest] = here;
    if (!oldest) continue;
    current++;
    if (isPodReady(oldest)) ready++;
    if (isPodAvailable(oldest, set.spec?.minReadySeconds ?? 0, nowMs)) available++;
    if (oldest.metadata.labels?.[REVISION_HASH] === hash) updated++;
  }
  return {
    currentNumberScheduled: current,
    desiredNumberScheduled: desired,
    numberMisscheduled: misscheduled,
    numberReady: ready,
    ...(updated > 0 && { updatedNumberScheduled: updated }),
    ...(available > 0 && { numberAvailable: available }),
    ...(desired > available && { numberUnavailable: desired - available }),
    ...(set.status?.collisionCount !== undefined && { collisionCount: set.status.collisionCount }),
    ...(set.metadata.generation !== undefined && { observedGeneration: set.metadata.generation }),
  };
}

function surgeOf(set: DaemonSet, nodeCount: number): number {
  if (set.spec?.updateStrategy?.type === 'OnDelete') return 0;
  return scaledValue(set.spec?.updateStrategy?.rollingUpdate?.maxSurge ?? 0, nodeCount, true);
}

function byAge(a: Stored<Pod>, b: Stored<Pod>): number {
  if (a.metadata.creationTimestamp !== b.metadata.creationTimestamp) return a.metadata.creationTimestamp < b.metadata.creationTimestamp ? -1 : 1;
  return a.metadata.name < b.metadata.name ? -1 : 1;
}
