import type { EndpointAddress, EndpointSubset, Pod, Service } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { isPodReady } from '../pod-state.ts';
import { hostnameIn, isHeadless, type TargetPort, targetPorts } from '../service-endpoints.ts';

/** Addresses one Endpoints object tells of; EndpointSlices tell of all. */
const MOST_ADDRESSES = 1000;

export interface SubsetsPlan {
  readonly subsets: readonly EndpointSubset[];
  /** Whether addresses were left out. */
  readonly truncated: boolean;
}

interface Group {
  readonly ports: readonly TargetPort[];
  readonly ready: EndpointAddress[];
  readonly notReady: EndpointAddress[];
}

/** The subsets of a Service's Endpoints: pods with the same ports share one; addresses in the order of their numbers. */
export function planSubsets(service: Stored<Service>, pods: readonly Stored<Pod>[]): SubsetsPlan {
  const tolerant = service.spec?.publishNotReadyAddresses === true;
  const groups = new Map<string, Group>();
  let count = 0;
  for (const pod of byAddress(pods)) {
    if (pod.metadata.deletionTimestamp !== undefined && !tolerant) continue;
    const ports = targetPorts(service, pod);
    if (ports.length === 0 && !isHeadless(service)) continue;
    if (++count > MOST_ADDRESSES) continue;
    const key = JSON.stringify(ports);
    let group = groups.get(key);
    if (!group) {
      group = { ports, ready: [], notReady: [] };
      groups.set(key, group);
    }
    (tolerant || isPodReady(pod) ? group.ready : group.notReady).push(addressOf(service, pod));
  }
  const subsets = [...groups.values()].map((group): EndpointSubset => {
    const ports = group.ports.map(({ name, ...port }) => (name === '' ? port : { name, ...port }));
    return {
      ...(group.ready.length > 0 && { addresses: group.ready }),
      ...(group.notReady.length > 0 && { notReadyAddresses: group.notReady }),
      ...(ports.length > 0 && { ports }),
    };
  });
  return { subsets, truncated: count > MOST_ADDRESSES };
}

function addressOf(service: Stored<Service>, pod: Stored<Pod>): EndpointAddress {
  const hostname = hostnameIn(service, pod);
  return {
    ip: pod.status?.podIP ?? '',
    ...(hostname !== undefined && { hostname }),
    ...(pod.spec?.nodeName && { nodeName: pod.spec.nodeName }),
    targetRef: { kind: 'Pod', namespace: pod.metadata.namespace ?? '', name: pod.metadata.name, uid: pod.metadata.uid },
  };
}

function byAddress(pods: readonly Stored<Pod>[]): readonly Stored<Pod>[] {
  return pods
    .map((pod) => ({ pod, rank: addressRank(pod.status?.podIP ?? '') }))
    .sort((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : a.pod.metadata.uid < b.pod.metadata.uid ? -1 : 1))
    .map(({ pod }) => pod);
}

/** An IPv4 address as a text that sorts by number. */
function addressRank(address: string): string {
  return address
    .split('.')
    .map((part) => part.padStart(3, '0'))
    .join('.');
}
