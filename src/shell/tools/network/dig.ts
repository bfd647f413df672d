import { type DnsClient, type DnsRecord, type DnsReply, type DnsType, NetworkError } from '#os/network.ts';
import type { Process, Program } from '#os/process.ts';
import { hashText } from '#sim/hash.ts';
import { UsageError } from '#sim/usage-error.ts';

const VERSION = '9.20.9';
const TYPES: readonly DnsType[] = ['A', 'AAAA', 'CNAME', 'SRV', 'PTR'];
const otherTypes = new Set(['ANY', 'MX', 'NS', 'SOA', 'TXT', 'CAA', 'AXFR', 'DNSKEY']);
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** One thing asked, and how the answer is to be shown. */
interface Question {
  readonly name: string;
  readonly type: DnsType;
  readonly isShort: boolean;
  readonly usesSearch: boolean;
  readonly sections: { readonly comments: boolean; readonly question: boolean; readonly answer: boolean; readonly stats: boolean };
}

/** dig: what a name server answers, in full. */
export const dig: Program = async (process) => {
  try {
    const { dns } = process.network;
    const { questions, server } = parseQuestions(process.argv.slice(1));
    if (!dns) throw new UsageError('no name server is configured', 9);
    if (server !== undefined && server !== dns.server) {
      await process.print(`;; communications error to ${server}#53: timed out\n;; no servers could be reached\n`);
      return 9;
    }
    for (const question of questions) {
      const status = await ask(process, dns, question, server);
      if (status !== 0) return status;
    }
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    await process.printError(`dig: ${error.message}\n`);
    return error.exitCode;
  }
};

/** Reads the words of a command line: `@server`, a name, a type, `+options`, `-x address`. */
function parseQuestions(args: readonly string[]): { readonly questions: readonly Question[]; readonly server: string | undefined } {
  let server: string | undefined;
  let type: DnsType | undefined;
  let isShort = false;
  let usesSearch = false;
  let sections = { comments: true, question: true, answer: true, stats: true };
  const names: { readonly name: string; readonly type?: DnsType }[] = [];
  const setType = (text: string): void => {
    if (otherTypes.has(text)) throw new UsageError(`records of type ${text} are not served here`);
    type = text as DnsType;
  };
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? '';
    const upper = word.toUpperCase();
    if (word.startsWith('@')) server = word.slice(1);
    else if (word === '-x') names.push({ name: reverseName(args[++at] ?? ''), type: 'PTR' });
    else if (word === '-t') setType((args[++at] ?? '').toUpperCase());
    else if (word === '-q') names.push({ name: args[++at] ?? '' });
    else if (word === '-4' || upper === 'IN') continue;
    else if (word === '+short') isShort = true;
    else if (word === '+noall') sections = { comments: false, question: false, answer: false, stats: false };
    else if (word === '+search' || word === '+nosearch') usesSearch = word === '+search';
    else if (/^\+(no)?(answer|comments|question|stats)$/.test(word)) sections = { ...sections, [word.replace(/^\+(no)?/, '')]: !word.startsWith('+no') };
    else if (/^\+((no)?(cmd|all|recurse|tcp|edns|cookie)|(time|tries|retry)=\d+)$/.test(word)) continue;
    else if (word.startsWith('+') || word.startsWith('-')) throw new UsageError(`invalid option: ${word}`);
    else if (TYPES.includes(upper as DnsType) || otherTypes.has(upper)) setType(upper);
    else names.push({ name: word });
  }
  if (names.length === 0) throw new UsageError('name the host to ask for; the root servers are not simulated');
  return { server, questions: names.map((each) => ({ name: each.name, type: each.type ?? type ?? 'A', isShort, usesSearch, sections })) };
}

/** @throws UsageError for what is no IPv4 address */
function reverseName(address: string): string {
  if (!/^\d+(\.\d+){3}$/.test(address)) throw new UsageError(`'${address}' is not a legal IPv4 address`);
  return `${address.split('.').reverse().join('.')}.in-addr.arpa`;
}

async function ask(process: Process, dns: DnsClient, question: Question, server: string | undefined): Promise<number> {
  const { clock } = process.simulation;
  const startedAtMs = clock.now;
  const [first = ''] = candidateNames(question, dns);
  let asked = first;
  let reply: DnsReply = { status: 'NXDOMAIN', records: [] };
  try {
    for (const name of candidateNames(question, dns)) {
      asked = name;
      reply = await dns.query(name, question.type, process.cancel);
      if (reply.status === 'NOERROR') break;
    }
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    await process.print(`;; communications error to ${dns.server}#53: timed out\n;; no servers could be reached\n`);
    return 9;
  }
  if (question.isShort) await process.print(reply.records.map((record) => `${formatData(record)}\n`).join(''));
  else await process.print(formatReply(question, asked, reply, { dns, server, tookMs: clock.now - startedAtMs, nowMs: clock.now }));
  return 0;
}

function candidateNames({ name, usesSearch }: Question, dns: DnsClient): readonly string[] {
  const bare = name.replace(/\.$/, '');
  if (!usesSearch || name.endsWith('.')) return [bare];
  const found = dns.search.map((domain) => `${bare}.${domain}`);
  return bare.split('.').length - 1 >= dns.ndots ? [bare, ...found] : [...found, bare];
}

interface Asking {
  readonly dns: DnsClient;
  readonly server: string | undefined;
  readonly tookMs: number;
  readonly nowMs: number;
}

function formatReply(question: Question, asked: string, { status, records }: DnsReply, asking: Asking): string {
  const { sections } = question;
  const lines: string[] = [];
  if (sections.comments) {
    const at = asking.server === undefined ? '' : ` @${asking.server}`;
    const id = hashText(`${asked}/${question.type}/${asking.nowMs}`, 1) & 0xffff;
    lines.push(
      '',
      `; <<>> DiG ${VERSION} <<>>${at} ${question.name}${question.type === 'A' ? '' : ` ${question.type}`}`,
      ';; global options: +cmd',
      ';; Got answer:',
    );
    lines.push(`;; ->>HEADER<<- opcode: QUERY, status: ${status}, id: ${id}`);
    lines.push(`;; flags: qr aa rd; QUERY: 1, ANSWER: ${records.length}, AUTHORITY: 0, ADDITIONAL: 0`, ';; WARNING: recursion requested but not available', '');
  }
  if (sections.question) lines.push(';; QUESTION SECTION:', `;${column(`${asked}.`, 31)}IN\t${question.type}`, '');
  if (sections.answer && records.length > 0) {
    if (sections.comments) lines.push(';; ANSWER SECTION:');
    lines.push(...records.map((record) => `${column(`${record.name}.`, 24)}${record.ttlSeconds}\tIN\t${record.type}\t${formatData(record)}`));
    if (sections.comments) lines.push('');
  }
  if (sections.stats) {
    lines.push(
      `;; Query time: ${asking.tookMs} msec`,
      `;; SERVER: ${asking.dns.server}#53(${asking.dns.server}) (UDP)`,
      `;; WHEN: ${formatWhen(asking.nowMs)}`,
    );
    lines.push(`;; MSG SIZE  rcvd: ${messageSize(asked, records)}`, '');
  }
  return lines.map((line) => `${line}\n`).join('');
}

/** A name and the tabs to the next column. */
function column(text: string, width: number): string {
  const tabs = Math.max(1, Math.ceil((width - text.length) / 8));
  return text + '\t'.repeat(tabs);
}

const formatData = (record: DnsRecord): string => (record.type === 'A' || record.type === 'AAAA' ? record.data : `${record.data}.`);

function formatWhen(ms: number): string {
  const date = new Date(ms);
  const two = (value: number): string => String(value).padStart(2, '0');
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':');
  return `${DAYS[date.getUTCDay()]} ${MONTHS[date.getUTCMonth()]} ${two(date.getUTCDate())} ${time} UTC ${date.getUTCFullYear()}`;
}

/** Bytes of the message: header, question, and each record with its name pointed to. */
function messageSize(asked: string, records: readonly DnsRecord[]): number {
  const sizes = records.map((record) => 12 + (record.type === 'A' ? 4 : record.type === 'AAAA' ? 16 : record.data.length + 2));
  return 12 + asked.length + 2 + 4 + sizes.reduce((sum, size) => sum + size, 0);
}
