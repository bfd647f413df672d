import type { KubeObject } from '#machinery/object.ts';
import { UsageError } from '#sim/usage-error.ts';
import { defineCommand } from '../../command.ts';
import { chooseContext } from '../../config/connection.ts';
import { type Kubeconfig, kubeconfigObject } from '../../config/kubeconfig.ts';
import { resultPrintFlags } from '../../flags/print-flags.ts';
import { createObjectPrinter } from '../../printers/object-printer.ts';
import { parseOutputFormat, resultFormats } from '../../printers/output-format.ts';

const SECRET_FIELDS: Readonly<Record<string, string>> = {
  'certificate-authority-data': 'DATA+OMITTED',
  'client-certificate-data': 'DATA+OMITTED',
  'client-key-data': 'DATA+OMITTED',
  token: 'REDACTED',
  password: 'REDACTED',
};

function redact<T extends object>(entries: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  const hide = (entry: T): T => Object.fromEntries(Object.entries(entry).map(([field, value]) => [field, SECRET_FIELDS[field] ?? value])) as T;
  return new Map([...entries].map(([name, entry]) => [name, hide(entry)]));
}

/** Only what the context in use needs. @throws UsageError when there is none */
function minify(config: Kubeconfig, name: string): Kubeconfig {
  const context = config.contexts.get(name);
  if (!context) throw new UsageError(`cannot locate context ${JSON.stringify(name)}`);
  const only = <T>(entries: ReadonlyMap<string, T>, key: string | undefined): ReadonlyMap<string, T> =>
    new Map([...entries].filter(([entry]) => entry === key));
  return {
    ...config,
    'current-context': name,
    contexts: only(config.contexts, name),
    clusters: only(config.clusters, context.cluster),
    users: only(config.users, context.user),
  };
}

export const configView = defineCommand({
  name: 'view',
  usage: 'config view [flags]',
  short: 'Display merged kubeconfig settings or a specified kubeconfig file',
  long: 'Prints the kubeconfig files as one. Secrets and certificates are left out unless --raw is given.',
  examples:
    '# The whole configuration\nkubectl config view\n\n# With its secrets\nkubectl config view --raw\n\n# The password of the user e2e\nkubectl config view -o jsonpath=\'{.users[?(@.name == "e2e")].user.password}\'',
  flags: [
    ...resultPrintFlags.map((flag) => (flag.name === 'output' ? { ...flag, default: 'yaml' } : flag)),
    { name: 'flatten', type: 'bool', default: false, usage: 'Whether to put the content of files in place of their paths.' },
    { name: 'merge', type: 'bool', default: true, usage: 'Whether to merge all kubeconfig files.' },
    { name: 'minify', type: 'bool', default: false, usage: 'Whether to leave out what the context in use does not need.' },
    { name: 'raw', type: 'bool', default: false, usage: 'Whether to print secrets and certificates too.' },
  ],
  async run(_, { kubectl, flags, process }) {
    if (flags.bool('flatten')) throw new UsageError('--flatten is not supported');
    if (!flags.bool('merge')) throw new UsageError('--merge=false is not supported');
    const whole = kubectl.kubeconfig();
    const chosen = flags.bool('minify') ? minify(whole, flags.string('context') || chooseContext(whole, flags).name || whole['current-context']) : whole;
    const shown = flags.bool('raw') ? chosen : { ...chosen, clusters: redact(chosen.clusters), users: redact(chosen.users) };
    const printer = createObjectPrinter(parseOutputFormat(flags.string('output') || 'yaml', flags.string('template'), resultFormats), flags, process);
    if (printer) await process.print(printer.format(kubeconfigObject(shown) as KubeObject, false));
    return 0;
  },
});
