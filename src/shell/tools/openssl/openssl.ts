import { decodeText } from '#os/bytes.ts';
import { NetworkError } from '#os/network.ts';
import type { Process, Program } from '#os/process.ts';
import { toHex } from '#os/x509/der.ts';
import { md5, sha256 } from '#sim/digest.ts';
import { UsageError } from '#sim/usage-error.ts';
import { decodeBase64, encodeBase64 } from '../base64.ts';
import { req, verify, x509 } from './certificate-commands.ts';
import { randomOf, readInput, writeOutput } from './files.ts';
import { genpkey, genrsa, pkey } from './key-commands.ts';
import { parseOptions } from './options.ts';

const VERSION = 'OpenSSL 3.0.17 1 Jul 2025 (Library: OpenSSL 3.0.17 1 Jul 2025)';

type Command = (process: Process, args: readonly string[]) => Promise<number>;

const digests: Readonly<Record<string, (bytes: Uint8Array) => string>> = { sha256, md5 };

async function rand(process: Process, args: readonly string[]): Promise<number> {
  const options = parseOptions('rand', args, ['hex', 'base64'], ['out']);
  const [count = ''] = options.operands;
  if (!/^\d+$/.test(count)) throw new UsageError('rand: say how many bytes');
  const bytes = randomOf(process).bytes(Number(count));
  const text = options.has('hex') ? `${toHex(bytes)}\n` : options.has('base64') ? inLines(encodeBase64(bytes)) : bytes;
  await writeOutput(process, options.value('out'), text);
  return 0;
}

const inLines = (text: string): string => (text.match(/.{1,64}/g) ?? []).map((line) => `${line}\n`).join('');

async function base64(process: Process, args: readonly string[]): Promise<number> {
  const options = parseOptions('base64', args, ['d', 'e', 'A', 'a', 'base64'], ['in', 'out']);
  const bytes = await readInput(process, options.value('in'), 'data');
  if (!options.has('d')) {
    const text = encodeBase64(bytes);
    await writeOutput(process, options.value('out'), options.has('A') ? text : inLines(text));
    return 0;
  }
  const { bytes: decoded, isValid } = decodeBase64(decodeText(bytes));
  await writeOutput(process, options.value('out'), decoded);
  if (!isValid) throw new UsageError('error reading input file');
  return 0;
}

async function enc(process: Process, args: readonly string[]): Promise<number> {
  if (!args.includes('-base64') && !args.includes('-a')) throw new UsageError('enc: ciphers are not supported: only -base64 is');
  return base64(process, args);
}

async function dgst(process: Process, args: readonly string[], named?: string): Promise<number> {
  const options = parseOptions(named ?? 'dgst', args, ['hex', 'r', 'binary', 'sha256', 'md5'], ['out']);
  const name = named ?? Object.keys(digests).find((each) => options.has(each)) ?? 'sha256';
  const digest = digests[name];
  if (!digest) throw new UsageError(`dgst: ${name} is not supported: use -sha256 or -md5`);
  let text = '';
  for (const path of options.operands.length > 0 ? options.operands : [undefined]) {
    const hex = digest(await readInput(process, path, 'data'));
    text += options.has('r') ? `${hex} *${path ?? 'stdin'}\n` : `${name === 'md5' ? 'MD5' : 'SHA2-256'}(${path ?? 'stdin'})= ${hex}\n`;
  }
  await writeOutput(process, options.value('out'), text);
  return 0;
}

/** Connects, and can say no more than that: nothing here is encrypted. */
async function connectPlainly(process: Process, args: readonly string[]): Promise<number> {
  const options = parseOptions('s_client', args, ['showcerts', 'brief', 'quiet'], ['connect', 'servername', 'CAfile', 'cert', 'key']);
  const [, host = 'localhost', port = '4433'] = /^(.*):(\d+)$/.exec(options.value('connect') ?? options.operands[0] ?? '') ?? [];
  try {
    const [address = host] = await process.network.resolve(host, process.cancel);
    (await process.network.connect(address, Number(port), { cancel: process.cancel })).close();
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    const numbers: Readonly<Record<string, number>> = { ECONNREFUSED: 111, ETIMEDOUT: 110, EHOSTUNREACH: 113, ENETUNREACH: 101 };
    await process.printError(
      error.code === 'ENOTFOUND' ? `BIO_lookup_ex:system lib: Name or service not known\nconnect:errno=22\n` : `connect:errno=${numbers[error.code] ?? 5}\n`,
    );
    return 1;
  }
  throw new UsageError(`s_client: ${host}:${port} answers, but connections are not encrypted here: TLS is not supported`);
}

const commands: Readonly<Record<string, Command>> = {
  base64,
  dgst,
  enc,
  genpkey,
  genrsa,
  md5: (process, args) => dgst(process, args, 'md5'),
  pkey: (process, args) => pkey(process, args, 'pkey'),
  rand,
  req,
  rsa: (process, args) => pkey(process, args, 'rsa'),
  s_client: connectPlainly,
  sha256: (process, args) => dgst(process, args, 'sha256'),
  verify,
  async version(process) {
    await process.print(`${VERSION}\n`);
    return 0;
  },
  x509,
};

/** openssl: keys, requests, certificates and digests, all of them real. What is encrypted is not. */
export const openssl: Program = async (process) => {
  const [, name, ...args] = process.argv;
  try {
    if (name === undefined || name === 'help' || name === '-help' || name === '--help') {
      await process.print(`Commands: ${Object.keys(commands).join(' ')}\n`);
      return 0;
    }
    const command = commands[name];
    if (!command) throw new UsageError(`Invalid command '${name}'; type "help" for a list.`);
    return await command(process, args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    await process.printError(`${error.message}\n`);
    return 1;
  }
};
