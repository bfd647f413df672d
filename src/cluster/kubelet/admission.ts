import type { Pod } from '#machinery/generated/types.ts';
import { quantityToMilli, quantityToValue } from '#machinery/quantity.ts';

/** What a pod asks of a node. */
export interface PodRequest {
  readonly cpuMilli: number;
  readonly memoryBytes: number;
}

/** The sum of the containers' requests, or the largest of an init container with the sidecars before it, whichever is more. */
export function podRequest(pod: Pod): PodRequest {
  return { cpuMilli: sum(pod, 'cpu', quantityToMilli), memoryBytes: sum(pod, 'memory', quantityToValue) };
}

function sum(pod: Pod, resource: 'cpu' | 'memory', value: (quantity: string) => number): number {
  const of = (requests: Readonly<Record<string, string>> | undefined): number => {
    const quantity = requests?.[resource];
    return quantity === undefined ? 0 : value(quantity);
  };
  const { spec } = pod;
  if (spec?.resources?.requests?.[resource] !== undefined) return of(spec.resources.requests);
  let sidecars = 0;
  let largestInit = 0;
  for (const container of spec?.initContainers ?? []) {
    const own = of(container.resources?.requests);
    if (container.restartPolicy === 'Always') sidecars += own;
    largestInit = Math.max(largestInit, container.restartPolicy === 'Always' ? sidecars : sidecars + own);
  }
  const apps = (spec?.containers ?? []).reduce((total, container) => total + of(container.resources?.requests), 0);
  return Math.max(apps + sidecars, largestInit) + of(spec?.overhead);
}

export interface NodeRoom {
  readonly allocatable: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  /** What the pods that have not ended request, and how many they are. */
  readonly usedCpuMilli: number;
  readonly usedMemoryBytes: number;
  readonly pods: number;
}

/** Why a kubelet refuses a pod that was bound to its node; undefined when it takes it. As upstream's predicateAdmitHandler. */
export function planAdmission(pod: Pod, room: NodeRoom): { readonly reason: string; readonly message: string } | undefined {
  for (const [key, value] of Object.entries(pod.spec?.nodeSelector ?? {})) {
    if (room.labels[key] !== value)
      return { reason: 'NodeAffinity', message: "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector" };
  }
  const request = podRequest(pod);
  const checks = [
    { resource: 'pods', requested: 1, used: room.pods, capacity: quantityToValue(room.allocatable['pods'] ?? '0') },
    { resource: 'cpu', requested: request.cpuMilli, used: room.usedCpuMilli, capacity: quantityToMilli(room.allocatable['cpu'] ?? '0') },
    { resource: 'memory', requested: request.memoryBytes, used: room.usedMemoryBytes, capacity: quantityToValue(room.allocatable['memory'] ?? '0') },
  ];
  for (const { resource, requested, used, capacity } of checks) {
    if (requested === 0 || used + requested <= capacity) continue;
    return {
      reason: `OutOf${resource}`,
      message: `Node didn't have enough resource: ${resource}, requested: ${requested}, used: ${used}, capacity: ${capacity}`,
    };
  }
  return undefined;
}
