import type { Node } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { quantityToValue } from '#machinery/quantity.ts';
import type { HostPort, PodInfo } from './pod-info.ts';
import { accumulate, noResources, parseResources, type Resources } from './pod-resources.ts';

/** A node with what its pods have taken of it; kept up to date pod by pod. */
export interface NodeInfo {
  readonly name: string;
  readonly node: Stored<Node>;
  readonly labels: Readonly<Record<string, string>>;
  readonly allocatable: Resources;
  readonly maxPods: number;
  readonly requested: Resources;
  nonZeroMilliCpu: number;
  nonZeroMemory: number;
  readonly pods: Map<string, PodInfo>;
  /** Ports taken on the node's address. */
  readonly hostPorts: HostPort[];
  /** Size in bytes by every name an image has on the node. */
  readonly images: ReadonlyMap<string, number>;
}

/** A node without pods. */
export function nodeInfo(node: Stored<Node>): NodeInfo {
  return {
    name: node.metadata.name,
    node,
    labels: node.metadata.labels ?? {},
    allocatable: parseResources(node.status?.allocatable),
    maxPods: quantityToValue(node.status?.allocatable?.['pods'] ?? '0'),
    requested: noResources(),
    nonZeroMilliCpu: 0,
    nonZeroMemory: 0,
    pods: new Map(),
    hostPorts: [],
    images: imageSizes(node),
  };
}

/** The same pods on the node as it is now. The pods are shared with the old info, which must not be used any more. */
export function withNode(info: NodeInfo, node: Stored<Node>): NodeInfo {
  const fresh = nodeInfo(node);
  return {
    ...fresh,
    images: node.status?.images === info.node.status?.images ? info.images : fresh.images,
    requested: info.requested,
    nonZeroMilliCpu: info.nonZeroMilliCpu,
    nonZeroMemory: info.nonZeroMemory,
    pods: info.pods,
    hostPorts: info.hostPorts,
  };
}

/** Counts a pod in. */
export function addToNode(info: NodeInfo, pod: PodInfo): void {
  info.pods.set(pod.uid, pod);
  accumulate(info.requested, pod.request.exact, 1);
  info.nonZeroMilliCpu += pod.request.nonZeroMilliCpu;
  info.nonZeroMemory += pod.request.nonZeroMemory;
  info.hostPorts.push(...pod.hostPorts);
}

/** Counts a pod out. */
export function removeFromNode(info: NodeInfo, pod: PodInfo): void {
  if (!info.pods.delete(pod.uid)) return;
  accumulate(info.requested, pod.request.exact, -1);
  info.nonZeroMilliCpu -= pod.request.nonZeroMilliCpu;
  info.nonZeroMemory -= pod.request.nonZeroMemory;
  for (const port of pod.hostPorts) info.hostPorts.splice(info.hostPorts.indexOf(port), 1);
}

function imageSizes(node: Node): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const image of node.status?.images ?? []) for (const name of image.names ?? []) sizes.set(name, image.sizeBytes ?? 0);
  return sizes;
}
