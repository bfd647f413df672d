import type { Informers } from '#client/informer.ts';
import type { EndpointSlice, Service } from '#machinery/generated/types.ts';
import type { ResourceType } from '#machinery/resource-type.ts';
import type { Clock } from '#sim/simulation.ts';
import type { Backend, ServicePort, ServiceTable } from './service-table.ts';

export const serviceType: ResourceType = { group: '', version: 'v1', kind: 'Service', plural: 'services', singular: 'service', namespaced: true };
export const endpointSliceType: ResourceType = {
  group: 'discovery.k8s.io',
  version: 'v1',
  kind: 'EndpointSlice',
  plural: 'endpointslices',
  singular: 'endpointslice',
  namespaced: true,
};
export const SLICES_BY_SERVICE = 'service';

/** How long after a change the rules follow, in milliseconds: kube-proxy gathers changes and then writes them. */
const SYNC_DELAY_MS = 30;

/** Keeps the service table in step with Services and EndpointSlices. One for all nodes: they see the same objects at the same time. */
export function startKubeProxy(clock: Clock, informers: Informers, table: ServiceTable): void {
  const dirty = new Set<string>();
  let scheduled = false;
  informers.index<EndpointSlice>(endpointSliceType, SLICES_BY_SERVICE, (slice) => [serviceOfSlice(slice)]);
  const services = informers.lister<Service>(serviceType);
  const slices = informers.lister<EndpointSlice>(endpointSliceType);

  const sync = (): void => {
    scheduled = false;
    const keys = [...dirty].sort();
    dirty.clear();
    for (const key of keys) {
      const slash = key.indexOf('/');
      const service = services.get(key.slice(0, slash), key.slice(slash + 1));
      table.replace(key, service ? planServicePorts(service, slices.byIndex(SLICES_BY_SERVICE, key)) : []);
    }
  };
  const mark = (key: string): void => {
    dirty.add(key);
    if (scheduled) return;
    scheduled = true;
    clock.after(SYNC_DELAY_MS, sync);
  };
  const markService = (service: Service): void => mark(`${service.metadata?.namespace}/${service.metadata?.name}`);
  const markSlice = (slice: EndpointSlice): void => mark(serviceOfSlice(slice));
  informers.subscribe<Service>(serviceType, { onAdd: markService, onUpdate: markService, onDelete: markService });
  informers.subscribe<EndpointSlice>(endpointSliceType, { onAdd: markSlice, onUpdate: markSlice, onDelete: markSlice });
}

function serviceOfSlice(slice: EndpointSlice): string {
  return `${slice.metadata?.namespace}/${slice.metadata?.labels?.['kubernetes.io/service-name'] ?? ''}`;
}

/** The rules of one Service. Headless and ExternalName Services have none. Without a ready endpoint, serving terminating ones are used. */
export function planServicePorts(service: Service, slices: readonly EndpointSlice[]): readonly ServicePort[] {
  const { spec } = service;
  if (!spec || spec.type === 'ExternalName' || !spec.clusterIP || spec.clusterIP === 'None') return [];
  const affinitySeconds = spec.sessionAffinity === 'ClientIP' ? (spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? 10_800) : 0;
  const external = [...(spec.externalIPs ?? []), ...(service.status?.loadBalancer?.ingress ?? []).flatMap((item) => (item.ip ? [item.ip] : []))];
  const ports: ServicePort[] = [];
  for (const port of spec.ports ?? []) {
    if ((port.protocol ?? 'TCP') !== 'TCP') continue;
    ports.push({
      name: `${service.metadata?.namespace}/${service.metadata?.name}:${port.name ?? ''}`,
      clusterAddress: spec.clusterIP,
      port: port.port,
      nodePort: port.nodePort ?? 0,
      externalAddresses: external,
      backends: planBackends(slices, port.name ?? ''),
      affinityMs: affinitySeconds * 1000,
      externalPolicyLocal: spec.externalTrafficPolicy === 'Local',
      internalPolicyLocal: spec.internalTrafficPolicy === 'Local',
    });
  }
  return ports;
}

function planBackends(slices: readonly EndpointSlice[], portName: string): readonly Backend[] {
  const ready: Backend[] = [];
  const terminating: Backend[] = [];
  for (const slice of slices) {
    const port = slice.ports?.find((item) => (item.name ?? '') === portName)?.port;
    if (port === undefined) continue;
    for (const { addresses, conditions, nodeName = '' } of slice.endpoints ?? []) {
      const backend: Backend = { address: addresses[0] ?? '', port, nodeName };
      if (conditions?.ready !== false) ready.push(backend);
      else if (conditions.serving && conditions.terminating) terminating.push(backend);
    }
  }
  return ready.length > 0 ? ready : terminating;
}
