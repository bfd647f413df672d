import { type DnsType, NetworkError } from '#os/network.ts';
import { UsageError } from '#sim/usage-error.ts';
import { createTool } from '../tool.ts';

const TYPES: readonly DnsType[] = ['A', 'AAAA', 'CNAME', 'SRV', 'PTR'];

/** host: what a name or address stands for, in a sentence each. */
export const host = createTool('host', { letters: 't:W:4' }, async (process, args) => {
  const [name, server] = args.operands;
  const { dns } = process.network;
  if (name === undefined) throw new UsageError('name the host to look up');
  if (!dns) throw new UsageError("can't find a name server");
  if (server !== undefined && server !== dns.server) {
    await process.print(`;; communications error to ${server}#53: timed out\n;; no servers could be reached\n`);
    return 1;
  }
  const wanted = args.value('t')?.toUpperCase();
  if (wanted !== undefined && !TYPES.includes(wanted as DnsType)) throw new UsageError(`records of type ${wanted} are not served here`);
  const isAddress = /^\d+(\.\d+){3}$/.test(name);
  const bare = name.replace(/\.$/, '');
  const names = isAddress
    ? [`${name.split('.').reverse().join('.')}.in-addr.arpa`]
    : name.endsWith('.')
      ? [bare]
      : bare.split('.').length - 1 >= dns.ndots
        ? [bare, ...dns.search.map((domain) => `${bare}.${domain}`)]
        : [...dns.search.map((domain) => `${bare}.${domain}`), bare];
  const types: readonly DnsType[] = isAddress ? ['PTR'] : wanted ? [wanted as DnsType] : ['A', 'AAAA'];
  try {
    for (const asked of names) {
      const replies = await Promise.all(types.map((type) => dns.query(asked, type, process.cancel)));
      if (replies.every((reply) => reply.status === 'NXDOMAIN')) continue;
      const records = replies.flatMap((reply) => reply.records);
      if (records.length === 0 && wanted !== undefined) await process.print(`${asked} has no ${wanted} record\n`);
      for (const record of records)
        await process.print(`${record.name} ${phrases[record.type]} ${record.data}${record.type === 'A' || record.type === 'AAAA' ? '' : '.'}\n`);
      return 0;
    }
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    await process.print(`;; communications error to ${dns.server}#53: timed out\n;; no servers could be reached\n`);
    return 1;
  }
  await process.print(`Host ${isAddress ? names[0] : name}${isAddress ? '.' : ''} not found: 3(NXDOMAIN)\n`);
  return 1;
});

const phrases: Readonly<Record<DnsType, string>> = {
  A: 'has address',
  AAAA: 'has IPv6 address',
  CNAME: 'is an alias for',
  SRV: 'has SRV record',
  PTR: 'domain name pointer',
};
