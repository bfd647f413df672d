import { duplicate, type FieldError, invalid, notSupported, required } from '#machinery/field-error.ts';
import type { Service, ServiceSpec } from '#machinery/generated/types.ts';
import { validateIpAddress } from '#machinery/ip-address.ts';
import { pushInvalid } from '../field-checks.ts';

const families = ['IPv4', 'IPv6'];
const policies = ['PreferDualStack', 'RequireDualStack', 'SingleStack'];

/** The addresses inside the cluster and their families, where there are any. */
export function checkClusterIps(spec: ServiceSpec, errors: FieldError[]): void {
  if (spec.type === 'ExternalName') return;
  const ips = spec.clusterIPs ?? [];
  if (ips.length > 0 && spec.clusterIP !== ips[0]) errors.push(invalid('spec.clusterIP', spec.clusterIP ?? '', 'must be same as .spec.clusterIPs[0]'));
  else if (ips.length === 0 && spec.clusterIP) errors.push(required('spec.clusterIPs', 'must be set when .spec.clusterIP is set'));
  checkFamilies(spec, errors);
  const isHeadless = ips[0] === 'None';
  if (isHeadless) {
    if (ips.length > 1) errors.push(invalid('spec.clusterIPs', ips, "'None' must be the first and only value"));
    return;
  }
  for (const [index, ip] of ips.entries()) {
    const field = `spec.clusterIPs[${index}]`;
    if (ip === 'None') errors.push(invalid(field, ip, "'None' must be the first and only value"));
    else pushInvalid(errors, field, ip, validateIpAddress(ip));
  }
  if (ips.length > 2) errors.push(invalid('spec.clusterIPs', ips, 'may only hold up to 2 values'));
}

function checkFamilies(spec: ServiceSpec, errors: FieldError[]): void {
  const seen = new Set<string>();
  for (const [index, family] of (spec.ipFamilies ?? []).entries()) {
    if (!families.includes(family)) errors.push(notSupported(`spec.ipFamilies[${index}]`, family, families));
    if (seen.has(family)) errors.push(duplicate(`spec.ipFamilies[${index}]`, family));
    seen.add(family);
  }
  const policy = spec.ipFamilyPolicy;
  if (policy !== undefined && !policies.includes(policy)) errors.push(notSupported('spec.ipFamilyPolicy', policy, policies));
}

/** An address inside the cluster stays as long as the service has one. */
export function validateServiceUpdate(next: Service, before: Service): readonly FieldError[] {
  const errors: FieldError[] = [];
  const oldIp = before.spec?.clusterIPs?.[0] ?? '';
  const newIps = next.spec?.clusterIPs ?? [];
  if (before.spec?.type === 'ExternalName' || next.spec?.type === 'ExternalName' || oldIp === '') return errors;
  if (newIps.length === 0) errors.push(invalid('spec.clusterIPs[0]', newIps, 'primary clusterIP can not be unset'));
  else if (newIps[0] !== oldIp) errors.push(invalid('spec.clusterIPs[0]', newIps, 'may not change once set'));
  if (next.spec?.loadBalancerClass !== before.spec?.loadBalancerClass && before.spec?.type === 'LoadBalancer' && next.spec?.type === 'LoadBalancer') {
    errors.push(invalid('spec.loadBalancerClass', next.spec.loadBalancerClass, 'may not change once set'));
  }
  return errors;
}
