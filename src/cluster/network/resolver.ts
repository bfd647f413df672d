import { type DnsClient, type DnsType, NetworkError } from '#os/network.ts';
import type { CancelToken } from '#sim/cancel.ts';
import { isAddress } from './address-plan.ts';

/** How a namespace resolves names: its resolv.conf and hosts file. */
export interface ResolverConfig {
  readonly server: string;
  readonly search: readonly string[];
  readonly ndots: number;
  readonly hosts: ReadonlyMap<string, string>;
}

/** The fully qualified names to try for a name, in order, by the rules of `search` and `ndots`. */
export function planQuestions(name: string, config: Pick<ResolverConfig, 'search' | 'ndots'>): readonly string[] {
  if (name.endsWith('.')) return [name.slice(0, -1)];
  const dots = name.split('.').length - 1;
  const searched = config.search.map((domain) => `${name}.${domain}`);
  return dots >= config.ndots ? [name, ...searched] : [...searched, name];
}

/** Looks a name up as a C library does. @throws NetworkError ENOTFOUND */
export async function resolveName(name: string, config: ResolverConfig, dns: DnsClient, cancel?: CancelToken): Promise<readonly string[]> {
  if (isAddress(name)) return [name];
  if (name === 'localhost') return ['127.0.0.1'];
  const known = config.hosts.get(name);
  if (known) return [known];
  for (const question of planQuestions(name, config)) {
    const addresses = await lookUp(question, 'A', dns, cancel, 0);
    if (addresses.length > 0) return addresses;
  }
  throw new NetworkError('ENOTFOUND', 'Name or service not known');
}

async function lookUp(question: string, type: DnsType, dns: DnsClient, cancel: CancelToken | undefined, depth: number): Promise<readonly string[]> {
  const { records } = await dns.query(question, type, cancel);
  const alias = records.find((record) => record.type === 'CNAME');
  if (alias && depth < 8) return lookUp(alias.data, type, dns, cancel, depth + 1);
  return records.map((record) => record.data);
}
