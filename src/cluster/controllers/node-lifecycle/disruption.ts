import type { Node } from '#machinery/generated/types.ts';

/** At least this part of a zone's nodes (and more than two) not ready: it is the network that is broken, not the nodes. */
const UNHEALTHY_ZONE = 0.55;
/** Up to so many nodes a zone in which that is so loses no pods at all. */
const LARGE_CLUSTER_NODES = 50;

/**
 * Whether pods are evicted from a node that is not ready. As upstream's zone states: not when every node of the cluster
 * is down (then it is the control plane that is cut off), nor in a small zone most of which is down.
 */
export function isEvicting(node: Node, all: readonly Node[]): boolean {
  const zone = zoneOf(node);
  let healthy = 0;
  let size = 0;
  let down = 0;
  for (const other of all) {
    const isDown = other.status?.conditions?.find((condition) => condition.type === 'Ready')?.status !== 'True';
    if (!isDown) healthy++;
    if (zoneOf(other) !== zone) continue;
    size++;
    if (isDown) down++;
  }
  if (healthy === 0) return false;
  return !(down > 2 && down / size >= UNHEALTHY_ZONE && size <= LARGE_CLUSTER_NODES);
}

function zoneOf(node: Node): string {
  const labels = node.metadata?.labels;
  return `${labels?.['topology.kubernetes.io/region'] ?? ''}/${labels?.['topology.kubernetes.io/zone'] ?? ''}`;
}
