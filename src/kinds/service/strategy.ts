import type { Service, ServiceSpec } from '#machinery/generated/types.ts';

/**
 * What only the old type had use for, and the new object repeats unchanged, was not meant to be kept: changing the type
 * by a patch leaves it behind. Addresses and node ports are the allocator's.
 */
export function prepareServiceForUpdate(next: Service, before: Service): Service {
  const { spec } = next;
  const old = before.spec;
  if (!spec || !old || spec === old || spec.type === old.type) return next;
  let kept: ServiceSpec = spec;
  if (spec.type === 'ExternalName' && spec.internalTrafficPolicy === old.internalTrafficPolicy) {
    const { internalTrafficPolicy: _dropped, ...rest } = kept;
    kept = rest;
  }
  if (!isExternal(spec) && isExternal(old) && spec.externalTrafficPolicy === old.externalTrafficPolicy) {
    const { externalTrafficPolicy: _dropped, ...rest } = kept;
    kept = rest;
  }
  if (spec.type !== 'LoadBalancer' && spec.allocateLoadBalancerNodePorts === old.allocateLoadBalancerNodePorts) {
    const { allocateLoadBalancerNodePorts: _dropped, ...rest } = kept;
    kept = rest;
  }
  if (spec.type !== 'LoadBalancer' && spec.loadBalancerClass === old.loadBalancerClass) {
    const { loadBalancerClass: _dropped, ...rest } = kept;
    kept = rest;
  }
  return { ...next, spec: kept };
}

function isExternal(spec: ServiceSpec): boolean {
  return spec.type === 'NodePort' || spec.type === 'LoadBalancer' || (spec.externalIPs?.length ?? 0) > 0;
}
