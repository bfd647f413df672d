import type { ContainerStatus, Pod } from '#machinery/generated/types.ts';
import { parseTime } from '#machinery/time.ts';

/** A pod in the few words that `kubectl get pods` has for it. */
export interface PodSummary {
  readonly status: string;
  readonly readyContainers: number;
  /** Containers that are meant to keep running: the ordinary ones and sidecars. */
  readonly totalContainers: number;
  readonly restarts: number;
  /** When a container ended last before it was restarted. */
  readonly lastRestartMs: number | undefined;
}

interface Count {
  ready: number;
  restarts: number;
  lastRestartMs: number | undefined;
}

/**
 * Sums a pod up: the reason that tells most, ready containers, restarts.
 * As upstream's printer: while init containers run they speak for the pod, later the first ordinary container with a
 * reason does, and being deleted beats all.
 */
export function summarizePod(pod: Pod): PodSummary {
  const sidecars = new Set((pod.spec?.initContainers ?? []).filter((container) => container.restartPolicy === 'Always').map((container) => container.name));
  const totalContainers = (pod.spec?.containers?.length ?? 0) + sidecars.size;
  const init = summarizeInitContainers(pod, sidecars);
  let count = init.all;
  let status = init.reason ?? podReason(pod);
  if (init.reason === undefined || hasTrueCondition(pod, 'Initialized')) {
    const main = summarizeContainers(pod, init.sidecars);
    count = { ...main.count, ready: main.count.ready + init.all.ready };
    status = main.reason ?? status;
  }
  return {
    status: withDeletion(pod, status),
    readyContainers: count.ready,
    totalContainers,
    restarts: count.restarts,
    lastRestartMs: count.lastRestartMs,
  };
}

function podReason(pod: Pod): string {
  const gated = (pod.status?.conditions ?? []).some((condition) => condition.type === 'PodScheduled' && condition.reason === 'SchedulingGated');
  return gated ? 'SchedulingGated' : pod.status?.reason || (pod.status?.phase ?? '');
}

function withDeletion(pod: Pod, status: string): string {
  if (!pod.metadata?.deletionTimestamp) return status;
  if (pod.status?.reason === 'NodeLost') return 'Unknown';
  const phase = pod.status?.phase;
  return phase === 'Succeeded' || phase === 'Failed' ? status : 'Terminating';
}

/** @returns the reason while initialising, undefined after; counts of all init containers so far and of sidecars alone */
function summarizeInitContainers(pod: Pod, sidecars: ReadonlySet<string | undefined>): { reason: string | undefined; all: Count; sidecars: Count } {
  const all: Count = { ready: 0, restarts: 0, lastRestartMs: undefined };
  const ofSidecars: Count = { ready: 0, restarts: 0, lastRestartMs: undefined };
  const total = pod.spec?.initContainers?.length ?? 0;
  const statuses = pod.status?.initContainerStatuses ?? [];
  for (const [index, status] of statuses.entries()) {
    const isSidecar = sidecars.has(status.name);
    countRestarts(all, status);
    if (isSidecar) countRestarts(ofSidecars, status);
    const terminated = status.state?.terminated;
    if (terminated && (terminated.exitCode ?? 0) === 0) continue;
    if (isSidecar && status.started) {
      if (status.ready) all.ready += 1;
      continue;
    }
    return { reason: initReason(status, index, total), all, sidecars: ofSidecars };
  }
  return { reason: undefined, all, sidecars: ofSidecars };
}

function initReason(status: ContainerStatus, index: number, total: number): string {
  const terminated = status.state?.terminated;
  if (terminated) return `Init:${terminated.reason || formatEnd(terminated.signal, terminated.exitCode)}`;
  const waiting = status.state?.waiting?.reason;
  if (waiting && waiting !== 'PodInitializing') return `Init:${waiting}`;
  return `Init:${index}/${total}`;
}

function summarizeContainers(pod: Pod, start: Count): { reason: string | undefined; count: Count } {
  const count: Count = { ready: 0, restarts: start.restarts, lastRestartMs: start.lastRestartMs };
  let reason: string | undefined;
  let hasRunning = false;
  for (const status of [...(pod.status?.containerStatuses ?? [])].reverse()) {
    countRestarts(count, status);
    const { waiting, terminated, running } = status.state ?? {};
    if (waiting?.reason) reason = waiting.reason;
    else if (terminated) reason = terminated.reason || formatEnd(terminated.signal, terminated.exitCode);
    else if (status.ready && running) {
      hasRunning = true;
      count.ready += 1;
    }
  }
  // One container has completed, another still runs: the pod does not look completed.
  if (reason === 'Completed' && hasRunning) reason = hasTrueCondition(pod, 'Ready') ? 'Running' : 'NotReady';
  return { reason, count };
}

function formatEnd(signal: number | undefined, exitCode: number | undefined): string {
  return signal ? `Signal:${signal}` : `ExitCode:${exitCode ?? 0}`;
}

function countRestarts(count: Count, status: ContainerStatus): void {
  count.restarts += status.restartCount ?? 0;
  const finishedAt = status.lastState?.terminated?.finishedAt;
  if (!finishedAt) return;
  const finishedMs = parseTime(finishedAt);
  if (count.lastRestartMs === undefined || finishedMs > count.lastRestartMs) count.lastRestartMs = finishedMs;
}

function hasTrueCondition(pod: Pod, type: string): boolean {
  return (pod.status?.conditions ?? []).some((condition) => condition.type === type && condition.status === 'True');
}
