import type { Pod } from '#machinery/generated/types.ts';
import type { NameResolution } from './runtime/node-network.ts';

const CLUSTER_DOMAIN = 'cluster.local';

/** How a pod's processes resolve names, by its dnsPolicy, dnsConfig and hostAliases. */
export function planNameResolution(pod: Pod, podAddress: string, clusterDns: string, nodeResolution: NameResolution): NameResolution {
  const { dnsPolicy = 'ClusterFirst', dnsConfig, hostNetwork } = pod.spec ?? {};
  const usesCluster = dnsPolicy === 'ClusterFirstWithHostNet' || (dnsPolicy === 'ClusterFirst' && !hostNetwork);
  const none: NameResolution = { server: '', search: [], ndots: 1, hosts: new Map() };
  const cluster: NameResolution = {
    server: clusterDns,
    search: [`${pod.metadata?.namespace}.svc.${CLUSTER_DOMAIN}`, `svc.${CLUSTER_DOMAIN}`, CLUSTER_DOMAIN],
    ndots: 5,
    hosts: none.hosts,
  };
  const base = usesCluster ? cluster : dnsPolicy === 'None' ? none : nodeResolution;
  const ndots = dnsConfig?.options?.find((option) => option.name === 'ndots')?.value;
  return {
    server: base.server || (dnsConfig?.nameservers?.[0] ?? ''),
    search: [...base.search, ...(dnsConfig?.searches ?? [])],
    ndots: ndots === undefined ? base.ndots : Number(ndots),
    hosts: planHosts(pod, podAddress),
  };
}

function planHosts(pod: Pod, podAddress: string): ReadonlyMap<string, string> {
  const hosts = new Map([
    ['localhost', '127.0.0.1'],
    [podHostname(pod), podAddress],
  ]);
  const qualified = qualifiedName(pod);
  if (qualified) hosts.set(qualified, podAddress);
  for (const alias of pod.spec?.hostAliases ?? []) for (const name of alias.hostnames ?? []) hosts.set(name, alias.ip);
  return hosts;
}

/** The host name inside the pod: `spec.hostname` or the pod's name, at most 63 letters. */
export function podHostname(pod: Pod): string {
  return pod.spec?.hostname ?? (pod.metadata?.name ?? '').slice(0, 63).replace(/[-.]+$/, '');
}

function qualifiedName(pod: Pod): string | undefined {
  const subdomain = pod.spec?.subdomain;
  return subdomain ? `${podHostname(pod)}.${subdomain}.${pod.metadata?.namespace}.svc.${CLUSTER_DOMAIN}` : undefined;
}

export function formatResolvConf(resolution: NameResolution): string {
  const search = resolution.search.length > 0 ? `search ${resolution.search.join(' ')}\n` : '';
  return `${search}nameserver ${resolution.server}\n${resolution.ndots > 1 ? `options ndots:${resolution.ndots}\n` : ''}`;
}

/** The hosts file as the kubelet writes it. */
export function formatHostsFile(pod: Pod, podAddress: string): string {
  const own = qualifiedName(pod);
  const aliases = (pod.spec?.hostAliases ?? []).map((alias) => `${alias.ip}\t${(alias.hostnames ?? []).join('\t')}\n`);
  return [
    '# Kubernetes-managed hosts file.\n',
    '127.0.0.1\tlocalhost\n',
    '::1\tlocalhost ip6-localhost ip6-loopback\n',
    'fe00::0\tip6-localnet\n',
    'fe00::0\tip6-mcastprefix\n',
    'fe00::1\tip6-allnodes\n',
    'fe00::2\tip6-allrouters\n',
    `${podAddress}\t${own ? `${own}\t` : ''}${podHostname(pod)}\n`,
    ...(aliases.length > 0 ? ['\n# Entries added by HostAliases.\n', ...aliases] : []),
  ].join('');
}
