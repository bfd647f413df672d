import type { EndpointSlice } from '#machinery/generated/types.ts';
import { formatSome, joinHostPort } from '../endpoints/format-endpoints.ts';

/**
 * The ready addresses of a service's port, at most three. As upstream's: `<none>` without any slice, and nothing at all
 * when there are slices but nobody in them is ready.
 * @param portName '' for the one port that needs no name; undefined for every port
 */
export function formatReadyEndpoints(slices: readonly EndpointSlice[], portName: string | undefined): string {
  if (slices.length === 0) return '<none>';
  const all: string[] = [];
  for (const slice of slices) {
    const ready = (slice.endpoints ?? []).filter((endpoint) => endpoint.conditions?.ready !== false);
    const ports = slice.ports ?? [];
    // A headless service may have no ports.
    if (ports.length === 0) all.push(...ready.flatMap((endpoint) => endpoint.addresses));
    for (const port of ports) {
      if (portName !== undefined && (port.name ?? '') !== portName) continue;
      all.push(...ready.flatMap((endpoint) => endpoint.addresses.map((address) => joinHostPort(address, port.port ?? 0))));
    }
  }
  return formatSome(all);
}
