import type { Service, ServicePort, ServiceSpec } from '#machinery/generated/types.ts';
import { mapShared, withFields } from '../structural-sharing.ts';

/** Three hours, as long as a client sticks to a pod. */
const affinityTimeoutSeconds = 10_800;

/** What a service says when the user leaves it out. Addresses, node ports and families are the API server's to give. */
export function serviceDefaults(service: Service): Service {
  const spec = service.spec ?? {};
  let next: ServiceSpec = withFields(spec, { sessionAffinity: spec.sessionAffinity || 'None', type: spec.type || 'ClusterIP' });
  next = withSessionAffinity(next);
  const ports = mapShared(next.ports, portDefaults);
  if (ports && ports !== next.ports) next = { ...next, ports };
  next = withTrafficPolicies(next);
  const status = service.status?.loadBalancer ? service.status : { ...service.status, loadBalancer: {} };
  return withFields(service, { spec: next, status });
}

function withSessionAffinity(spec: ServiceSpec): ServiceSpec {
  if (spec.sessionAffinity === 'None' && spec.sessionAffinityConfig) {
    const { sessionAffinityConfig: _dropped, ...rest } = spec;
    return rest;
  }
  if (spec.sessionAffinity !== 'ClientIP' || spec.sessionAffinityConfig?.clientIP?.timeoutSeconds !== undefined) return spec;
  return { ...spec, sessionAffinityConfig: { clientIP: { timeoutSeconds: affinityTimeoutSeconds } } };
}

function portDefaults(port: ServicePort): ServicePort {
  const targetPort = port.targetPort === undefined || port.targetPort === 0 || port.targetPort === '' ? port.port : port.targetPort;
  return withFields(port, { protocol: port.protocol || 'TCP', targetPort });
}

function withTrafficPolicies(spec: ServiceSpec): ServiceSpec {
  const isLoadBalancer = spec.type === 'LoadBalancer';
  const hasClusterIP = isLoadBalancer || spec.type === 'NodePort' || spec.type === 'ClusterIP';
  const isReachableFromOutside = isLoadBalancer || spec.type === 'NodePort' || (spec.type === 'ClusterIP' && (spec.externalIPs?.length ?? 0) > 0);
  let next = spec;
  if (isReachableFromOutside && !next.externalTrafficPolicy) next = { ...next, externalTrafficPolicy: 'Cluster' };
  if (hasClusterIP && !next.internalTrafficPolicy) next = { ...next, internalTrafficPolicy: 'Cluster' };
  if (isLoadBalancer && next.allocateLoadBalancerNodePorts === undefined) next = { ...next, allocateLoadBalancerNodePorts: true };
  return next;
}
