import { decodeText } from '#os/bytes.ts';
import { httpRequest } from '#os/http.ts';
import { type HttpHeaders, HttpProtocolError, type HttpResponse, headerOf, reasonOf } from '#os/http-message.ts';
import { NetworkError } from '#os/network.ts';
import { openForWriting, readFile } from '#os/open-file.ts';
import type { Process } from '#os/process.ts';
import { readAllText } from '#os/readers.ts';
import { createTool, type ToolArguments } from '../tool.ts';
import { followLocation, formatAuthority, type HttpAddress, parseHttpAddress } from './http-address.ts';

const VERSION = '8.14.1';

const syntax = {
  letters: 'sSfviIo:OX:d:H:Lkm:u:A:w:gT:e:b:NV46',
  long: {
    silent: 's',
    'show-error': 'S',
    fail: 'f',
    verbose: 'v',
    include: 'i',
    head: 'I',
    output: 'o',
    'remote-name': 'O',
    request: 'X',
    data: 'd',
    header: 'H',
    location: 'L',
    insecure: 'k',
    'max-time': 'm',
    user: 'u',
    'user-agent': 'A',
    'write-out': 'w',
    globoff: 'g',
    referer: 'e',
    cookie: 'b',
    'no-buffer': 'N',
    version: 'V',
  },
  longWithValue: ['connect-timeout', 'retry', 'retry-delay', 'data-raw', 'data-binary', 'data-urlencode', 'json', 'resolve', 'max-redirs'],
};

/** What a transfer came to: an answer, or curl's exit code with its words. */
type Transfer =
  | { readonly response: HttpResponse; readonly address: HttpAddress; readonly ip: string }
  | { readonly exitCode: number; readonly message: string };

/** curl, as far as plain HTTP goes. */
export const curl = createTool('curl', syntax, async (process, args) => {
  if (args.has('V')) {
    await process.print(`curl ${VERSION} (x86_64-pc-linux-musl)\nProtocols: http\n`);
    return 0;
  }
  if (args.operands.length === 0) {
    await process.printError("curl: (2) no URL specified\ncurl: try 'curl --help' or 'curl --manual' for more information\n");
    return 2;
  }
  let status = 0;
  for (const url of args.operands) status = await transfer(process, args, url);
  return status;
});

async function transfer(process: Process, args: ToolArguments, url: string): Promise<number> {
  const startedAtMs = process.simulation.clock.now;
  const tries = Number(args.value('retry') ?? 0) + 1;
  let result: Transfer = { exitCode: 2, message: 'no try was made' };
  for (let tried = 0; tried < tries; tried++) {
    if (tried > 0) await process.sleep(Number(args.value('retry-delay') ?? 2 ** (tried - 1)) * 1000);
    result = await fetchFollowing(process, args, url);
    if ('response' in result ? result.response.status < 500 : result.exitCode !== 28) break;
  }
  if (!('response' in result)) {
    if (!args.has('s') || args.has('S')) await process.printError(`curl: (${result.exitCode}) ${result.message}\n`);
    await writeOut(process, args, undefined, startedAtMs);
    return result.exitCode;
  }
  const { response, address } = result;
  if (args.has('f') && response.status >= 400) {
    if (!args.has('s') || args.has('S')) await process.printError(`curl: (22) The requested URL returned error: ${response.status}\n`);
    await writeOut(process, args, response, startedAtMs);
    return 22;
  }
  const head = args.has('i') || args.has('I') ? formatHead(response) : '';
  const name = args.value('o') ?? (args.has('O') ? address.target.split('?')[0]?.split('/').pop() || 'index.html' : '-');
  const writer = name === '-' ? process.stdout.retain() : openForWriting(process, name, 'truncate');
  try {
    if (head) await writer.write(new TextEncoder().encode(head), process.cancel);
    if (!args.has('I')) await writer.write(response.body, process.cancel);
  } finally {
    writer.close();
  }
  await writeOut(process, args, response, startedAtMs);
  return 0;
}

function formatHead(response: HttpResponse): string {
  const lines = [
    `HTTP/1.1 ${response.status} ${response.reason || reasonOf(response.status)}`,
    ...response.headers.map(([name, value]) => `${name}: ${value}`),
  ];
  return `${lines.join('\r\n')}\r\n\r\n`;
}

async function fetchFollowing(process: Process, args: ToolArguments, url: string): Promise<Transfer> {
  let address = parseHttpAddress(url);
  const limit = Number(args.value('max-redirs') ?? 50);
  for (let redirects = 0; ; redirects++) {
    const result = await fetchOnce(process, args, address);
    if (!('response' in result)) return result;
    const location = result.response.status >= 300 && result.response.status < 400 ? headerOf(result.response.headers, 'Location') : undefined;
    if (location === undefined || !args.has('L')) return result;
    if (redirects >= limit) return { exitCode: 47, message: `Maximum (${limit}) redirects followed` };
    address = followLocation(address, location);
  }
}

async function fetchOnce(process: Process, args: ToolArguments, address: HttpAddress): Promise<Transfer> {
  const { host, port } = address;
  const say = async (line: string): Promise<void> => {
    if (args.has('v')) await process.printError(`${line}\n`);
  };
  if (address.scheme === 'https') return { exitCode: 35, message: 'TLS is not simulated: use http' };
  const startedAtMs = process.simulation.clock.now;
  const body = await requestBody(process, args);
  const method = args.value('X') ?? (args.has('I') ? 'HEAD' : body === undefined ? 'GET' : 'POST');
  const headers = requestHeaders(args, address, body);
  const maxMs = args.value('m') === undefined ? undefined : Number(args.value('m')) * 1000;
  const connectMs = args.value('connect-timeout') === undefined ? undefined : Number(args.value('connect-timeout')) * 1000;
  let ip = host;
  try {
    [ip = host] = await process.network.resolve(host, process.cancel);
    if (connectMs !== undefined) (await process.network.connect(ip, port, { cancel: process.cancel, timeoutMs: connectMs })).close();
    await say(`* Host ${host}:${port} was resolved.\n*   Trying ${ip}:${port}...`);
    const options = {
      host: ip,
      port,
      target: address.target,
      method,
      headers,
      cancel: process.cancel,
      ...(body !== undefined && { body }),
      ...(maxMs !== undefined && { timeoutMs: maxMs }),
    };
    const response = await httpRequest(process.simulation, process.network, options);
    await say(
      `* Connected to ${host} (${ip}) port ${port}\n> ${method} ${address.target} HTTP/1.1\n${headers.map(([name, value]) => `> ${name}: ${value}`).join('\n')}\n> `,
    );
    await say(
      `${formatHead(response)
        .trimEnd()
        .split('\r\n')
        .map((line) => `< ${line}`)
        .join('\n')}\n< `,
    );
    return { response, address, ip };
  } catch (error) {
    return describeFailure(error, address, process.simulation.clock.now - startedAtMs);
  }
}

function describeFailure(error: unknown, { host, port }: HttpAddress, afterMs: number): Transfer {
  if (error instanceof HttpProtocolError) return { exitCode: 52, message: 'Empty reply from server' };
  if (!(error instanceof NetworkError)) throw error;
  switch (error.code) {
    case 'ENOTFOUND':
      return { exitCode: 6, message: `Could not resolve host: ${host}` };
    case 'ETIMEDOUT':
      return {
        exitCode: 28,
        message:
          afterMs >= 120_000
            ? `Failed to connect to ${host} port ${port} after ${afterMs} ms: Could not connect to server`
            : `Connection timed out after ${afterMs} milliseconds`,
      };
    case 'ECONNRESET':
      return { exitCode: 56, message: 'Recv failure: Connection reset by peer' };
    default:
      return { exitCode: 7, message: `Failed to connect to ${host} port ${port} after ${afterMs} ms: Could not connect to server` };
  }
}

async function requestBody(process: Process, args: ToolArguments): Promise<string | undefined> {
  const parts: string[] = [];
  for (const option of ['d', 'data-binary', 'data-raw', 'data-urlencode', 'json']) {
    for (const value of args.values(option)) {
      if (!value.startsWith('@') || option === 'data-raw') parts.push(value);
      else parts.push(value === '@-' ? await readAllText(process.stdin, process.cancel) : decodeText(await readFile(process, value.slice(1))));
    }
  }
  return parts.length === 0 ? undefined : parts.join('&');
}

function requestHeaders(args: ToolArguments, address: HttpAddress, body: string | undefined): HttpHeaders {
  const own = args.values('H').map((line) => [line.slice(0, line.indexOf(':')).trim(), line.slice(line.indexOf(':') + 1).trim()] as const);
  const defaults: (readonly [string, string])[] = [
    ['Host', formatAuthority(address)],
    ['User-Agent', args.value('A') ?? `curl/${VERSION}`],
    ['Accept', '*/*'],
  ];
  const user = args.value('u');
  if (user !== undefined) defaults.push(['Authorization', `Basic ${btoa(user)}`]);
  if (args.value('b') !== undefined) defaults.push(['Cookie', args.value('b') ?? '']);
  if (body !== undefined) defaults.push(['Content-Type', args.value('json') === undefined ? 'application/x-www-form-urlencoded' : 'application/json']);
  return [...defaults.filter(([name]) => headerOf(own, name) === undefined), ...own];
}

async function writeOut(process: Process, args: ToolArguments, response: HttpResponse | undefined, startedAtMs: number): Promise<void> {
  const format = args.value('w');
  if (format === undefined) return;
  const seconds = ((process.simulation.clock.now - startedAtMs) / 1000).toFixed(6);
  const values: Readonly<Record<string, string>> = {
    http_code: String(response?.status ?? 0).padStart(3, '0'),
    response_code: String(response?.status ?? 0).padStart(3, '0'),
    size_download: String(response?.body.length ?? 0),
    content_type: (response && headerOf(response.headers, 'Content-Type')) ?? '',
    time_total: seconds,
    time_connect: seconds,
  };
  const text = format
    .replace(/%\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
    .replaceAll('\\n', '\n')
    .replaceAll('\\t', '\t');
  await process.print(text);
}
