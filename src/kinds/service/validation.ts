import { duplicate, type FieldError, forbidden, invalid, notSupported, required } from '#machinery/field-error.ts';
import type { Service, ServicePort, ServiceSpec } from '#machinery/generated/types.ts';
import { validateCidr, validateIpAddress } from '#machinery/ip-address.ts';
import { validateLabelKey } from '#machinery/label-validation.ts';
import { validateDnsSubdomain, validatePortNumber } from '#machinery/names.ts';
import { specialAddressErrors } from '../endpoints/validation.ts';
import { checkDnsLabelName, checkEnum, checkLabels, pushInvalid } from '../field-checks.ts';
import { checkPort } from '../pod-template/validation/probes.ts';
import { checkClusterIps } from './cluster-ip-validation.ts';

const kubeletPort = 10_250;
const longestAffinitySeconds = 86_400;
const types = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];

/** What is wrong with a service by itself. Whether addresses and node ports are free is the allocators' to say. */
export function validateService(service: Service): readonly FieldError[] {
  const errors: FieldError[] = [];
  const spec = service.spec ?? {};
  const isHeadless = spec.clusterIPs?.[0] === 'None' || spec.clusterIP === 'None';
  if ((spec.ports?.length ?? 0) === 0 && !isHeadless && spec.type !== 'ExternalName') errors.push(required('spec.ports'));
  checkType(spec, isHeadless, errors);
  checkPorts(spec.ports ?? [], errors);
  checkLabels(spec.selector, 'spec.selector', errors);
  checkAffinity(spec, errors);
  checkClusterIps(spec, errors);
  for (const [index, ip] of (spec.externalIPs ?? []).entries()) {
    const messages = validateIpAddress(ip);
    pushInvalid(errors, `spec.externalIPs[${index}]`, ip, messages.length > 0 ? messages : specialAddressErrors(ip));
  }
  checkEnum(spec.type, types, 'spec.type', errors);
  checkPortUse(spec, errors);
  checkLoadBalancer(spec, errors);
  checkTraffic(spec, errors);
  return errors;
}

function checkType(spec: ServiceSpec, isHeadless: boolean, errors: FieldError[]): void {
  if (spec.type === 'ExternalName') {
    checkExternalName(spec, errors);
    return;
  }
  if (spec.type === 'LoadBalancer') {
    for (const [index, port] of (spec.ports ?? []).entries()) {
      if (port.port !== kubeletPort) continue;
      errors.push(invalid(`spec.ports[${index}]`, port.port, `may not expose port ${kubeletPort} externally since it is used by kubelet`));
    }
  }
  if (isHeadless && (spec.type === 'LoadBalancer' || spec.type === 'NodePort')) {
    errors.push(invalid('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${spec.type} services`));
  }
}

function checkExternalName(spec: ServiceSpec, errors: FieldError[]): void {
  const refused = 'may not be set for ExternalName services';
  if ((spec.clusterIPs?.length ?? 0) > 0) errors.push(forbidden('spec.clusterIPs', refused));
  if ((spec.ipFamilies?.length ?? 0) > 0) errors.push(forbidden('spec.ipFamilies', refused));
  if (spec.ipFamilyPolicy !== undefined) errors.push(forbidden('spec.ipFamilyPolicy', refused));
  const name = (spec.externalName ?? '').replace(/\.$/, '');
  if (name === '') errors.push(required('spec.externalName'));
  else pushInvalid(errors, 'spec.externalName', name, validateDnsSubdomain(name));
}

function checkPorts(ports: readonly ServicePort[], errors: FieldError[]): void {
  const names = new Set<string>();
  for (const [index, port] of ports.entries()) {
    const path = `spec.ports[${index}]`;
    if (port.name || ports.length > 1) checkDnsLabelName(port.name, `${path}.name`, errors);
    if (port.name && names.has(port.name)) errors.push(duplicate(`${path}.name`, port.name));
    if (port.name) names.add(port.name);
    pushInvalid(errors, `${path}.port`, port.port ?? 0, validatePortNumber(port.port ?? 0));
    checkEnum(port.protocol, ['SCTP', 'TCP', 'UDP'], `${path}.protocol`, errors);
    checkPort(port.targetPort, `${path}.targetPort`, errors);
    if (port.appProtocol !== undefined) pushInvalid(errors, `${path}.appProtocol`, port.appProtocol, validateLabelKey(port.appProtocol));
  }
}

function checkAffinity(spec: ServiceSpec, errors: FieldError[]): void {
  checkEnum(spec.sessionAffinity, ['ClientIP', 'None'], 'spec.sessionAffinity', errors);
  if (spec.sessionAffinity === 'ClientIP') {
    const seconds = spec.sessionAffinityConfig?.clientIP?.timeoutSeconds;
    const field = 'spec.sessionAffinityConfig.clientIP.timeoutSeconds';
    if (seconds === undefined) errors.push(required(field));
    else if (seconds <= 0 || seconds > longestAffinitySeconds) {
      errors.push(invalid(field, seconds, `must be greater than 0 and less than ${longestAffinitySeconds}`));
    }
  } else if (spec.sessionAffinity === 'None' && spec.sessionAffinityConfig) {
    errors.push(forbidden('spec.sessionAffinityConfig', 'must not be set when session affinity is None'));
  }
}

/** Node ports only where they make sense, and no port twice. */
function checkPortUse(spec: ServiceSpec, errors: FieldError[]): void {
  const nodePorts = new Set<string>();
  const ports = new Set<string>();
  for (const [index, port] of (spec.ports ?? []).entries()) {
    const path = `spec.ports[${index}]`;
    if (port.nodePort && spec.type === 'ClusterIP') errors.push(forbidden(`${path}.nodePort`, "may not be used when `type` is 'ClusterIP'"));
    if (port.nodePort) {
      const key = `${port.protocol}/${port.nodePort}`;
      if (nodePorts.has(key)) errors.push(duplicate(`${path}.nodePort`, port.nodePort));
      nodePorts.add(key);
    }
    const key = `${port.protocol}/${port.port}`;
    if (ports.has(key)) errors.push(duplicate(path, { port: port.port, protocol: port.protocol }));
    ports.add(key);
  }
}

function checkLoadBalancer(spec: ServiceSpec, errors: FieldError[]): void {
  const isLoadBalancer = spec.type === 'LoadBalancer';
  const ranges = spec.loadBalancerSourceRanges ?? [];
  if (ranges.length > 0 && !isLoadBalancer) {
    errors.push(forbidden('spec.LoadBalancerSourceRanges', "may only be used when `type` is 'LoadBalancer'"));
  }
  for (const [index, range] of ranges.entries()) pushInvalid(errors, `spec.LoadBalancerSourceRanges[${index}]`, range, validateCidr(range.trim()));
  if (isLoadBalancer && spec.allocateLoadBalancerNodePorts === undefined) errors.push(required('spec.allocateLoadBalancerNodePorts'));
  if (!isLoadBalancer && spec.allocateLoadBalancerNodePorts !== undefined) {
    errors.push(forbidden('spec.allocateLoadBalancerNodePorts', "may only be used when `type` is 'LoadBalancer'"));
  }
  if (!isLoadBalancer && spec.loadBalancerClass !== undefined) {
    errors.push(forbidden('spec.loadBalancerClass', "may only be used when `type` is 'LoadBalancer'"));
  }
}

function checkTraffic(spec: ServiceSpec, errors: FieldError[]): void {
  const isExternal = spec.type === 'LoadBalancer' || spec.type === 'NodePort' || (spec.type === 'ClusterIP' && (spec.externalIPs?.length ?? 0) > 0);
  const policies = ['Cluster', 'Local'];
  const external = spec.externalTrafficPolicy;
  if (external === undefined || external === '') {
    if (isExternal) errors.push(required('spec.externalTrafficPolicy', 'must be set for externally-accessible services'));
  } else {
    if (!isExternal) errors.push(invalid('spec.externalTrafficPolicy', external, 'may only be set for externally-accessible services'));
    if (!policies.includes(external)) errors.push(notSupported('spec.externalTrafficPolicy', external, policies));
  }
  const needsCheck = spec.type === 'LoadBalancer' && external === 'Local';
  if (spec.healthCheckNodePort && !needsCheck) {
    const detail = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";
    errors.push(invalid('spec.healthCheckNodePort', spec.healthCheckNodePort, detail));
  }
  const internal = spec.internalTrafficPolicy;
  if (internal !== undefined && !policies.includes(internal)) errors.push(notSupported('spec.internalTrafficPolicy', internal, policies));
  const distribution = spec.trafficDistribution;
  const distributions = ['PreferClose', 'PreferSameNode', 'PreferSameZone'];
  if (distribution !== undefined && !distributions.includes(distribution)) {
    errors.push(notSupported('spec.trafficDistribution', distribution, distributions));
  }
}
