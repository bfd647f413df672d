import type { Endpoints } from '#machinery/generated/types.ts';

const shownEndpoints = 3;

/**
 * `10.0.0.1:80,10.0.0.2:80 + 2 more...`, at most three, or `<none>`.
 * @param portName only ports of this name; every port without it
 */
export function formatEndpoints(endpoints: Endpoints, portName?: string): string {
  const subsets = endpoints.subsets ?? [];
  if (subsets.length === 0) return '<none>';
  const all: string[] = [];
  for (const subset of subsets) {
    const addresses = subset.addresses ?? [];
    const ports = subset.ports ?? [];
    if (ports.length === 0 && portName === undefined) all.push(...addresses.map((address) => address.ip ?? ''));
    for (const port of ports) {
      if (portName !== undefined && (port.name ?? '') !== portName) continue;
      all.push(...addresses.map((address) => joinHostPort(address.ip ?? '', port.port ?? 0)));
    }
  }
  return formatSome(all);
}

/** The first three of a list, and how many more there are. `<none>` for none is the caller's: an empty list is ''. */
export function formatSome(all: readonly string[]): string {
  const shown = all.slice(0, shownEndpoints).join(',');
  return all.length > shownEndpoints ? `${shown} + ${all.length - shownEndpoints} more...` : shown;
}

/** An address with its port; IPv6 addresses go into brackets. */
export function joinHostPort(host: string, port: number | string): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
