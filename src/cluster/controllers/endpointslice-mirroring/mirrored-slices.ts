import { isSemanticallyEqual } from '#machinery/equality.ts';
import type { DiscoveryEndpointPort, Endpoint, EndpointAddress, EndpointSlice, EndpointSubset, Endpoints } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { endpoints as endpointsType } from '../../resource-types.ts';
import { controllerReference } from '../claim.ts';
import { MANAGED_BY, SERVICE_NAME, type SlicePlan } from '../endpointslice/slices.ts';

/** The manager's name on mirrored slices. */
export const MIRROR = 'endpointslicemirroring-controller.k8s.io';
/** Addresses of one subset that are mirrored (`--mirroring-max-endpoints-per-subset`). */
const MOST_ADDRESSES = 1000;
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
const TRIGGER_TIME = 'endpoints.kubernetes.io/last-change-trigger-time';

/** Decides which slices tell of Endpoints that somebody wrote by hand: one for each subset and address family. */
export function planMirror(source: Stored<Endpoints>, existing: readonly Stored<EndpointSlice>[]): SlicePlan {
  const wanted = (source.subsets ?? []).flatMap((subset) => ['IPv4', 'IPv6'].flatMap((family) => mirrored(source, subset, family) ?? []));
  const left = [...existing];
  const plan: { create: EndpointSlice[]; update: Stored<EndpointSlice>[] } = { create: [], update: [] };
  for (const slice of wanted) {
    const at = left.findIndex((candidate) => candidate.addressType === slice.addressType && isSemanticallyEqual(candidate.ports, slice.ports));
    const [present] = at < 0 ? [] : left.splice(at, 1);
    if (!present) plan.create.push(slice);
    else if (!isMirrorOf(present, slice)) {
      const { labels = {}, annotations = {} } = slice.metadata ?? {};
      plan.update.push({ ...present, metadata: { ...present.metadata, labels, annotations }, endpoints: slice.endpoints ?? [] });
    }
  }
  return { ...plan, delete: left };
}

function isMirrorOf(present: Stored<EndpointSlice>, slice: EndpointSlice): boolean {
  return (
    isSemanticallyEqual(present.endpoints, slice.endpoints) &&
    isSemanticallyEqual(present.metadata.labels, slice.metadata?.labels) &&
    isSemanticallyEqual(present.metadata.annotations, slice.metadata?.annotations)
  );
}

function mirrored(source: Stored<Endpoints>, subset: EndpointSubset, family: string): EndpointSlice | undefined {
  const isFamily = ({ ip }: EndpointAddress): boolean => (ip.includes(':') ? 'IPv6' : 'IPv4') === family;
  const endpoints = [
    ...(subset.addresses ?? []).filter(isFamily).map((address) => mirroredEndpoint(address, true)),
    ...(subset.notReadyAddresses ?? []).filter(isFamily).map((address) => mirroredEndpoint(address, false)),
  ].slice(0, MOST_ADDRESSES);
  if (endpoints.length === 0) return undefined;
  const { [LAST_APPLIED]: _applied, [TRIGGER_TIME]: _trigger, ...annotations } = source.metadata.annotations ?? {};
  const ports = (subset.ports ?? []).map((port): DiscoveryEndpointPort => ({ ...port, name: port.name ?? '', protocol: port.protocol ?? 'TCP' }));
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      generateName: `${source.metadata.name}-`,
      namespace: source.metadata.namespace ?? '',
      labels: { ...source.metadata.labels, [SERVICE_NAME]: source.metadata.name, [MANAGED_BY]: MIRROR },
      ...(Object.keys(annotations).length > 0 && { annotations }),
      ownerReferences: [controllerReference(endpointsType, source)],
    },
    addressType: family,
    endpoints,
    ports,
  };
}

function mirroredEndpoint(address: EndpointAddress, ready: boolean): Endpoint {
  return {
    addresses: [address.ip],
    conditions: { ready },
    ...(address.hostname !== undefined && { hostname: address.hostname }),
    ...(address.nodeName !== undefined && { nodeName: address.nodeName }),
    ...(address.targetRef && { targetRef: address.targetRef }),
  };
}
