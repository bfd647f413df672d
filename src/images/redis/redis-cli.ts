import { NetworkError, type Socket } from '#os/network.ts';
import type { Process } from '#os/process.ts';
import { readLineBatches } from '#os/readers.ts';
import { createRespReader, formatCommand, type Reply, type RespReader } from './resp.ts';

interface Connection {
  readonly socket: Socket;
  readonly reader: RespReader;
}

/** The program `redis-cli`: one command of its arguments, or one a line of stdin. */
export async function redisCli(process: Process): Promise<number> {
  const options = { host: '127.0.0.1', port: 6379, password: '' };
  const args = process.argv.slice(1);
  while (args[0]?.startsWith('-')) {
    const flag = args.shift();
    if (flag === '--raw' || flag === '--no-auth-warning') continue;
    const value = args.shift() ?? '';
    if (flag === '-h') options.host = value;
    else if (flag === '-p') options.port = Number(value);
    else if (flag === '-a' || flag === '--pass') options.password = value;
    else if (flag !== '-n') {
      await process.printError(`Unrecognized option or bad number of args for: '${flag}'\n`);
      return 1;
    }
  }
  const connection = await connect(process, options.host, options.port);
  if (!connection) return 1;
  try {
    const password = options.password || process.env.get('REDISCLI_AUTH') || '';
    if (password) {
      const reply = await send(process, connection, ['AUTH', password]);
      if (reply?.kind === 'error') await process.printError(`AUTH failed: ${reply.text}\n`);
    }
    return args.length > 0 ? await runOne(process, connection, args) : await runLines(process, connection, `${options.host}:${options.port}> `);
  } finally {
    connection.socket.close();
  }
}

async function connect(process: Process, host: string, port: number): Promise<Connection | undefined> {
  try {
    const [address = host] = await process.network.resolve(host, process.cancel);
    const socket = await process.network.connect(address, port, { cancel: process.cancel });
    return { socket, reader: createRespReader(socket, process.cancel) };
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    await process.printError(`Could not connect to Redis at ${host}:${port}: ${error.code === 'ENOTFOUND' ? 'Name or service not known' : error.message}\n`);
    return undefined;
  }
}

async function send(process: Process, connection: Connection, words: readonly string[]): Promise<Reply | undefined> {
  await connection.socket.write(formatCommand(words), process.cancel);
  return connection.reader.next();
}

async function runOne(process: Process, connection: Connection, words: readonly string[]): Promise<number> {
  const reply = await send(process, connection, words);
  if (!reply) {
    await process.printError('Error: Server closed the connection\n');
    return 1;
  }
  await process.print(`${process.stdout.isTty ? formatForPerson(reply) : formatRaw(reply)}\n`);
  return reply.kind === 'error' ? 1 : 0;
}

async function runLines(process: Process, connection: Connection, prompt: string): Promise<number> {
  const prompts = process.stdin.isTty;
  if (prompts) await process.print(prompt);
  for await (const lines of readLineBatches(process.stdin, process.cancel)) {
    for (const { text } of lines) {
      const words = splitWords(text);
      if (words[0] === 'exit' || words[0] === 'quit') return 0;
      if (words.length > 0) await runOne(process, connection, words);
      if (prompts) await process.print(prompt);
    }
  }
  return 0;
}

function splitWords(line: string): string[] {
  return [...line.matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, plain]) => double?.replace(/\\(.)/g, '$1') ?? single ?? plain ?? '',
  );
}

function formatRaw(reply: Reply): string {
  if (reply.kind === 'array') return reply.items.map(formatRaw).join('\n');
  if (reply.kind === 'integer') return String(reply.value);
  return reply.kind === 'nil' ? '' : reply.text;
}

function formatForPerson(reply: Reply, indent = ''): string {
  switch (reply.kind) {
    case 'status':
      return reply.text;
    case 'error':
      return `(error) ${reply.text}`;
    case 'integer':
      return `(integer) ${reply.value}`;
    case 'nil':
      return '(nil)';
    case 'bulk':
      return reply.text.includes('\r\n') ? reply.text : JSON.stringify(reply.text);
    case 'array':
      if (reply.items.length === 0) return '(empty array)';
      return reply.items.map((item, index) => `${index === 0 ? '' : indent}${index + 1}) ${formatForPerson(item, `${indent}   `)}`).join('\n');
  }
}
