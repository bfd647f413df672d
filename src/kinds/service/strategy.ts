import type { Service, ServicePort, ServiceSpec } from '#machinery/generated/types.ts';
import { mapShared } from '../structural-sharing.ts';

/** A client that knows one address only says it in the singular; the list says the same. */
export function prepareServiceForCreate(service: Service): Service {
  const spec = service.spec;
  if (!spec?.clusterIP || (spec.clusterIPs?.length ?? 0) > 0) return service;
  return { ...service, spec: { ...spec, clusterIPs: [spec.clusterIP] } };
}

/**
 * What was allocated stays when the new object leaves it out, as replacing with a manifest does, and goes when the new
 * type has no use for it.
 */
export function prepareServiceForUpdate(next: Service, before: Service): Service {
  const spec = next.spec;
  const old = before.spec;
  if (!spec || !old || spec === old) return next;
  let carried = withSameAddresses(spec, old);
  carried = hasClusterIp(carried) && hasClusterIp(old) ? withAllocatedAddresses(carried, old) : carried;
  carried = hasNodePorts(carried) && hasNodePorts(old) ? withNodePorts(carried, old) : carried;
  carried = withoutUseless(carried, old);
  return carried === spec ? next : { ...next, spec: carried };
}

/** Changing only the singular changes the first of the list. */
function withSameAddresses(spec: ServiceSpec, old: ServiceSpec): ServiceSpec {
  if (spec.clusterIP === old.clusterIP || (spec.clusterIPs ?? []).join() !== (old.clusterIPs ?? []).join()) return spec;
  if (!spec.clusterIP) {
    const { clusterIPs: _gone, ...rest } = spec;
    return rest;
  }
  return { ...spec, clusterIPs: [spec.clusterIP, ...(spec.clusterIPs ?? []).slice(1)] };
}

function withAllocatedAddresses(spec: ServiceSpec, old: ServiceSpec): ServiceSpec {
  if (spec.clusterIP || (spec.clusterIPs?.length ?? 0) > 0 || !old.clusterIP) return spec;
  return { ...spec, clusterIP: old.clusterIP, clusterIPs: old.clusterIPs ?? [old.clusterIP] };
}

function withNodePorts(spec: ServiceSpec, old: ServiceSpec): ServiceSpec {
  const taken = new Set((spec.ports ?? []).map((port) => port.nodePort).filter((port) => port));
  const oldPort = (port: ServicePort) => (old.ports ?? []).find((candidate) => candidate.port === port.port && candidate.protocol === port.protocol)?.nodePort;
  const ports = mapShared(spec.ports, (port) => {
    const nodePort = port.nodePort ? undefined : oldPort(port);
    return nodePort && !taken.has(nodePort) ? { ...port, nodePort } : port;
  });
  return ports && ports !== spec.ports ? { ...spec, ports } : spec;
}

/** What only the old type had, and the new object repeats unchanged, was not meant to be kept. */
function withoutUseless(spec: ServiceSpec, old: ServiceSpec): ServiceSpec {
  let next = spec;
  if (next.type === 'ExternalName' && old.type !== 'ExternalName' && next.clusterIP === old.clusterIP) {
    const { clusterIP: _ip, clusterIPs: _ips, ipFamilies: _families, ipFamilyPolicy: _policy, internalTrafficPolicy: _internal, ...rest } = next;
    next = rest;
  }
  if (!hasNodePorts(next) && hasNodePorts(old)) {
    const ports = mapShared(next.ports, (port) => {
      if (!port.nodePort || !(old.ports ?? []).some((candidate) => candidate.nodePort === port.nodePort)) return port;
      const { nodePort: _dropped, ...rest } = port;
      return rest;
    });
    if (ports && ports !== next.ports) next = { ...next, ports };
    if (next.externalTrafficPolicy === old.externalTrafficPolicy && next.externalTrafficPolicy && (next.externalIPs?.length ?? 0) === 0) {
      const { externalTrafficPolicy: _dropped, ...rest } = next;
      next = rest;
    }
  }
  if (next.type !== 'LoadBalancer' && old.type === 'LoadBalancer' && next.allocateLoadBalancerNodePorts === old.allocateLoadBalancerNodePorts) {
    const { allocateLoadBalancerNodePorts: _dropped, ...rest } = next;
    next = rest;
  }
  return next;
}

function hasClusterIp(spec: ServiceSpec): boolean {
  return spec.type !== 'ExternalName';
}

function hasNodePorts(spec: ServiceSpec): boolean {
  return spec.type === 'NodePort' || spec.type === 'LoadBalancer';
}
