import { formatTabs, tableTabs } from '#machinery/tabwriter.ts';
import { UsageError } from '#sim/usage-error.ts';
import { type Command, defineCommand } from '../../command.ts';
import { changeKubeconfig, kubeconfigPath, withEntry, withoutEntry } from '../../config/change-kubeconfig.ts';
import { usageErrorOf } from '../../kubectl-error.ts';

const DATA_REDACTED_HINT = 'The file is stored by path; embed it with --embed-certs.';

function defineListCommand(name: string, kind: 'clusters' | 'users', what: string): Command {
  return defineCommand({
    name,
    usage: `config ${name}`,
    short: `Display ${what} defined in the kubeconfig`,
    long: `Lists the names of the ${what} of the kubeconfig files.`,
    examples: `# All ${what}\nkubectl config ${name}`,
    flags: [],
    async run(_, { kubectl, process }) {
      const names = [...kubectl.kubeconfig()[kind].keys()].sort();
      await process.print(formatTabs([['NAME'], ...names.map((entry) => [entry])], tableTabs));
      return 0;
    },
  });
}

export const getClusters = defineListCommand('get-clusters', 'clusters', 'clusters');
export const getUsers = defineListCommand('get-users', 'users', 'users');

function defineDeleteCommand(name: string, kind: 'clusters' | 'users', what: string): Command {
  return defineCommand<string>({
    name,
    usage: `config ${name} NAME`,
    short: `Delete the specified ${what} from the kubeconfig`,
    long: `Takes a ${what} out of the kubeconfig file.`,
    examples: `# Take minikube out\nkubectl config ${name} minikube`,
    flags: [],
    complete({ args, commandPath }) {
      const [entry, ...more] = args;
      if (entry === undefined || more.length > 0) throw usageErrorOf(commandPath, `accepts 1 arg(s), received ${args.length}`);
      return entry;
    },
    async run(entry, invocation) {
      const path = kubeconfigPath(invocation);
      changeKubeconfig(
        invocation,
        (config) => config[kind].has(entry),
        (config) => withoutEntry(config, kind, entry, `cannot delete ${what} ${entry}, not in ${path}`),
      );
      await invocation.process.print(`deleted ${what} ${entry} from ${path}\n`);
      return 0;
    },
  });
}

export const deleteCluster = defineDeleteCommand('delete-cluster', 'clusters', 'cluster');
export const deleteUser = defineDeleteCommand('delete-user', 'users', 'user');

/** Flags by the field of the entry they set. */
type FieldFlags = Readonly<Record<string, string>>;

function defineSetCommand(name: string, kind: 'clusters' | 'users', what: string, fields: FieldFlags, boolFields: FieldFlags, usage: string): Command {
  return defineCommand<string>({
    name,
    usage: `config ${usage}`,
    short: `Set a ${what} entry in kubeconfig`,
    long: `Makes a ${what} entry, or changes what is named of one that is there. ${DATA_REDACTED_HINT}`,
    examples: '',
    flags: [
      ...Object.entries(fields)
        .filter(([flag]) => !isGlobal(flag))
        .map(([flag, field]) => ({ name: flag, type: 'string' as const, default: '', usage: `Sets ${field} of the entry.` })),
      ...Object.entries(boolFields)
        .filter(([flag]) => !isGlobal(flag))
        .map(([flag, field]) => ({ name: flag, type: 'bool' as const, default: false, usage: `Sets ${field} of the entry.` })),
    ],
    complete({ args, commandPath }) {
      const [entry, ...more] = args;
      if (entry === undefined || more.length > 0) throw usageErrorOf(commandPath, `Unexpected args: [${args.join(' ')}]`);
      return entry;
    },
    async run(entry, invocation) {
      const { flags, kubectl, process } = invocation;
      const before = kubectl.kubeconfig()[kind].get(entry);
      const texts = Object.entries(fields)
        .filter(([flag]) => flags.changed(flag))
        .map(([flag, field]) => [field, flags.string(flag)]);
      const switches = Object.entries(boolFields)
        .filter(([flag]) => flags.changed(flag))
        .map(([flag, field]) => [field, flags.bool(flag)]);
      const next = { ...before, ...Object.fromEntries([...texts, ...switches]) };
      if ('token' in next && ('username' in next || 'password' in next))
        throw new UsageError('you cannot specify more than one authentication method at the same time: token or username/password');
      changeKubeconfig(
        invocation,
        (config) => config[kind].has(entry),
        (config) => withEntry(config, kind, entry, next),
      );
      await process.print(`${what === 'cluster' ? 'Cluster' : 'User'} ${JSON.stringify(entry)} set.\n`);
      return 0;
    },
  });
}

// These flags are global already; here they say what to store.
const globalFlags = [
  'server',
  'tls-server-name',
  'certificate-authority',
  'insecure-skip-tls-verify',
  'client-certificate',
  'client-key',
  'token',
  'username',
  'password',
  'disable-compression',
];
const isGlobal = (flag: string): boolean => globalFlags.includes(flag);

export const setCluster = defineSetCommand(
  'set-cluster',
  'clusters',
  'cluster',
  { server: 'server', 'tls-server-name': 'tls-server-name', 'certificate-authority': 'certificate-authority', 'proxy-url': 'proxy-url' },
  { 'insecure-skip-tls-verify': 'insecure-skip-tls-verify' },
  'set-cluster NAME [--server=server] [--certificate-authority=path/to/certificate/authority] [--insecure-skip-tls-verify=true] [--tls-server-name=example.com]',
);

export const setCredentials = defineSetCommand(
  'set-credentials',
  'users',
  'user',
  { 'client-certificate': 'client-certificate', 'client-key': 'client-key', token: 'token', username: 'username', password: 'password' },
  {},
  'set-credentials NAME [--client-certificate=path/to/certfile] [--client-key=path/to/keyfile] [--token=bearer_token] [--username=basic_user] [--password=basic_password]',
);
