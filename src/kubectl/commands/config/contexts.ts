import { formatTabs, tableTabs } from '#machinery/tabwriter.ts';
import { UsageError } from '#sim/usage-error.ts';
import { defineCommand, type Invocation } from '../../command.ts';
import { changeKubeconfig, kubeconfigPath, withEntry, withoutEntry } from '../../config/change-kubeconfig.ts';
import { usageErrorOf } from '../../kubectl-error.ts';

/** The one NAME of a command. @throws UsageError */
function takeName({ args, commandPath }: Invocation, message: string): string {
  const [name, ...more] = args;
  if (name === undefined || name === '' || more.length > 0) throw usageErrorOf(commandPath, message);
  return name;
}

export const currentContext = defineCommand({
  name: 'current-context',
  usage: 'config current-context',
  short: 'Display the current-context',
  long: 'Prints the name of the context in use.',
  examples: '# The context in use\nkubectl config current-context',
  flags: [],
  async run(_, { kubectl, process }) {
    const name = kubectl.kubeconfig()['current-context'];
    if (name === '') throw new UsageError('current-context is not set');
    await process.print(`${name}\n`);
    return 0;
  },
});

export const useContext = defineCommand<string>({
  name: 'use-context',
  aliases: ['use'],
  usage: 'config use-context CONTEXT_NAME',
  short: 'Set the current-context in a kubeconfig file',
  long: 'Chooses the context that kubectl uses from now on.',
  examples: '# Use the context of the cluster minikube\nkubectl config use-context minikube',
  flags: [],
  complete: (invocation) => takeName(invocation, 'accepts 1 arg(s), received ' + invocation.args.length),
  async run(name, invocation) {
    if (!invocation.kubectl.kubeconfig().contexts.has(name)) throw new UsageError(`no context exists with the name: ${JSON.stringify(name)}`);
    changeKubeconfig(
      invocation,
      (config) => config['current-context'] !== '',
      (config) => ({ ...config, 'current-context': name }),
    );
    await invocation.process.print(`Switched to context ${JSON.stringify(name)}.\n`);
    return 0;
  },
});

export const getContexts = defineCommand({
  name: 'get-contexts',
  usage: 'config get-contexts [(-o|--output=)name)]',
  short: 'Describe one or many contexts',
  long: 'Lists the contexts of the kubeconfig files, or those that are named.',
  examples: '# All contexts\nkubectl config get-contexts\n\n# One of them\nkubectl config get-contexts my-context',
  flags: [
    { name: 'no-headers', type: 'bool', default: false, usage: 'Whether to leave the column headers out.' },
    { name: 'output', shorthand: 'o', type: 'string', default: '', usage: 'Output format: name.' },
  ],
  async run(_, { kubectl, process, args, flags }) {
    const output = flags.string('output');
    if (output !== '' && output !== 'name') throw new UsageError(`output must be one of '' or 'name': ${output}`);
    const config = kubectl.kubeconfig();
    const missing = args.filter((name) => !config.contexts.has(name));
    const names = (args.length > 0 ? args.filter((name) => config.contexts.has(name)) : [...config.contexts.keys()]).toSorted();
    if (output === 'name') await process.print(names.map((name) => `${name}\n`).join(''));
    else {
      const rows = names.map((name) => {
        const context = config.contexts.get(name);
        return [name === config['current-context'] ? '*' : '', name, context?.cluster ?? '', context?.user ?? '', context?.namespace ?? ''];
      });
      const header = flags.bool('no-headers') ? [] : [['CURRENT', 'NAME', 'CLUSTER', 'AUTHINFO', 'NAMESPACE']];
      if (rows.length > 0 || args.length === 0) await process.print(formatTabs([...header, ...rows], tableTabs));
    }
    if (missing.length > 0) throw new UsageError(missing.map((name) => `context ${name} not found`).join('\n'));
    return 0;
  },
});

export const setContext = defineCommand<string>({
  name: 'set-context',
  usage: 'config set-context [NAME | --current] [--cluster=cluster_nickname] [--user=user_nickname] [--namespace=namespace]',
  short: 'Set a context entry in kubeconfig',
  long: 'Makes a context, or changes what is named of one that is there.',
  examples:
    '# Another user for the context gce\nkubectl config set-context gce --user=cluster-admin\n\n# Another namespace for the context in use\nkubectl config set-context --current --namespace=shop',
  flags: [{ name: 'current', type: 'bool', default: false, usage: 'Whether to change the context in use.' }],
  complete(invocation) {
    const { args, flags, kubectl, commandPath } = invocation;
    if (flags.bool('current')) {
      if (args.length > 0) throw new UsageError('you cannot specify both a context name and --current');
      const name = kubectl.kubeconfig()['current-context'];
      if (name === '') throw new UsageError('no current context is set');
      return name;
    }
    if (args.length !== 1) throw usageErrorOf(commandPath, 'you must specify a non-empty context name or --current');
    return takeName(invocation, 'you must specify a non-empty context name or --current');
  },
  async run(name, invocation) {
    const { flags, process, kubectl } = invocation;
    const before = kubectl.kubeconfig().contexts.get(name);
    const given = Object.fromEntries(['cluster', 'user', 'namespace'].filter((flag) => flags.changed(flag)).map((flag) => [flag, flags.string(flag)]));
    changeKubeconfig(
      invocation,
      (config) => config.contexts.has(name),
      (config) => withEntry(config, 'contexts', name, { ...before, ...given }),
    );
    await process.print(`Context ${JSON.stringify(name)} ${before ? 'modified' : 'created'}.\n`);
    return 0;
  },
});

export const deleteContext = defineCommand<string>({
  name: 'delete-context',
  usage: 'config delete-context NAME',
  short: 'Delete the specified context from the kubeconfig',
  long: 'Takes a context out of the kubeconfig file.',
  examples: '# Take the context minikube out\nkubectl config delete-context minikube',
  flags: [],
  complete: (invocation) => takeName(invocation, 'accepts 1 arg(s), received ' + invocation.args.length),
  async run(name, invocation) {
    const path = kubeconfigPath(invocation);
    const isCurrent = invocation.kubectl.kubeconfig()['current-context'] === name;
    changeKubeconfig(
      invocation,
      (config) => config.contexts.has(name),
      (config) => withoutEntry(config, 'contexts', name, `cannot delete context ${name}, not in ${path}`),
    );
    if (isCurrent)
      await invocation.process.printError('warning: this removed your active context, use "kubectl config use-context" to select a different one\n');
    await invocation.process.print(`deleted context ${name} from ${path}\n`);
    return 0;
  },
});

export const renameContext = defineCommand<readonly [string, string]>({
  name: 'rename-context',
  usage: 'config rename-context CONTEXT_NAME NEW_NAME',
  short: 'Rename a context from the kubeconfig file',
  long: 'Gives a context another name.',
  examples: '# Call old-name new-name\nkubectl config rename-context old-name new-name',
  flags: [],
  complete({ args, commandPath }) {
    const [from, to, ...more] = args;
    if (from === undefined || to === undefined || more.length > 0) throw usageErrorOf(commandPath, `accepts 2 arg(s), received ${args.length}`);
    return [from, to];
  },
  async run([from, to], invocation) {
    const config = invocation.kubectl.kubeconfig();
    const context = config.contexts.get(from);
    if (!context) throw new UsageError(`cannot rename the context ${JSON.stringify(from)}, it's not in ${kubeconfigPath(invocation)}`);
    if (config.contexts.has(to))
      throw new UsageError(
        `cannot rename the context ${JSON.stringify(from)}, the context ${JSON.stringify(to)} already exists in ${kubeconfigPath(invocation)}`,
      );
    changeKubeconfig(
      invocation,
      (one) => one.contexts.has(from),
      (one) => ({
        ...withEntry(withoutEntry(one, 'contexts', from, ''), 'contexts', to, context),
        ...(one['current-context'] === from ? { 'current-context': to } : {}),
      }),
    );
    await invocation.process.print(`Context ${JSON.stringify(from)} renamed to ${JSON.stringify(to)}.\n`);
    return 0;
  },
});
