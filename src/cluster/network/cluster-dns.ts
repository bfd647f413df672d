import type { Lister } from '#client/informer.ts';
import type { EndpointSlice, Namespace, Service } from '#machinery/generated/types.ts';
import type { DnsRecord, DnsReply, DnsType } from '#os/network.ts';
import { SLICES_BY_SERVICE } from './kube-proxy.ts';

export const clusterDomain = 'cluster.local';

const TTL_SECONDS = 30;
const missing: DnsReply = { status: 'NXDOMAIN', records: [] };

/** The objects that the cluster's names come from. */
export interface DnsSources {
  readonly namespaces: Lister<Namespace>;
  readonly services: Lister<Service>;
  /** Indexed by SLICES_BY_SERVICE. */
  readonly slices: Lister<EndpointSlice>;
}

/**
 * Answers a question as CoreDNS with its kubernetes plugin does: Services, headless Services and their hosts, named ports (SRV),
 * pods by address, and reverse look-ups. Every other name does not exist: nothing outside the cluster can be reached.
 */
export function answerQuestion(sources: DnsSources, question: string, type: DnsType): DnsReply {
  const name = question.toLowerCase().replace(/\.$/, '');
  const reply = (records: readonly Omit<DnsRecord, 'ttlSeconds'>[]): DnsReply => ({
    status: 'NOERROR',
    records: records.filter((record) => record.type === type || record.type === 'CNAME').map((record) => ({ ...record, ttlSeconds: TTL_SECONDS })),
  });
  if (name.endsWith('.in-addr.arpa')) return answerReverse(sources, name, reply);
  if (name === clusterDomain || !name.endsWith(`.${clusterDomain}`)) return name === clusterDomain ? reply([]) : missing;
  const labels = name.slice(0, -clusterDomain.length - 1).split('.');
  const zone = labels.pop();
  const namespace = labels.pop();
  if (zone !== 'svc' && zone !== 'pod') return missing;
  if (namespace === undefined) return reply([]);
  if (!sources.namespaces.get('', namespace)) return missing;
  if (labels.length === 0) return reply([]);
  if (zone === 'pod') {
    const address = (labels[0] ?? '').replaceAll('-', '.');
    return labels.length === 1 && /^\d+(\.\d+){3}$/.test(address) ? reply([{ name, type: 'A', data: address }]) : missing;
  }
  const service = sources.services.get(namespace, labels.pop() ?? '');
  return service ? answerService(sources, service, name, labels, reply) : missing;
}

type Reply = (records: readonly Omit<DnsRecord, 'ttlSeconds'>[]) => DnsReply;

function answerService(sources: DnsSources, service: Service, name: string, rest: readonly string[], reply: Reply): DnsReply {
  const { spec, metadata } = service;
  const base = `${metadata?.name}.${metadata?.namespace}.svc.${clusterDomain}`;
  if (spec?.type === 'ExternalName') return rest.length === 0 ? reply([{ name, type: 'CNAME', data: spec.externalName ?? '' }]) : missing;
  const hosts = spec?.clusterIP === 'None' ? headlessHosts(sources, service) : [];
  if (rest.length === 0) {
    if (spec?.clusterIP !== 'None') return reply([{ name, type: 'A', data: spec?.clusterIP ?? '' }]);
    return hosts.length === 0 ? missing : reply(unique(hosts.map((host) => ({ name, type: 'A', data: host.address }))));
  }
  if (rest.length === 1) {
    const found = hosts.filter((host) => host.name === rest[0]);
    return found.length === 0 ? missing : reply(found.map((host) => ({ name, type: 'A', data: host.address })));
  }
  const [portLabel, protocolLabel] = rest;
  const port = spec?.ports?.find((item) => `_${item.name}` === portLabel && `_${(item.protocol ?? 'TCP').toLowerCase()}` === protocolLabel);
  if (!port || rest.length > 2) return missing;
  if (spec?.clusterIP !== 'None') return reply([{ name, type: 'SRV', data: `0 100 ${port.port} ${base}` }]);
  return reply(hosts.map((host) => ({ name, type: 'SRV', data: `0 ${Math.floor(100 / hosts.length)} ${port.port} ${host.name}.${base}` })));
}

/** The hosts behind a headless Service: those that are ready, by host name or else by address with dashes. */
function headlessHosts(sources: DnsSources, service: Service): { readonly name: string; readonly address: string }[] {
  const key = `${service.metadata?.namespace}/${service.metadata?.name}`;
  const hosts: { name: string; address: string }[] = [];
  for (const slice of sources.slices.byIndex(SLICES_BY_SERVICE, key)) {
    for (const endpoint of slice.endpoints ?? []) {
      const [address = ''] = endpoint.addresses;
      const isShown = endpoint.conditions?.ready !== false || service.spec?.publishNotReadyAddresses === true;
      if (isShown) hosts.push({ name: endpoint.hostname ?? address.replaceAll('.', '-'), address });
    }
  }
  return hosts;
}

function answerReverse(sources: DnsSources, name: string, reply: Reply): DnsReply {
  const address = name.slice(0, -'.in-addr.arpa'.length).split('.').reverse().join('.');
  const service = sources.services.list().find((item) => item.spec?.clusterIP === address);
  if (service) return reply([{ name, type: 'PTR', data: `${service.metadata.name}.${service.metadata.namespace}.svc.${clusterDomain}` }]);
  for (const item of sources.services.list()) {
    if (item.spec?.clusterIP !== 'None') continue;
    const host = headlessHosts(sources, item).find((each) => each.address === address);
    if (host) return reply([{ name, type: 'PTR', data: `${host.name}.${item.metadata.name}.${item.metadata.namespace}.svc.${clusterDomain}` }]);
  }
  return missing;
}

function unique<T extends { readonly data: string }>(records: readonly T[]): T[] {
  return [...new Map(records.map((record) => [record.data, record])).values()];
}
