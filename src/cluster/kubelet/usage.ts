import type { Pod } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { quantityToMilli } from '#machinery/quantity.ts';
import type { PodWorker } from './pod-worker.ts';
import { METRICS_PERIOD_MS, recentProcessors, startOfPeriod } from './runtime/cpu-account.ts';
import { memoryAccountOf } from './runtime/memory-account.ts';

/** What one container uses. */
export interface ContainerUsage {
  readonly name: string;
  readonly cpuMilli: number;
  readonly memoryBytes: number;
}

export interface PodUsage {
  readonly pod: Stored<Pod>;
  readonly containers: readonly ContainerUsage[];
}

/**
 * What the containers of a pod used in the last period that is over.
 * @param nodeCpuMilli no container has more than the whole node
 * @returns undefined for a pod of which a container has not run for a whole period: there is nothing to compare with
 */
export function measurePod({ state }: PodWorker, nowMs: number, nodeCpuMilli: number): PodUsage | undefined {
  const containers: ContainerUsage[] = [];
  for (const { spec, run, role } of state.containers) {
    if (role === 'init') continue;
    if (!run?.live || run.startedAtMs > startOfPeriod(nowMs) - METRICS_PERIOD_MS) return undefined;
    const limit = spec.resources?.limits?.['cpu'];
    const mostMilli = Math.min(nodeCpuMilli, limit === undefined ? nodeCpuMilli : quantityToMilli(limit));
    const { machine } = run.live;
    containers.push({
      name: spec.name,
      cpuMilli: Math.min(mostMilli, Math.round(recentProcessors(machine) * 1000)),
      memoryBytes: memoryAccountOf(machine)?.usedBytes ?? 0,
    });
  }
  return containers.length === 0 ? undefined : { pod: state.pod, containers };
}
