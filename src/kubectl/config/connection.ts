import { parseGoDuration } from '#machinery/go-duration.ts';
import type { Process } from '#os/process.ts';
import { UsageError } from '#sim/usage-error.ts';
import type { FlagValues } from '../command.ts';
import { PlainError } from '../kubectl-error.ts';
import type { Kubeconfig, UserEntry } from './kubeconfig.ts';

/** Which server to speak to and as whom: what the kubeconfig and the global flags come to. Certificates are PEM texts. */
export interface Connection {
  /** `https://127.0.0.1:6443` */
  readonly server: string;
  readonly certificateAuthority?: string;
  readonly insecureSkipTlsVerify: boolean;
  readonly clientCertificate?: string;
  readonly clientKey?: string;
  readonly token?: string;
  readonly username?: string;
  readonly password?: string;
  readonly impersonate?: {
    readonly user: string;
    readonly uid: string;
    readonly groups: readonly string[];
    readonly extra: Readonly<Record<string, readonly string[]>>;
  };
  /** How long to wait for one answer; 0 for ever. */
  readonly requestTimeoutMs: number;
}

/** The context that flags and file choose, and the namespace it stands in. */
export interface ChosenContext {
  readonly name: string;
  readonly cluster: string;
  readonly user: string;
  readonly namespace: string;
}

/** @throws UsageError when the context that was asked for is not there */
export function chooseContext(config: Kubeconfig, flags: FlagValues): ChosenContext {
  const asked = flags.string('context');
  const name = asked || config['current-context'];
  const context = config.contexts.get(name);
  if (asked !== '' && context === undefined) throw new UsageError(`context "${asked}" does not exist`);
  return {
    name,
    cluster: flags.string('cluster') || (context?.cluster ?? ''),
    user: flags.string('user') || (context?.user ?? ''),
    namespace: flags.string('namespace') || context?.namespace || 'default',
  };
}

/**
 * Works out the connection of a run. Without any configuration it is `http://localhost:8080`, as kubectl's.
 * @throws UsageError, PlainError when the configuration names what it does not have
 */
export function planConnection(config: Kubeconfig, flags: FlagValues, process: Process): Connection {
  const chosen = chooseContext(config, flags);
  const cluster = config.clusters.get(chosen.cluster);
  const user = config.users.get(chosen.user) ?? {};
  if (flags.string('cluster') !== '' && cluster === undefined) throw new UsageError(`cluster "${chosen.cluster}" does not exist`);
  if (flags.string('user') !== '' && !config.users.has(chosen.user)) throw new UsageError(`auth info "${chosen.user}" does not exist`);
  const problems = [
    ...(chosen.name !== '' && !config.contexts.has(chosen.name) ? [`context was not found for specified context: ${chosen.name}`] : []),
    ...(chosen.cluster !== '' && cluster === undefined ? [`cluster "${chosen.cluster}" does not exist`] : []),
    ...(chosen.user !== '' && !config.users.has(chosen.user) ? [`user "${chosen.user}" was not found in the configuration`] : []),
  ];
  const server = flags.string('server') || cluster?.server;
  if (problems[0] !== undefined && flags.string('server') === '') throw new PlainError(`Error in configuration: ${problems[0]}`);
  return {
    server: normalServer(server ?? 'http://localhost:8080'),
    insecureSkipTlsVerify: flags.bool('insecure-skip-tls-verify') || (cluster?.['insecure-skip-tls-verify'] ?? false),
    requestTimeoutMs: parseRequestTimeout(flags.string('request-timeout')),
    ...text(
      'certificateAuthority',
      pem(process, flags.string('certificate-authority') || cluster?.['certificate-authority'], cluster?.['certificate-authority-data']),
    ),
    ...text('clientCertificate', pem(process, flags.string('client-certificate') || user['client-certificate'], user['client-certificate-data'])),
    ...text('clientKey', pem(process, flags.string('client-key') || user['client-key'], user['client-key-data'])),
    ...text('token', flags.string('token') || user.token || (user.tokenFile && process.fs.readText(process.resolvePath(user.tokenFile)).trim())),
    ...text('username', flags.string('username') || user.username),
    ...text('password', flags.string('password') || user.password),
    ...impersonation(flags, user),
  };
}

/** `127.0.0.1:6443` means plain HTTP when no scheme is given, as in client-go. */
function normalServer(server: string): string {
  return (/^https?:\/\//.test(server) ? server : `http://${server}`).replace(/\/+$/, '');
}

function text<Name extends string>(name: Name, value: string | undefined): { readonly [key in Name]?: string } {
  return value ? ({ [name]: value } as { readonly [key in Name]?: string }) : {};
}

function pem(process: Process, path: string | undefined, data: string | undefined): string | undefined {
  if (data) return atob(data);
  if (!path) return undefined;
  const absolute = process.resolvePath(path);
  if (!process.fs.exists(absolute)) throw new UsageError(`unable to read certificate file ${path}: open ${path}: no such file or directory`);
  return process.fs.readText(absolute);
}

function impersonation(flags: FlagValues, entry: UserEntry): Pick<Connection, 'impersonate'> {
  const user = flags.string('as') || (entry.as ?? '');
  const groups = flags.changed('as-group') ? flags.strings('as-group') : (entry['as-groups'] ?? []);
  const uid = flags.string('as-uid') || (entry['as-uid'] ?? '');
  if (user === '') {
    if (groups.length > 0 || uid !== '') throw new UsageError('requesting uid, groups or user-extra for test-user without impersonating a user');
    return {};
  }
  const extra: Record<string, string[]> = {};
  for (const pair of flags.strings('as-user-extra')) {
    const equals = pair.indexOf('=');
    const key = equals < 0 ? pair : pair.slice(0, equals);
    extra[key] = [...(extra[key] ?? []), equals < 0 ? '' : pair.slice(equals + 1)];
  }
  return { impersonate: { user, uid, groups, extra: { ...entry['as-user-extra'], ...extra } } };
}

function parseRequestTimeout(value: string): number {
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  try {
    return parseGoDuration(value);
  } catch {
    throw new UsageError(
      'Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)',
    );
  }
}
