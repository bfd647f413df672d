import type { Ingress } from '#machinery/generated/types.ts';

/** The addresses a load balancer has given, sorted. */
export function ingressAddresses(ingress: Ingress): readonly string[] {
  const addresses = (ingress.status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip || hostname || '');
  return [...new Set(addresses.filter((address) => address !== ''))].sort();
}
