import type { Node } from '#machinery/generated/types.ts';
import { nodes } from '../../resource-types.ts';
import { type Controller, defineController, defineWatch } from '../controller.ts';

/** Addresses a node gets for its pods: 2^8. */
const NODE_MASK = 24;
const NODE_ADDRESSES = 2 ** (32 - NODE_MASK);

/** One key for all nodes: the ranges are given out from one pool. */
const ALL_NODES = { namespace: '', name: 'pod-cidrs' };

/**
 * Gives every node a range of pod addresses, the lowest that is free. @param clusterCidr the pool, e.g. `10.244.0.0/16`
 * (room for 256 nodes)
 */
export function createNodeIpam(clusterCidr: string): Controller {
  return defineController({
    name: 'node-ipam',
    eventSource: 'cidrAllocator',
    watches: [defineWatch<Node>({ type: nodes, keys: (node) => (node.spec?.podCIDR ? [] : [ALL_NODES]) })],
    reconcile(_key, context) {
      const all = context.lister<Node>(nodes).list();
      const used = new Set(all.flatMap((node) => node.spec?.podCIDR ?? []));
      const free = freeRanges(clusterCidr, used);
      for (const node of all) {
        if (node.spec?.podCIDR || node.metadata.deletionTimestamp !== undefined) continue;
        const range = free.next().value;
        if (range === undefined) {
          context.event(node, 'Normal', 'CIDRNotAvailable', `Node ${node.metadata.name} status is now: CIDRNotAvailable`);
          continue;
        }
        context.client.patch<Node>(nodes, '', node.metadata.name, { spec: { podCIDR: range, podCIDRs: [range] } }, { type: 'strategic' });
      }
      return undefined;
    },
  });
}

/** The ranges of a pool that nobody has, from the lowest. */
function* freeRanges(clusterCidr: string, used: ReadonlySet<string>): Generator<string, undefined> {
  const [address = '', bits = ''] = clusterCidr.split('/');
  const first = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const count = 2 ** (NODE_MASK - Number(bits));
  for (let i = 0; i < count; i++) {
    const range = `${formatAddress(first + i * NODE_ADDRESSES)}/${NODE_MASK}`;
    if (!used.has(range)) yield range;
  }
  return undefined;
}

function formatAddress(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}
