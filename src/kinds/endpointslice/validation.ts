import { duplicate, type FieldError, required, tooMany } from '#machinery/field-error.ts';
import type { Endpoint, EndpointSlice } from '#machinery/generated/types.ts';
import { parseIpv4, parseIpv6, validateIpAddress } from '#machinery/ip-address.ts';
import { validateDnsLabel, validateDnsSubdomain, validatePortNumber } from '#machinery/names.ts';
import { specialAddressErrors } from '../endpoints/validation.ts';
import { checkEnum, pushInvalid } from '../field-checks.ts';
import { checkImmutable } from '../immutable-field.ts';

const maxEndpoints = 1000;
const maxAddresses = 100;
const maxPorts = 20_000;
const addressTypes = ['FQDN', 'IPv4', 'IPv6'];

/** What is wrong with a slice by itself. */
export function validateEndpointSlice(slice: EndpointSlice): readonly FieldError[] {
  const errors: FieldError[] = [];
  checkEnum(slice.addressType, addressTypes, 'addressType', errors);
  const endpoints = slice.endpoints ?? [];
  if (endpoints.length > maxEndpoints) return [...errors, tooMany('endpoints', endpoints.length, maxEndpoints)];
  for (const [index, endpoint] of endpoints.entries()) checkEndpoint(endpoint, slice.addressType, `endpoints[${index}]`, errors);
  checkPorts(slice, errors);
  return errors;
}

/** A slice keeps its kind of addresses. */
export function validateEndpointSliceUpdate(next: EndpointSlice, before: EndpointSlice): readonly FieldError[] {
  const errors: FieldError[] = [];
  checkImmutable(next.addressType, before.addressType, 'addressType', errors);
  return errors;
}

function checkEndpoint(endpoint: Endpoint, addressType: string | undefined, path: string, errors: FieldError[]): void {
  const addresses = endpoint.addresses ?? [];
  if (addresses.length === 0) errors.push(required(`${path}.addresses`, 'must contain at least 1 address'));
  else if (addresses.length > maxAddresses) errors.push(tooMany(`${path}.addresses`, addresses.length, maxAddresses));
  for (const [index, address] of addresses.entries()) {
    pushInvalid(errors, `${path}.addresses[${index}]`, address, addressErrors(address, addressType));
  }
  if (endpoint.nodeName !== undefined) pushInvalid(errors, `${path}.nodeName`, endpoint.nodeName, validateDnsSubdomain(endpoint.nodeName));
  if (endpoint.hostname !== undefined) pushInvalid(errors, `${path}.hostname`, endpoint.hostname, validateDnsLabel(endpoint.hostname));
}

function addressErrors(address: string, addressType: string | undefined): string[] {
  switch (addressType) {
    case 'IPv4': {
      if (parseIpv4(address)) return specialAddressErrors(address);
      return validateIpAddress(address).length > 0 ? validateIpAddress(address) : ['must be an IPv4 address'];
    }
    case 'IPv6': {
      if (parseIpv6(address)) return specialAddressErrors(address);
      return validateIpAddress(address).length > 0 ? validateIpAddress(address) : ['must be an IPv6 address'];
    }
    case 'FQDN':
      return validateDnsSubdomain(address);
    default:
      return [];
  }
}

function checkPorts(slice: EndpointSlice, errors: FieldError[]): void {
  const ports = slice.ports ?? [];
  if (ports.length > maxPorts) {
    errors.push(tooMany('ports', ports.length, maxPorts));
    return;
  }
  const names = new Set<string>();
  for (const [index, port] of ports.entries()) {
    const name = port.name ?? '';
    if (name !== '') pushInvalid(errors, `ports[${index}].name`, name, validateDnsLabel(name));
    if (names.has(name)) errors.push(duplicate(`ports[${index}].name`, name));
    names.add(name);
    if (port.port !== undefined) pushInvalid(errors, `ports[${index}].port`, port.port, validatePortNumber(port.port));
    checkEnum(port.protocol, ['SCTP', 'TCP', 'UDP'], `ports[${index}].protocol`, errors);
  }
}
