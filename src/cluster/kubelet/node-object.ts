import type { Node, NodeCondition, NodeStatus } from '#machinery/generated/types.ts';
import { kubernetesVersion } from '#machinery/kubernetes-version.ts';
import { canonicalQuantity, formatQuantity, parseQuantity, subtractQuantities } from '#machinery/quantity.ts';
import { formatTime } from '#machinery/time.ts';
import type { NodeOptions } from '../cluster-options.ts';
import { digestOf, type FoundImage } from './runtime/registry.ts';

/** The kubelet's default hard eviction threshold: memory it never gives to pods. */
const RESERVED_MEMORY = '100Mi';
const DISK_BYTES = 100 * 1024 ** 3;
const MAX_IMAGES = 50;

/** What a node has, and what of it pods may use. */
export function planCapacity(options: NodeOptions): { readonly capacity: Record<string, string>; readonly allocatable: Record<string, string> } {
  const total = canonicalQuantity(options.memory);
  const usable = formatQuantity(subtractQuantities(parseQuantity(options.memory), parseQuantity(RESERVED_MEMORY)));
  const shared = { cpu: options.cpu, 'hugepages-1Gi': '0', 'hugepages-2Mi': '0', pods: String(options.maxPods ?? 110) };
  return {
    capacity: { ...shared, 'ephemeral-storage': `${DISK_BYTES / 1024}Ki`, memory: total },
    allocatable: { ...shared, 'ephemeral-storage': String(Math.floor(DISK_BYTES * 0.9)), memory: usable },
  };
}

/** The object a kubelet registers its node with. */
export function planNode(options: NodeOptions, address: string, nowMs: number): Node {
  const roles = Object.fromEntries((options.roles ?? []).filter((role) => role === 'control-plane').map((role) => [`node-role.kubernetes.io/${role}`, '']));
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: options.name,
      annotations: { 'node.alpha.kubernetes.io/ttl': '0', 'volumes.kubernetes.io/controller-managed-attach-detach': 'true' },
      labels: {
        'beta.kubernetes.io/arch': 'amd64',
        'beta.kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': options.name,
        'kubernetes.io/os': 'linux',
        ...roles,
        ...options.labels,
      },
    },
    spec: { ...(options.taints && options.taints.length > 0 && { taints: options.taints }) },
    status: planNodeStatus(options, address, { ready: false, images: [], before: undefined, nowMs }),
  };
}

export interface NodeFacts {
  /** Whether pods can get an address. */
  readonly ready: boolean;
  readonly images: readonly FoundImage[];
  readonly before: NodeStatus | undefined;
  readonly nowMs: number;
}

/** What a kubelet reports of its node. */
export function planNodeStatus(options: NodeOptions, address: string, facts: NodeFacts): NodeStatus {
  return {
    addresses: [
      { type: 'InternalIP', address },
      { type: 'Hostname', address: options.name },
    ],
    ...planCapacity(options),
    conditions: planNodeConditions(facts),
    daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
    images: planImages(facts.images),
    nodeInfo: {
      architecture: 'amd64',
      bootID: uuidOf(`${options.name}/boot`),
      containerRuntimeVersion: 'containerd://2.2.1',
      kernelVersion: '6.12.48',
      kubeProxyVersion: '',
      kubeletVersion: kubernetesVersion,
      machineID: digestOf(`${options.name}/machine`).slice(0, 32),
      operatingSystem: 'linux',
      osImage: 'Debian GNU/Linux 13 (trixie)',
      systemUUID: uuidOf(`${options.name}/system`),
    },
    ...(facts.before?.volumesInUse && { volumesInUse: facts.before.volumesInUse }),
  };
}

/** Identifiers of the machine belong to its name alone: they outlive the cluster. */
function uuidOf(text: string): string {
  const hex = digestOf(text);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const NETWORK_MISSING =
  'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized';

function planNodeConditions(facts: NodeFacts): NodeCondition[] {
  const now = formatTime(facts.nowMs);
  const condition = (type: string, status: string, reason: string, message: string): NodeCondition => {
    const old = facts.before?.conditions?.find((item) => item.type === type);
    return { type, status, lastHeartbeatTime: now, lastTransitionTime: (old?.status === status && old.lastTransitionTime) || now, reason, message };
  };
  const own = [
    condition('MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'),
    condition('DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'),
    condition('PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'),
    facts.ready
      ? condition('Ready', 'True', 'KubeletReady', 'kubelet is posting ready status')
      : condition('Ready', 'False', 'KubeletNotReady', NETWORK_MISSING),
  ];
  const foreign = (facts.before?.conditions ?? []).filter((item) => !own.some((mine) => mine.type === item.type));
  return [...foreign, ...own];
}

/** The largest first, as the kubelet lists them. */
function planImages(images: readonly FoundImage[]): NonNullable<NodeStatus['images']> {
  const largest = [...images].sort((a, b) => b.tag.sizeBytes - a.tag.sizeBytes || (a.name < b.name ? -1 : 1)).slice(0, MAX_IMAGES);
  return largest.map((image) => ({ names: [image.id, image.name], sizeBytes: image.tag.sizeBytes }));
}
