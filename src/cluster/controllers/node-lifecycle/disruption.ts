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
  const { healthy, zones } = countHealth(all);
  const { size, down } = zones.get(zoneOf(node)) ?? { size: 0, down: 0 };
  if (healthy === 0) return false;
  return !(down > 2 && down / size >= UNHEALTHY_ZONE && size <= LARGE_CLUSTER_NODES);
}

interface Health {
  /** Ready nodes of the cluster. */
  readonly healthy: number;
  readonly zones: ReadonlyMap<string, { readonly size: number; readonly down: number }>;
}

/** Many nodes are looked at between two changes of the list, above all while a cluster boots. */
const counted = new WeakMap<readonly Node[], Health>();

function countHealth(all: readonly Node[]): Health {
  const known = counted.get(all);
  if (known) return known;
  let healthy = 0;
  const zones = new Map<string, { size: number; down: number }>();
  for (const node of all) {
    const isDown = node.status?.conditions?.find((condition) => condition.type === 'Ready')?.status !== 'True';
    if (!isDown) healthy++;
    const name = zoneOf(node);
    const zone = zones.get(name) ?? { size: 0, down: 0 };
    zones.set(name, { size: zone.size + 1, down: zone.down + (isDown ? 1 : 0) });
  }
  const health = { healthy, zones };
  counted.set(all, health);
  return health;
}

function zoneOf(node: Node): string {
  const labels = node.metadata?.labels;
  return `${labels?.['topology.kubernetes.io/region'] ?? ''}/${labels?.['topology.kubernetes.io/zone'] ?? ''}`;
}
