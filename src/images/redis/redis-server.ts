import { encodeText } from '#os/bytes.ts';
import { type Listener, NetworkError, type Socket } from '#os/network.ts';
import type { Process } from '#os/process.ts';
import { BrokenPipeError } from '#os/stream.ts';
import { Cancelled, createCancelSource } from '#sim/cancel.ts';
import { createDatabase, type Database } from './database.ts';
import { bulk, createRespReader, failure, formatReply, list, ok, type Reply } from './resp.ts';

const DEFAULT_PORT = 6379;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

interface Settings {
  readonly port: number;
  readonly password: string;
  readonly directory: string;
  readonly appendOnly: boolean;
  /** Whether the data is saved at the end: redis does unless `save ""`. */
  readonly saves: boolean;
  readonly file: string | undefined;
}

/** The program `redis-server` of one version. */
export function createRedisServer(version: string): (process: Process) => Promise<number> {
  return (process) => runServer(process, version);
}

async function runServer(process: Process, version: string): Promise<number> {
  const { clock } = process.simulation;
  const settings = readSettings(process);
  const log = (mark: string, message: string, role = 'M'): Promise<void> =>
    process.print(`${process.pid}:${role} ${formatRedisTime(clock.now)} ${mark} ${message}\n`);
  await log('*', 'oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo', 'C');
  await log('*', `Redis version=${version}, bits=64, commit=00000000, modified=0, pid=${process.pid}, just started`, 'C');
  if (settings.file === undefined)
    await log('#', 'Warning: no config file specified, using the default config. In order to specify a config file use redis-server /path/to/redis.conf', 'C');
  else await log('*', 'Configuration loaded', 'C');
  let listener: Listener;
  try {
    listener = process.network.listen(settings.port);
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    await log('#', `Warning: Could not create server TCP listening socket *:${settings.port}: bind: ${error.message}`);
    await log('#', 'Failed listening on port 6379 (tcp), aborting.');
    return 1;
  }
  const database = createDatabase(() => clock.now);
  const dumpFile = `${settings.directory}/dump.rdb`;
  await log('*', `Running mode=standalone, port=${settings.port}.`);
  await log('*', 'Server initialized');
  if (process.fs.exists(dumpFile)) {
    database.load(process.fs.readText(dumpFile));
    await log('*', `Done loading RDB, keys loaded: ${database.size}, keys expired: 0.`);
  }
  await log('*', 'Ready to accept connections tcp');
  const stopping = createCancelSource(process.cancel);
  const save = (): void => process.fs.write(dumpFile, database.dump());
  const ended = clock.wait<'TERM' | 'INT' | 'SHUTDOWN'>((wake) => {
    process.onSignal('TERM', () => wake('TERM'));
    process.onSignal('INT', () => wake('INT'));
    void serve(process, listener, { database, settings, version, save, shutdown: () => wake('SHUTDOWN') }, stopping.token);
    return undefined;
  }, process.cancel);
  const why = await ended;
  if (why !== 'SHUTDOWN') await process.print(`${process.pid}:signal-handler (${Math.floor(clock.now / 1000)}) Received SIG${why} scheduling shutdown...\n`);
  listener.close();
  stopping.cancel();
  await log('*', 'User requested shutdown...');
  if (settings.saves) {
    await log('*', 'Saving the final RDB snapshot before exiting.');
    save();
    await log('*', 'DB saved on disk');
  }
  await log('#', 'Redis is now ready to exit, bye bye...');
  return 0;
}

/** Options of the command line and of the configuration file; both say `name value`. */
function readSettings(process: Process): Settings {
  const args = process.argv.slice(1);
  const file = args[0] !== undefined && !args[0].startsWith('--') ? process.resolvePath(args[0]) : undefined;
  const given = new Map<string, string>();
  if (file !== undefined && process.fs.exists(file)) {
    for (const line of process.fs.readText(file).split('\n')) {
      const [, name, value = ''] = /^\s*([\w-]+)\s+(.*?)\s*$/.exec(line) ?? [];
      if (name !== undefined) given.set(name.toLowerCase(), value.replace(/^"(.*)"$/, '$1'));
    }
  }
  for (const [index, arg] of args.entries()) if (arg.startsWith('--')) given.set(arg.slice(2).toLowerCase(), args[index + 1] ?? '');
  return {
    port: Number(given.get('port') ?? DEFAULT_PORT),
    password: given.get('requirepass') ?? '',
    directory: given.get('dir') ?? process.cwd,
    appendOnly: given.get('appendonly') === 'yes',
    saves: given.get('save') !== '',
    file,
  };
}

interface ServerState {
  readonly database: Database;
  readonly settings: Settings;
  readonly version: string;
  save(): void;
  shutdown(): void;
}

async function serve(process: Process, listener: Listener, state: ServerState, cancel: Process['cancel']): Promise<void> {
  try {
    for (let socket = await listener.accept(cancel); socket; socket = await listener.accept(cancel)) void serveClient(process, socket, state, cancel);
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error;
  }
}

async function serveClient(process: Process, socket: Socket, state: ServerState, cancel: Process['cancel']): Promise<void> {
  const reader = createRespReader(socket, cancel);
  let trusted = state.settings.password === '';
  try {
    for (let command = await reader.next(); command; command = await reader.next()) {
      const words = command.kind === 'array' ? command.items.map((item) => (item.kind === 'bulk' ? item.text : '')) : [];
      const [first = '', ...args] = words;
      const name = first.toUpperCase();
      if (name === '') continue;
      if (name === 'AUTH') trusted = args.at(-1) === state.settings.password;
      const reply =
        name === 'AUTH' ? answerAuth(state.settings, trusted) : trusted ? answer(process, name, args, state) : failure('NOAUTH Authentication required.');
      await socket.write(encodeText(formatReply(reply)), cancel);
      if (name === 'QUIT') break;
    }
  } catch (error) {
    if (!(error instanceof Cancelled || error instanceof BrokenPipeError)) throw error;
  } finally {
    socket.close();
  }
}

function answerAuth(settings: Settings, trusted: boolean): Reply {
  if (settings.password === '')
    return failure('ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?');
  return trusted ? ok : failure('WRONGPASS invalid username-password pair or user is disabled.');
}

function answer(process: Process, name: string, args: readonly string[], state: ServerState): Reply {
  const { database, settings, version } = state;
  switch (name) {
    case 'PING':
      return args[0] === undefined ? { kind: 'status', text: 'PONG' } : bulk(args[0]);
    case 'ECHO':
      return bulk(args[0] ?? '');
    case 'QUIT':
    case 'SELECT':
    case 'CLIENT':
      return ok;
    case 'COMMAND':
      return list([]);
    case 'SAVE':
      state.save();
      return ok;
    case 'BGSAVE':
      state.save();
      return { kind: 'status', text: 'Background saving started' };
    case 'FLUSHALL':
    case 'FLUSHDB':
      database.clear();
      return ok;
    case 'SHUTDOWN':
      state.shutdown();
      return ok;
    case 'CONFIG':
      return answerConfig(args, settings);
    case 'INFO':
      return bulk(formatInfo(process, version, database.size, settings));
    default:
      return (
        database.run(name, args) ?? failure(`ERR unknown command '${name.toLowerCase()}', with args beginning with: ${args.map((arg) => `'${arg}' `).join('')}`)
      );
  }
}

function answerConfig([action = '', name = '']: readonly string[], settings: Settings): Reply {
  const values: Readonly<Record<string, string>> = {
    port: String(settings.port),
    dir: settings.directory,
    appendonly: settings.appendOnly ? 'yes' : 'no',
    requirepass: settings.password,
    save: settings.saves ? '3600 1 300 100 60 10000' : '',
    maxmemory: '0',
  };
  if (action.toUpperCase() !== 'GET') return failure(`ERR CONFIG ${action.toUpperCase()} is not simulated`);
  return list(Object.entries(values).flatMap(([key, value]) => (name === '*' || key === name.toLowerCase() ? [key, value] : [])));
}

function formatInfo(process: Process, version: string, keys: number, settings: Settings): string {
  const lines = [
    '# Server',
    `redis_version:${version}`,
    'redis_mode:standalone',
    'os:Linux 6.12.48 x86_64',
    `process_id:${process.pid}`,
    `tcp_port:${settings.port}`,
    '',
    '# Replication',
    'role:master',
    'connected_slaves:0',
    '',
    '# Keyspace',
  ];
  return `${[...lines, ...(keys > 0 ? [`db0:keys=${keys},expires=0,avg_ttl=0`] : [])].join('\r\n')}\r\n`;
}

/** `20 Nov 2026 10:05:36.123` */
function formatRedisTime(ms: number): string {
  const date = new Date(ms);
  const iso = date.toISOString();
  return `${iso.slice(8, 10)} ${MONTHS[date.getUTCMonth()]} ${iso.slice(0, 4)} ${iso.slice(11, 23)}`;
}
