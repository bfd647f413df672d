import { type FieldError, invalid, notSupported, required } from '#machinery/field-error.ts';
import type { HTTPIngressPath, Ingress, IngressBackend, IngressRule } from '#machinery/generated/types.ts';
import { isIpAddress } from '#machinery/ip-address.ts';
import { validateDnsLabel, validateDnsSubdomain, validatePortName, validatePortNumber, validateWildcardDnsSubdomain } from '#machinery/names.ts';
import { pushInvalid } from '../field-checks.ts';

const pathTypes = ['Exact', 'ImplementationSpecific', 'Prefix'];

/** What is wrong with an ingress by itself. */
export function validateIngress(ingress: Ingress): readonly FieldError[] {
  const errors: FieldError[] = [];
  const spec = ingress.spec ?? {};
  const rules = spec.rules ?? [];
  if (rules.length === 0 && !spec.defaultBackend) errors.push(invalid('spec', rules, 'either `defaultBackend` or `rules` must be specified'));
  if (spec.defaultBackend) checkBackend(spec.defaultBackend, 'spec.defaultBackend', errors);
  for (const [index, rule] of rules.entries()) checkRule(rule, `spec.rules[${index}]`, errors);
  for (const [index, tls] of (spec.tls ?? []).entries()) {
    for (const [at, host] of (tls.hosts ?? []).entries()) checkHost(host, `spec.tls[${index}].hosts[${at}]`, errors);
    if (tls.secretName) pushInvalid(errors, `spec.tls[${index}].secretName`, tls.secretName, validateDnsSubdomain(tls.secretName));
  }
  if (spec.ingressClassName !== undefined) pushInvalid(errors, 'spec.ingressClassName', spec.ingressClassName, validateDnsSubdomain(spec.ingressClassName));
  return errors;
}

function checkRule(rule: IngressRule, path: string, errors: FieldError[]): void {
  if (rule.host) {
    if (isIpAddress(rule.host)) errors.push(invalid(`${path}.host`, rule.host, 'must be a DNS name, not an IP address'));
    checkHost(rule.host, `${path}.host`, errors);
  }
  if (!rule.http) return;
  const paths = rule.http.paths ?? [];
  if (paths.length === 0) errors.push(required(`${path}.http.paths`));
  for (const [index, item] of paths.entries()) checkPath(item, `${path}.http.paths[${index}]`, errors);
}

function checkHost(host: string, field: string, errors: FieldError[]): void {
  pushInvalid(errors, field, host, host.includes('*') ? validateWildcardDnsSubdomain(host) : validateDnsSubdomain(host));
}

function checkPath({ path = '', pathType, backend }: HTTPIngressPath, field: string, errors: FieldError[]): void {
  if (!pathType) errors.push(required(`${field}.pathType`, 'pathType must be specified'));
  else if (!pathTypes.includes(pathType)) errors.push(notSupported(`${field}.pathType`, pathType, pathTypes));
  else if (pathType !== 'ImplementationSpecific' || path !== '') checkPathText(path, `${field}.path`, errors);
  checkBackend(backend ?? {}, `${field}.backend`, errors);
}

function checkPathText(path: string, field: string, errors: FieldError[]): void {
  if (!path.startsWith('/')) {
    errors.push(invalid(field, path, 'must be an absolute path'));
    return;
  }
  for (const part of ['//', '/./', '/../', '%2f', '%2F']) if (path.includes(part)) errors.push(invalid(field, path, `must not contain '${part}'`));
  for (const end of ['/..', '/.']) if (path.endsWith(end)) errors.push(invalid(field, path, `cannot end with '${end}'`));
}

function checkBackend(backend: IngressBackend, path: string, errors: FieldError[]): void {
  const { service, resource } = backend;
  if (service && resource) {
    errors.push(invalid(path, '', 'cannot set both resource and service backends'));
    return;
  }
  if (resource) return;
  if (!service) {
    errors.push(required(path, 'must specify one of `resource` or `service`'));
    return;
  }
  if (!service.name) errors.push(required(`${path}.service.name`));
  else pushInvalid(errors, `${path}.service.name`, service.name, validateDnsLabel(service.name));
  const { number, name } = service.port ?? {};
  if (name && number) errors.push(invalid(path, '', 'cannot set both port name & port number'));
  else if (name) pushInvalid(errors, `${path}.service.port.name`, name, validatePortName(name));
  else if (number) pushInvalid(errors, `${path}.service.port.number`, number, validatePortNumber(number));
  else errors.push(required(path, 'port name or number is required'));
}
