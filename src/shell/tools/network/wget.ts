import { httpRequest } from '#os/http.ts';
import { HttpProtocolError, type HttpResponse, headerOf, reasonOf } from '#os/http-message.ts';
import { NetworkError } from '#os/network.ts';
import { openForWriting } from '#os/open-file.ts';
import type { Process } from '#os/process.ts';
import { UsageError } from '#sim/usage-error.ts';
import { createTool, type ToolArguments } from '../tool.ts';
import { followLocation, formatAuthority, type HttpAddress, parseHttpAddress } from './http-address.ts';

const syntax = {
  letters: 'qO:T:SU:cP:',
  long: {
    quiet: 'q',
    'output-document': 'O',
    timeout: 'T',
    'server-response': 'S',
    'user-agent': 'U',
    spider: 'spider',
    'no-check-certificate': 'no-check-certificate',
  },
  longWithValue: ['header', 'post-data', 'post-file', 'tries'],
};

const DEFAULT_TIMEOUT_SECONDS = 900;
const MAX_REDIRECTS = 20;

/** busybox's wget: what containers have. */
export const wget = createTool('wget', syntax, async (process, args) => {
  const [url, ...more] = args.operands;
  if (url === undefined || more.length > 0) throw new UsageError(url === undefined ? 'missing URL' : `too many arguments`);
  let address = parseHttpAddress(url);
  for (let redirects = 0; ; redirects++) {
    const response = await fetchOnce(process, args, address);
    if (typeof response === 'string') return complain(process, response);
    if (args.has('S'))
      await process.printError(
        [`  HTTP/1.1 ${response.status} ${reasonOf(response.status)}`, ...response.headers.map(([name, value]) => `  ${name}: ${value}`), ''].join('\n'),
      );
    const location = response.status >= 300 && response.status < 400 ? headerOf(response.headers, 'Location') : undefined;
    if (location !== undefined && redirects < MAX_REDIRECTS) {
      address = followLocation(address, location);
      continue;
    }
    if (response.status < 200 || response.status >= 300)
      return complain(process, `server returned error: HTTP/1.1 ${response.status} ${response.reason || reasonOf(response.status)}`);
    return args.has('spider') ? finishSpider(process, args) : save(process, args, address, response);
  }
});

async function complain(process: Process, problem: string): Promise<number> {
  await process.printError(`wget: ${problem}\n`);
  return 1;
}

async function finishSpider(process: Process, args: ToolArguments): Promise<number> {
  if (!args.has('q')) await process.printError('remote file exists\n');
  return 0;
}

/** @returns the answer, or what went wrong in busybox's words */
async function fetchOnce(process: Process, args: ToolArguments, address: HttpAddress): Promise<HttpResponse | string> {
  const { host, port } = address;
  if (address.scheme === 'https') return 'note: TLS is not simulated';
  const timeoutMs = Number(args.value('T') ?? DEFAULT_TIMEOUT_SECONDS) * 1000;
  let ip = host;
  try {
    [ip = host] = await process.network.resolve(host, process.cancel);
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    return `bad address '${host}'`;
  }
  if (!args.has('q')) await process.printError(`Connecting to ${formatAuthority(address)} (${ip}:${port})\n`);
  const headers = args.values('header').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()] as const);
  const body = args.value('post-data');
  const own = [['Host', formatAuthority(address)] as const, ['User-Agent', args.value('U') ?? 'Wget'] as const];
  const type = body === undefined ? [] : [['Content-Type', 'application/x-www-form-urlencoded'] as const];
  try {
    return await httpRequest(process.simulation, process.network, {
      host: ip,
      port,
      target: address.target,
      method: args.has('spider') ? 'HEAD' : body === undefined ? 'GET' : 'POST',
      headers: [...own.filter(([name]) => headerOf(headers, name) === undefined), ...headers, ...type],
      ...(body !== undefined && { body }),
      timeoutMs,
      cancel: process.cancel,
    });
  } catch (error) {
    if (error instanceof HttpProtocolError) return 'error getting response';
    if (!(error instanceof NetworkError)) throw error;
    return error.code === 'ETIMEDOUT' && args.has('T') ? 'download timed out' : `can't connect to remote host (${ip}): ${error.message}`;
  }
}

async function save(process: Process, args: ToolArguments, address: HttpAddress, response: HttpResponse): Promise<number> {
  const path = args.value('O') ?? (address.target.split('?')[0]?.split('/').pop() || 'index.html');
  const isStdout = path === '-';
  const quiet = args.has('q');
  const shown = isStdout ? 'stdout' : `'${path}'`;
  if (!quiet) await process.printError(isStdout ? 'writing to stdout\n' : `saving to ${shown}\n`);
  const writer = isStdout ? process.stdout.retain() : openForWriting(process, path, 'truncate');
  try {
    await writer.write(response.body, process.cancel);
  } finally {
    writer.close();
  }
  if (!quiet)
    await process.printError(
      `${(isStdout ? '-' : path).padEnd(20).slice(0, 20)} 100% |${'*'.repeat(32)}| ${String(response.body.length).padStart(5)}  0:00:00 ETA\n${isStdout ? 'written to stdout' : `${shown} saved`}\n`,
    );
  return 0;
}
