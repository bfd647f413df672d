import type { ApiRequest, ApiResponse } from '#client/transport.ts';
import type { KubeObject } from '#machinery/object.ts';
import { type Status, StatusError } from '#machinery/status-error.ts';

import { bootstrapClusterRoleBindings, bootstrapClusterRoles } from './rbac/bootstrap-roles.ts';

const NAMESPACES = ['kube-system', 'kube-public', 'kube-node-lease', 'default'];
const TLS_PORT = 443;

/** What the server itself brings into a new cluster. */
export interface BootstrapOptions {
  /** Whether roles are served, so that the standard ones can be there. */
  readonly hasRoles: boolean;
  /** The address of the Service `kubernetes`: the first of the range; undefined where Services are not served. */
  readonly serviceAddress?: string;
  /** Where the server can be reached from nodes and pods; without it the Service has no endpoints. */
  readonly advertise?: { readonly address: string; readonly port: number };
}

/** Creates the first namespaces, and the Service (with its endpoints) by which pods reach the API. */
export function bootstrap(send: (request: ApiRequest) => ApiResponse, { hasRoles, serviceAddress, advertise }: BootstrapOptions): void {
  const create = (path: string, body: KubeObject): void => {
    const { status, body: answer } = send({ method: 'POST', path, body });
    if (status >= 400) throw new StatusError(answer as Status);
  };
  for (const name of NAMESPACES) create('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  if (hasRoles) {
    for (const role of bootstrapClusterRoles) create('/apis/rbac.authorization.k8s.io/v1/clusterroles', role);
    for (const binding of bootstrapClusterRoleBindings) create('/apis/rbac.authorization.k8s.io/v1/clusterrolebindings', binding);
  }
  if (serviceAddress === undefined) return;
  create('/api/v1/namespaces/default/services', kubernetesService(serviceAddress, advertise?.port ?? 6443));
  if (!advertise) return;
  create('/api/v1/namespaces/default/endpoints', kubernetesEndpoints(advertise));
  create('/apis/discovery.k8s.io/v1/namespaces/default/endpointslices', kubernetesSlice(advertise));
}

function kubernetesService(clusterIP: string, targetPort: number): KubeObject {
  const spec = {
    type: 'ClusterIP',
    clusterIP,
    clusterIPs: [clusterIP],
    ports: [{ name: 'https', port: TLS_PORT, protocol: 'TCP', targetPort }],
    sessionAffinity: 'None',
  };
  const metadata = { name: 'kubernetes', namespace: 'default', labels: { component: 'apiserver', provider: 'kubernetes' } };
  return { apiVersion: 'v1', kind: 'Service', metadata, spec } as KubeObject;
}

function kubernetesEndpoints({ address, port }: { address: string; port: number }): KubeObject {
  const subsets = [{ addresses: [{ ip: address }], ports: [{ name: 'https', port, protocol: 'TCP' }] }];
  // The label keeps the mirroring controller away: the server writes the slice itself.
  const metadata = { name: 'kubernetes', namespace: 'default', labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } };
  return { apiVersion: 'v1', kind: 'Endpoints', metadata, subsets } as KubeObject;
}

function kubernetesSlice({ address, port }: { address: string; port: number }): KubeObject {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: 'kubernetes', namespace: 'default', labels: { 'kubernetes.io/service-name': 'kubernetes' } },
    addressType: 'IPv4',
    endpoints: [{ addresses: [address], conditions: { ready: true } }],
    ports: [{ name: 'https', port, protocol: 'TCP' }],
  } as KubeObject;
}
