import type { KubeObject, Stored } from '#machinery/object.ts';
import { quantityToMilli } from '#machinery/quantity.ts';
import { formatTime } from '#machinery/time.ts';
import type { Clock } from '#sim/simulation.ts';
import type { ObjectView } from '../apiserver/object-view.ts';
import type { Kubelet } from '../kubelet/kubelet.ts';
import { METRICS_PERIOD_MS, startOfPeriod } from '../kubelet/runtime/cpu-account.ts';
import { measurePod, type PodUsage } from '../kubelet/usage.ts';
import { METRICS_API_VERSION, type NodeMetrics, type PodMetrics, type Usage } from './metrics-kinds.ts';

/** What a machine's own services (the kubelet, the container runtime, the system) take besides its pods. */
const SYSTEM_CPU_MILLI = 40;
const SYSTEM_MEMORY_BYTES = 350 * 1024 * 1024;

/** The views that a metrics server adds to the API: measured when they are asked for. */
export function createMetricsViews(clock: Clock, kubelets: readonly Kubelet[]): { readonly pods: ObjectView; readonly nodes: ObjectView } {
  const measured = (kubelet: Kubelet): readonly PodUsage[] => {
    const cpuMilli = quantityToMilli(kubelet.cpu);
    return kubelet.workers().flatMap((worker) => measurePod(worker, clock.now, cpuMilli) ?? []);
  };
  const running = (): readonly Kubelet[] => kubelets.filter((kubelet) => kubelet.isUp && kubelet.isReady);
  const stamp = () => ({ timestamp: formatTime(startOfPeriod(clock.now)), window: `${METRICS_PERIOD_MS / 1000}s` });

  const podMetrics = ({ pod, containers }: PodUsage): PodMetrics => {
    const { name, namespace = '', labels } = pod.metadata;
    return {
      apiVersion: METRICS_API_VERSION,
      kind: 'PodMetrics',
      metadata: { name, namespace, creationTimestamp: formatTime(clock.now), ...(labels && { labels }) },
      ...stamp(),
      containers: containers.map((container) => ({ name: container.name, usage: formatUsage(container.cpuMilli, container.memoryBytes) })),
    };
  };
  const nodeMetrics = (kubelet: Kubelet): NodeMetrics => {
    const containers = measured(kubelet).flatMap((usage) => usage.containers);
    const cpuMilli = containers.reduce((sum, container) => sum + container.cpuMilli, SYSTEM_CPU_MILLI);
    const memoryBytes = containers.reduce((sum, container) => sum + container.memoryBytes, SYSTEM_MEMORY_BYTES);
    return {
      apiVersion: METRICS_API_VERSION,
      kind: 'NodeMetrics',
      metadata: { name: kubelet.nodeName, creationTimestamp: formatTime(clock.now) },
      ...stamp(),
      usage: formatUsage(Math.min(cpuMilli, quantityToMilli(kubelet.cpu)), memoryBytes),
    };
  };
  return {
    pods: { list: () => sorted(running().flatMap((kubelet) => measured(kubelet).map(podMetrics))) },
    nodes: { list: () => sorted(running().map(nodeMetrics)) },
  };
}

function formatUsage(cpuMilli: number, memoryBytes: number): Usage {
  return { cpu: `${cpuMilli}m`, memory: `${Math.floor(memoryBytes / 1024)}Ki` };
}

/** By namespace and name, as every listing is. */
function sorted(objects: readonly KubeObject[]): readonly Stored<KubeObject>[] {
  const key = ({ metadata }: KubeObject): string => `${metadata?.namespace ?? ''}/${metadata?.name ?? ''}`;
  return [...objects].sort((a, b) => (key(a) < key(b) ? -1 : 1)) as unknown as readonly Stored<KubeObject>[];
}
