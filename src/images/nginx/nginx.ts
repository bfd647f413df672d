import { cpuAccountOf } from '#cluster/kubelet/runtime/cpu-account.ts';
import { encodeText } from '#os/bytes.ts';
import { FileError } from '#os/file-system.ts';
import { serveHttp } from '#os/http.ts';
import { type HttpHeaders, type HttpRequest, type HttpResponse, headerOf } from '#os/http-message.ts';
import { type Listener, NetworkError, type Socket } from '#os/network.ts';
import { openForWriting } from '#os/open-file.ts';
import type { Process, Program } from '#os/process.ts';
import { createCancelSource } from '#sim/cancel.ts';
import { formatAccessLine, formatErrorTime, formatHttpDate } from '../shared/log-formats.ts';
import { type NginxConfig, readNginxConfig, type ServerConfig, type Settings } from './config.ts';
import { NginxConfigError } from './config-parser.ts';
import { respond } from './respond.ts';

const CONFIG_FILE = '/etc/nginx/nginx.conf';
const WORKER_PID_OFFSET = 28;
/** What answering a request for a small file costs. */
const REQUEST_CPU_MS = 0.5;
const BIND_RETRIES = 5;
const BIND_RETRY_MS = 500;
const RANKS = ['debug', 'info', 'notice', 'warn', 'error', 'crit', 'alert', 'emerg'];

/** The program `nginx` of one version. */
export function createNginx(version: string): Program {
  return (process) => runNginx(process, version);
}

async function runNginx(process: Process, version: string): Promise<number> {
  const args = process.argv.slice(1);
  const file = valueAfter(args, '-c') ?? CONFIG_FILE;
  if (args.includes('-v')) {
    await process.printError(`nginx version: nginx/${version}\n`);
    return 0;
  }
  const signal = valueAfter(args, '-s');
  if (signal !== undefined) return sendSignal(process, signal);
  let config: NginxConfig;
  try {
    config = readNginxConfig(process.fs, file);
    await checkUpstreams(process, config, file);
  } catch (error) {
    if (!(error instanceof NginxConfigError)) throw error;
    await printEmergency(process, error.message);
    if (args.includes('-t')) await process.printError(`nginx: configuration file ${file} test failed\n`);
    return 1;
  }
  if (args.includes('-t')) {
    await process.printError(`nginx: the configuration file ${file} syntax is ok\nnginx: configuration file ${file} test is successful\n`);
    return 0;
  }
  return createServer(process, version, file).run(config);
}

function valueAfter(args: readonly string[], flag: string): string | undefined {
  const at = args.indexOf(flag);
  return at < 0 ? undefined : args[at + 1];
}

/** Problems before the error log is open go to stderr, with the time and once more without, as a terminal sees them. */
async function printEmergency(process: Process, message: string): Promise<void> {
  const time = formatErrorTime(process.simulation.clock.now);
  await process.printError(`${time} [emerg] ${process.pid}#${process.pid}: ${message}\nnginx: [emerg] ${message}\n`);
}

async function sendSignal(process: Process, word: string): Promise<number> {
  const signals = { stop: 'TERM', quit: 'QUIT', reload: 'HUP', reopen: 'USR1' } as const;
  const signal = signals[word as keyof typeof signals];
  if (!signal) {
    await process.printError(`nginx: invalid option: "-s ${word}"\n`);
    return 1;
  }
  const pid = process.fs.exists('/run/nginx.pid') ? Number(process.fs.readText('/run/nginx.pid')) : 0;
  if (pid > 0 && process.machine.kill(pid, signal)) return 0;
  await process.printError('nginx: [error] open() "/run/nginx.pid" failed (2: No such file or directory)\n');
  return 1;
}

/** Names in `proxy_pass` and `upstream` must resolve when the configuration is read. @throws NginxConfigError */
async function checkUpstreams(process: Process, config: NginxConfig, file: string): Promise<void> {
  const passes = config.servers
    .flatMap((server) => [server.settings, ...server.locations.map((location) => location.settings)])
    .flatMap((settings) => settings.proxyPass ?? []);
  const hosts = [...config.upstreams.values()].flat();
  for (const pass of new Set(passes)) {
    const host = /^http:\/\/([^/:$]+)(?::\d+)?(?:\/|$)/.exec(pass)?.[1];
    if (host !== undefined && !config.upstreams.has(host)) hosts.push(host);
  }
  for (const host of new Set(hosts.map((item) => item.replace(/:\d+$/, '')))) {
    try {
      await process.network.resolve(host, process.cancel);
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      throw new NginxConfigError(`host not found in upstream "${host}" in ${file}`);
    }
  }
}

interface Server {
  run(config: NginxConfig): Promise<number>;
}

function createServer(process: Process, version: string, file: string): Server {
  const { clock } = process.simulation;
  const workerPid = process.pid + WORKER_PID_OFFSET;
  const software = `nginx/${version}`;
  const serving = createCancelSource(process.cancel);
  let config: NginxConfig;
  let connections = 0;
  let logFiles = new Map<string, ReturnType<typeof openForWriting>>();

  const writeTo = async (path: string, line: string): Promise<void> => {
    if (path === 'off' || path === '/dev/null') return;
    let writer = logFiles.get(path);
    if (!writer) {
      writer = openForWriting(process, path, 'append');
      logFiles.set(path, writer);
    }
    await writer.write(encodeText(line), process.cancel);
  };
  const log = async (level: string, message: string | readonly string[], pid = process.pid): Promise<void> => {
    if (RANKS.indexOf(level) < RANKS.indexOf(config.errorLevel)) return;
    const prefix = `${formatErrorTime(clock.now)} [${level}] ${pid}#${pid}: `;
    const messages = typeof message === 'string' ? [message] : message;
    await writeTo(config.errorLog, messages.map((text) => `${prefix}${text}\n`).join(''));
  };

  const answer = async (request: HttpRequest, socket: Socket, port: number): Promise<HttpResponse> => {
    const connection = ++connections;
    const server = chooseServer(config, port, headerOf(request.headers, 'Host') ?? '');
    const requestLine = `${request.method} ${request.target} HTTP/1.1`;
    const host = headerOf(request.headers, 'Host');
    const errors: string[] = [];
    cpuAccountOf(process.machine).spend(REQUEST_CPU_MS);
    const { response, settings } = await respond({
      process,
      config,
      server,
      request,
      clientAddress: socket.remoteAddress,
      serverAddress: socket.localAddress,
      serverPort: port,
      software,
      logError(message) {
        errors.push(
          `*${connection} ${message}, client: ${socket.remoteAddress}, server: ${server.names[0] ?? ''}, request: "${requestLine}"${host === undefined ? '' : `, host: "${host}"`}`,
        );
      },
    });
    for (const message of errors) await log('error', message, workerPid);
    await logAccess(request, response, settings, socket.remoteAddress);
    const headers: HttpHeaders = [['Server', software], ['Date', formatHttpDate(clock.now)], ...response.headers];
    return { ...response, headers };
  };

  const logAccess = (request: HttpRequest, response: HttpResponse, settings: Settings, client: string): Promise<void> =>
    writeTo(settings.accessLog ?? '/var/log/nginx/access.log', formatAccessLine({ client, request, response, nowMs: clock.now, forwarded: true }));

  const bind = async (): Promise<readonly { listener: Listener; port: number }[] | undefined> => {
    const ports = [...new Set(config.servers.flatMap((server) => server.listens.map((listen) => listen.port)))];
    const bound: { listener: Listener; port: number }[] = [];
    for (const port of ports) {
      for (let tried = 0; ; tried++) {
        try {
          bound.push({ listener: process.network.listen(port), port });
          break;
        } catch (error) {
          if (!(error instanceof NetworkError)) throw error;
          await printEmergency(process, `bind() to 0.0.0.0:${port} failed (98: Address already in use)`);
          if (tried >= BIND_RETRIES - 1) {
            await printEmergency(process, 'still could not bind()');
            for (const { listener } of bound) listener.close();
            return undefined;
          }
          await process.sleep(BIND_RETRY_MS);
        }
      }
    }
    return bound;
  };

  return {
    async run(first) {
      config = first;
      const problem = prepareDirectories(process, config);
      if (problem !== undefined) {
        await printEmergency(process, problem);
        return 1;
      }
      const listeners = await bind();
      if (!listeners) return 1;
      await log('notice', startMessages(version));
      const ended = clock.wait<'TERM' | 'QUIT'>((wake) => {
        process.onSignal('QUIT', () => wake('QUIT'));
        process.onSignal('TERM', () => wake('TERM'));
        process.onSignal('INT', () => wake('TERM'));
        return undefined;
      }, process.cancel);
      process.onSignal('HUP', () => {
        config = reload(process, file, config);
      });
      process.onSignal('USR1', () => {
        logFiles = new Map();
      });
      // Settled from the start: a process that is killed leaves its loops to end by themselves.
      const loops = Promise.allSettled(
        listeners.map(({ listener, port }) => serveHttp(listener, (request, socket) => answer(request, socket, port), serving.token)),
      );
      const signal = await ended;
      for (const { listener } of listeners) listener.close();
      if (signal === 'TERM') serving.cancel();
      await log('notice', signal === 'QUIT' ? 'signal 3 (SIGQUIT) received, shutting down' : 'signal 15 (SIGTERM) received, exiting');
      await loops;
      await log('notice', 'exit', workerPid);
      await log('notice', `worker process ${workerPid} exited with code 0`);
      await log('notice', 'exit');
      return 0;
    },
  };
}

/** nginx makes its directories for temporary files at its start, and writes its pid. @returns why it cannot */
function prepareDirectories(process: Process, config: NginxConfig): string | undefined {
  const { fs, user } = process;
  try {
    for (const name of ['client_temp', 'proxy_temp', 'fastcgi_temp', 'uwsgi_temp', 'scgi_temp']) {
      const path = `/var/cache/nginx/${name}`;
      if (fs.exists(path)) continue;
      if (user.uid !== 0 && fs.stat('/var/cache/nginx').uid !== user.uid) return `mkdir() "${path}" failed (13: Permission denied)`;
      fs.makeDirectory(path, { mode: 0o700 });
    }
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return `mkdir() "/var/cache/nginx/client_temp" failed (${error.code === 'EROFS' ? '30: Read-only file system' : `2: ${error.message}`})`;
  }
  try {
    fs.write(config.pidFile, `${process.pid}\n`);
    return undefined;
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return `open() "${config.pidFile}" failed (${error.code === 'EROFS' ? '30: Read-only file system' : `2: ${error.message}`})`;
  }
}

const startMessages = (version: string): readonly string[] => [
  'using the "epoll" event method',
  `nginx/${version}`,
  'OS: Linux 6.12.48',
  'getrlimit(RLIMIT_NOFILE): 1048576:1048576',
  'start worker processes',
  `start worker process ${1 + WORKER_PID_OFFSET}`,
];

/** A configuration that cannot be read leaves the old one in force. */
function reload(process: Process, file: string, before: NginxConfig): NginxConfig {
  try {
    return readNginxConfig(process.fs, file);
  } catch (error) {
    if (!(error instanceof NginxConfigError)) throw error;
    void printEmergency(process, error.message);
    return before;
  }
}

/** The server for a host name: by name, by wildcard, the default one, the first. */
export function chooseServer(config: NginxConfig, port: number, host: string): ServerConfig {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  const candidates = config.servers.filter((server) => server.listens.some((listen) => listen.port === port));
  const found =
    candidates.find((server) => server.names.includes(name)) ??
    candidates.find((server) => server.names.some((pattern) => pattern.startsWith('*.') && name.endsWith(pattern.slice(1)))) ??
    candidates.find((server) => server.listens.some((listen) => listen.port === port && listen.isDefault)) ??
    candidates[0];
  return found as ServerConfig;
}
