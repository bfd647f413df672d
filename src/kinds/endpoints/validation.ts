import { type FieldError, invalid, required } from '#machinery/field-error.ts';
import type { EndpointAddress, EndpointPort, Endpoints } from '#machinery/generated/types.ts';
import { validateIpAddress } from '#machinery/ip-address.ts';
import { validateDnsLabel, validateDnsSubdomain, validatePortNumber } from '#machinery/names.ts';
import { checkEnum, pushInvalid } from '../field-checks.ts';

/** What is wrong with endpoints by themselves. */
export function validateEndpoints(endpoints: Endpoints): readonly FieldError[] {
  const errors: FieldError[] = [];
  for (const [index, subset] of (endpoints.subsets ?? []).entries()) {
    const path = `subsets[${index}]`;
    const ready = subset.addresses ?? [];
    const notReady = subset.notReadyAddresses ?? [];
    if (ready.length + notReady.length === 0) errors.push(required(path, 'must specify `addresses` or `notReadyAddresses`'));
    for (const [at, address] of ready.entries()) checkAddress(address, `${path}.addresses[${at}]`, errors);
    for (const [at, address] of notReady.entries()) checkAddress(address, `${path}.notReadyAddresses[${at}]`, errors);
    const ports = subset.ports ?? [];
    for (const [at, port] of ports.entries()) checkPort(port, ports.length > 1, `${path}.ports[${at}]`, errors);
  }
  return errors;
}

function checkAddress(address: EndpointAddress, path: string, errors: FieldError[]): void {
  const ip = address.ip ?? '';
  const messages = validateIpAddress(ip);
  pushInvalid(errors, `${path}.ip`, ip, messages);
  if (address.hostname) pushInvalid(errors, `${path}.hostname`, address.hostname, validateDnsLabel(address.hostname));
  if (address.nodeName !== undefined) pushInvalid(errors, `${path}.nodeName`, address.nodeName, validateDnsSubdomain(address.nodeName));
  if (messages.length === 0) pushInvalid(errors, `${path}.ip`, ip, specialAddressErrors(ip));
}

/** Addresses that no endpoint can have. */
export function specialAddressErrors(ip: string): string[] {
  if (ip === '0.0.0.0' || ip === '::') return [`may not be unspecified (${ip})`];
  if (ip.startsWith('127.') || ip === '::1') return ['may not be in the loopback range (127.0.0.0/8, ::1/128)'];
  if (ip.startsWith('169.254.') || /^fe[89ab]/i.test(ip)) return ['may not be in the link-local range (169.254.0.0/16, fe80::/10)'];
  if (/^224\.0\.0\./.test(ip) || /^ff02:/i.test(ip)) return ['may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)'];
  return [];
}

function checkPort(port: EndpointPort, needsName: boolean, path: string, errors: FieldError[]): void {
  if (!port.name) {
    if (needsName) errors.push(required(`${path}.name`));
  } else pushInvalid(errors, `${path}.name`, port.name, validateDnsLabel(port.name));
  if (port.port === undefined) errors.push(invalid(`${path}.port`, 0, 'must be between 1 and 65535, inclusive'));
  else pushInvalid(errors, `${path}.port`, port.port, validatePortNumber(port.port));
  checkEnum(port.protocol, ['SCTP', 'TCP', 'UDP'], `${path}.protocol`, errors);
}
