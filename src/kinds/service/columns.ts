import type { Service } from '#machinery/generated/types.ts';
import type { Column } from '../kind.ts';
import { ageColumn, nameColumn, wideColumn } from '../table-columns.ts';

/** The Table of services. */
export const serviceColumns: readonly Column<Service>[] = [
  nameColumn,
  { name: 'Type', type: 'string', description: 'How the service can be reached.', cell: (service) => service.spec?.type ?? '' },
  {
    name: 'Cluster-IP',
    type: 'string',
    description: 'Its address inside the cluster.',
    cell: (service) => service.spec?.clusterIPs?.[0] || service.spec?.clusterIP || '<none>',
  },
  { name: 'External-IP', type: 'string', description: 'Its addresses from outside.', cell: formatExternalAddress },
  { name: 'Port(s)', type: 'string', description: 'Its ports, and the node ports they are open on.', cell: formatPorts },
  ageColumn,
  wideColumn('Selector', 'Which pods are behind it.', (service) => formatPlainSelector(service.spec?.selector)),
];

/** The addresses of a load balancer, sorted: IPs or host names. */
export function loadBalancerAddresses(service: Service): readonly string[] {
  const addresses = (service.status?.loadBalancer?.ingress ?? []).map((ingress) => ingress.ip || ingress.hostname || '').filter((text) => text !== '');
  return [...new Set(addresses)].sort();
}

/** `a=1,b=2` in order of keys, `<none>` for none. */
export function formatPlainSelector(selector: Readonly<Record<string, string>> | undefined): string {
  const keys = Object.keys(selector ?? {}).sort();
  return keys.length === 0 ? '<none>' : keys.map((key) => `${key}=${selector?.[key] ?? ''}`).join(',');
}

function formatExternalAddress(service: Service): string {
  const spec = service.spec;
  const external = spec?.externalIPs ?? [];
  switch (spec?.type) {
    case 'ExternalName':
      return spec.externalName || '<none>';
    case 'LoadBalancer': {
      const addresses = [...loadBalancerAddresses(service), ...external];
      return addresses.length > 0 ? addresses.join(',') : '<pending>';
    }
    case 'ClusterIP':
    case 'NodePort':
      return external.length > 0 ? external.join(',') : '<none>';
    default:
      return '<unknown>';
  }
}

function formatPorts(service: Service): string {
  const ports = service.spec?.ports ?? [];
  if (ports.length === 0) return '<none>';
  return ports.map((port) => (port.nodePort ? `${port.port}:${port.nodePort}/${port.protocol}` : `${port.port}/${port.protocol}`)).join(',');
}
