import type { DiscoveryEndpointPort, Endpoint } from '#machinery/generated/types.ts';
import { formatSome } from '../endpoints/format-endpoints.ts';

/** `80,443`, at most three; `*` for a port without a number. */
export function formatSlicePorts(ports: readonly DiscoveryEndpointPort[]): string {
  if (ports.length === 0) return '<unset>';
  return formatSome(ports.map((port) => (port.port === undefined ? '*' : String(port.port))));
}

/** The addresses of all endpoints, ready or not, at most three. */
export function formatSliceEndpoints(endpoints: readonly Endpoint[]): string {
  if (endpoints.length === 0) return '<unset>';
  return formatSome(endpoints.flatMap((endpoint) => endpoint.addresses ?? []));
}
