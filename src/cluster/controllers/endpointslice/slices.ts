import { isSemanticallyEqual } from '#machinery/equality.ts';
import type { DiscoveryEndpointPort, Endpoint, EndpointSlice, Node, Pod, Service } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { formatTime } from '#machinery/time.ts';
import { services } from '../../resource-types.ts';
import { controllerReference } from '../claim.ts';
import { isPodReady } from '../pod-state.ts';
import { earliestReady, HEADLESS, hostnameIn, isHeadless, TRIGGER_TIME, targetPorts } from '../service-endpoints.ts';

export const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';
export const SERVICE_NAME = 'kubernetes.io/service-name';
export const MANAGER = 'endpointslice-controller.k8s.io';
/** Endpoints in one slice (`--max-endpoints-per-slice`). */
const SLICE_ENDPOINTS = 100;
const RESERVED: ReadonlySet<string> = new Set([MANAGED_BY, SERVICE_NAME, HEADLESS]);

/** What must be written so that the slices tell of a Service's pods. */
export interface SlicePlan {
  readonly create: readonly EndpointSlice[];
  readonly update: readonly Stored<EndpointSlice>[];
  readonly delete: readonly Stored<EndpointSlice>[];
}

/** The endpoints that share one list of ports (pods may resolve a named port differently). */
interface PortGroup {
  readonly ports: readonly DiscoveryEndpointPort[];
  readonly endpoints: Map<string, Endpoint>;
  readonly pods: Map<string, Pod>;
}

/**
 * Decides how the slices of a Service change. Endpoints stay in the slice they are in; what is new goes into slices that
 * change anyway or have room, and only then into a new one: as few and as small writes as possible, as upstream.
 * @param nodeOf a pod's node, for its zone
 */
export function planSlices(
  service: Stored<Service>,
  pods: readonly Stored<Pod>[],
  existing: readonly Stored<EndpointSlice>[],
  nodeOf: (name: string) => Node | undefined,
): SlicePlan {
  const addressType = service.spec?.ipFamilies?.[0] ?? 'IPv4';
  const groups = groupByPorts(service, pods, nodeOf);
  const first = existing.length === 0;
  const labels = sliceLabels(service);
  const plan: { create: EndpointSlice[]; update: Stored<EndpointSlice>[]; delete: Stored<EndpointSlice>[] } = { create: [], update: [], delete: [] };

  const byPorts = new Map<string, Stored<EndpointSlice>[]>();
  for (const slice of existing) {
    const key = portsKey(slice.ports ?? []);
    const list = byPorts.get(key);
    if (slice.addressType !== addressType || (!groups.has(key) && groups.size > 0)) plan.delete.push(slice);
    else if (list) list.push(slice);
    else byPorts.set(key, [slice]);
  }
  for (const [key, group] of groups) planGroup(service, addressType, group, byPorts.get(key) ?? [], labels, first, plan);
  if (groups.size === 0) planPlaceholder(service, addressType, existing, labels, plan);
  return plan;
}

function groupByPorts(service: Stored<Service>, pods: readonly Stored<Pod>[], nodeOf: (name: string) => Node | undefined): Map<string, PortGroup> {
  const groups = new Map<string, PortGroup>();
  for (const pod of pods) {
    const ports = targetPorts(service, pod).map((port) => ({ ...port }));
    if (ports.length === 0 && !isHeadless(service)) continue;
    const key = portsKey(ports);
    let group = groups.get(key);
    if (!group) {
      group = { ports, endpoints: new Map(), pods: new Map() };
      groups.set(key, group);
    }
    group.endpoints.set(pod.metadata.uid, endpointOf(service, pod, nodeOf(pod.spec?.nodeName ?? '')));
    group.pods.set(pod.metadata.uid, pod);
  }
  return groups;
}

function portsKey(ports: readonly DiscoveryEndpointPort[]): string {
  return ports.map((port) => `${port.name ?? ''} ${port.port ?? ''} ${port.protocol ?? ''} ${port.appProtocol ?? ''}`).join('\n');
}

function endpointOf(service: Stored<Service>, pod: Stored<Pod>, node: Node | undefined): Endpoint {
  const serving = isPodReady(pod);
  const terminating = pod.metadata.deletionTimestamp !== undefined;
  const hostname = hostnameIn(service, pod);
  const zone = node?.metadata?.labels?.['topology.kubernetes.io/zone'];
  return {
    addresses: [pod.status?.podIP ?? ''],
    conditions: { ready: service.spec?.publishNotReadyAddresses === true || (serving && !terminating), serving, terminating },
    ...(hostname !== undefined && { hostname }),
    ...(pod.spec?.nodeName && { nodeName: pod.spec.nodeName }),
    ...(zone !== undefined && { zone }),
    targetRef: { kind: 'Pod', namespace: pod.metadata.namespace ?? '', name: pod.metadata.name, uid: pod.metadata.uid },
  };
}

function planGroup(
  service: Stored<Service>,
  addressType: string,
  group: PortGroup,
  slices: readonly Stored<EndpointSlice>[],
  labels: Readonly<Record<string, string>>,
  first: boolean,
  plan: { create: EndpointSlice[]; update: Stored<EndpointSlice>[]; delete: Stored<EndpointSlice>[] },
): void {
  const wanted = new Map(group.endpoints);
  const changedPods: Pod[] = [];
  const drafts = slices.map((slice) => {
    let changed = false;
    const kept = (slice.endpoints ?? []).flatMap((endpoint) => {
      const uid = endpoint.targetRef?.uid ?? '';
      const next = wanted.get(uid);
      wanted.delete(uid);
      if (next && isSemanticallyEqual(next, endpoint)) return [endpoint];
      changed = true;
      const pod = group.pods.get(uid);
      if (pod) changedPods.push(pod);
      return next ? [next] : [];
    });
    return { slice, endpoints: kept, changed };
  });

  const fresh = [...wanted.values()];
  for (const uid of wanted.keys()) {
    const pod = group.pods.get(uid);
    if (pod) changedPods.push(pod);
  }
  // Slices that are written anyway are filled first, then the fullest that has room for all that is left.
  for (const draft of drafts.filter((candidate) => candidate.changed)) draft.endpoints.push(...fresh.splice(0, SLICE_ENDPOINTS - draft.endpoints.length));
  if (fresh.length > 0 && fresh.length < SLICE_ENDPOINTS) {
    const roomy = drafts.filter((draft) => !draft.changed && draft.endpoints.length + fresh.length <= SLICE_ENDPOINTS);
    const target = roomy.sort((a, b) => b.endpoints.length - a.endpoints.length)[0];
    if (target) {
      target.endpoints.push(...fresh.splice(0));
      target.changed = true;
    }
  }

  const annotations = triggerTime(service, changedPods, first);
  for (const draft of drafts) {
    if (draft.changed && draft.endpoints.length === 0) plan.delete.push(draft.slice);
    else if (draft.changed || !isSemanticallyEqual(draft.slice.metadata.labels, labels))
      plan.update.push(rewritten(draft.slice, draft.endpoints, labels, annotations));
  }
  while (fresh.length > 0) plan.create.push(newSlice(service, addressType, group.ports, fresh.splice(0, SLICE_ENDPOINTS), labels, annotations));
}

/** A Service without endpoints keeps one empty slice, so that readers can tell "none" from "not looked at yet". */
function planPlaceholder(
  service: Stored<Service>,
  addressType: string,
  existing: readonly Stored<EndpointSlice>[],
  labels: Readonly<Record<string, string>>,
  plan: { create: EndpointSlice[]; update: Stored<EndpointSlice>[]; delete: Stored<EndpointSlice>[] },
): void {
  const alive = existing.filter((slice) => !plan.delete.includes(slice));
  const placeholder = alive.find((slice) => !slice.endpoints?.length && !slice.ports?.length);
  for (const slice of alive) if (slice !== placeholder) plan.delete.push(slice);
  if (!placeholder) plan.create.push(newSlice(service, addressType, [], [], labels, triggerTime(service, [], existing.length === 0)));
  else if (!isSemanticallyEqual(placeholder.metadata.labels, labels)) plan.update.push(rewritten(placeholder, [], labels, {}));
}

function rewritten(
  slice: Stored<EndpointSlice>,
  endpoints: readonly Endpoint[],
  labels: Readonly<Record<string, string>>,
  annotations: Readonly<Record<string, string>>,
): Stored<EndpointSlice> {
  const { [TRIGGER_TIME]: _, ...others } = slice.metadata.annotations ?? {};
  return { ...slice, metadata: { ...slice.metadata, labels, annotations: { ...others, ...annotations } }, endpoints };
}

function newSlice(
  service: Stored<Service>,
  addressType: string,
  ports: readonly DiscoveryEndpointPort[],
  endpoints: readonly Endpoint[],
  labels: Readonly<Record<string, string>>,
  annotations: Readonly<Record<string, string>>,
): EndpointSlice {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      generateName: `${service.metadata.name}-`,
      namespace: service.metadata.namespace ?? '',
      labels,
      ...(Object.keys(annotations).length > 0 && { annotations }),
      ownerReferences: [controllerReference(services, service)],
    },
    addressType,
    endpoints,
    ports,
  };
}

function sliceLabels(service: Stored<Service>): Readonly<Record<string, string>> {
  const own = Object.entries(service.metadata.labels ?? {}).filter(([key]) => !RESERVED.has(key));
  return {
    ...Object.fromEntries(own),
    ...(isHeadless(service) && { [HEADLESS]: '' }),
    [SERVICE_NAME]: service.metadata.name,
    [MANAGED_BY]: MANAGER,
  };
}

/** Since when there was something to tell: the first of the changed pods to become ready, or the Service's creation. */
function triggerTime(service: Stored<Service>, changed: readonly Pod[], first: boolean): Readonly<Record<string, string>> {
  const ready = earliestReady(changed);
  const created = service.metadata.creationTimestamp;
  if (ready === undefined) return first ? { [TRIGGER_TIME]: created } : {};
  const text = formatTime(ready);
  return { [TRIGGER_TIME]: first && created < text ? created : text };
}
