import { type DnsClient, type DnsRecord, type DnsType, NetworkError } from '#os/network.ts';
import type { Process } from '#os/process.ts';
import { UsageError } from '#sim/usage-error.ts';
import { createTool } from '../tool.ts';

const TYPES: readonly DnsType[] = ['A', 'AAAA', 'CNAME', 'SRV', 'PTR'];

/** busybox's nslookup: it asks for every name that the search list makes and shows every answer. */
export const nslookup = createTool('nslookup', { letters: '', longWithValue: ['type', 'querytype'], long: { debug: 'debug' } }, async (process, args) => {
  const operands = args.operands.filter((operand) => !operand.startsWith('-'));
  const [name] = operands;
  const { dns } = process.network;
  if (name === undefined) throw new UsageError('missing HOST');
  if (!dns) throw new UsageError("can't find a name server");
  const wanted = (args.value('type') ?? args.value('querytype'))?.toUpperCase();
  if (wanted !== undefined && !TYPES.includes(wanted as DnsType)) throw new UsageError(`invalid query type "${wanted}"`);
  await process.print(`Server:\t\t${dns.server}\nAddress:\t${dns.server}:53\n\n`);
  try {
    return await askAll(process, dns, name, wanted as DnsType | undefined);
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    await process.print(';; connection timed out; no servers could be reached\n\n');
    return 1;
  }
});

async function askAll(process: Process, dns: DnsClient, name: string, wanted: DnsType | undefined): Promise<number> {
  const isAddress = /^\d+(\.\d+){3}$/.test(name);
  const questions = isAddress ? [`${name.split('.').reverse().join('.')}.in-addr.arpa`] : planNames(name, dns);
  const type: DnsType = isAddress ? 'PTR' : (wanted ?? 'A');
  let failed = 0;
  for (const question of questions) {
    const reply = await dns.query(question, type, process.cancel);
    if (reply.status === 'NXDOMAIN') {
      failed++;
      await process.print(`** server can't find ${question}: NXDOMAIN\n\n`);
    } else if (reply.records.length === 0) await process.print(`*** Can't find ${question}: No answer\n\n`);
    else await process.print(`${formatRecords(question, reply.records)}\n`);
  }
  return failed === questions.length ? 1 : 0;
}

function planNames(name: string, dns: DnsClient): readonly string[] {
  if (name.endsWith('.')) return [name.slice(0, -1)];
  if (name.split('.').length - 1 >= dns.ndots) return [name];
  return [...dns.search.map((domain) => `${name}.${domain}`), ...(name.includes('.') ? [name] : [])];
}

function formatRecords(question: string, records: readonly DnsRecord[]): string {
  return records
    .map((record) => {
      if (record.type === 'CNAME') return `${question}\tcanonical name = ${record.data}\n`;
      if (record.type === 'SRV') return `${question}\tservice = ${record.data}\n`;
      if (record.type === 'PTR') return `${question}\tname = ${record.data}\n`;
      return `Name:\t${question}\nAddress: ${record.data}\n`;
    })
    .join('');
}
