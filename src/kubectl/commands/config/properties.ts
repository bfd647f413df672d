import { UsageError } from '#sim/usage-error.ts';
import { defineCommand, type Invocation } from '../../command.ts';
import { changeKubeconfig, type EntryKind, withEntry, withoutEntry } from '../../config/change-kubeconfig.ts';
import type { Kubeconfig } from '../../config/kubeconfig.ts';
import { usageErrorOf } from '../../kubectl-error.ts';

const isEntryKind = (word: string): word is EntryKind => word === 'clusters' || word === 'contexts' || word === 'users';

/** A property path: `current-context`, `contexts.my-context.namespace`. Names may hold dots; the last part is the field. */
interface PropertyPath {
  readonly kind: EntryKind | 'current-context';
  readonly name: string;
  readonly field: string;
}

/** @throws UsageError for a path that leads nowhere */
function parsePath(text: string): PropertyPath {
  if (text === 'current-context') return { kind: 'current-context', name: '', field: '' };
  const [kind = '', ...rest] = text.split('.');
  if (!isEntryKind(kind) || rest.length === 0) throw new UsageError(`unable to locate path ${kind || text}`);
  const field = rest.length > 1 ? (rest.at(-1) ?? '') : '';
  return { kind, name: rest.length > 1 ? rest.slice(0, -1).join('.') : rest.join('.'), field };
}

function change(invocation: Invocation, path: PropertyPath, value: string | boolean | undefined): void {
  const { kind, name, field } = path;
  if (kind === 'current-context') {
    changeKubeconfig(
      invocation,
      (config) => config['current-context'] !== '',
      (config) => ({ ...config, 'current-context': String(value ?? '') }),
    );
    return;
  }
  const changed = (config: Kubeconfig): Kubeconfig => {
    if (field === '') {
      if (value !== undefined) throw new UsageError(`unable to parse path: ${kind}.${name} is no field`);
      return withoutEntry(config, kind, name, `current map key \`${name}\` is invalid`);
    }
    const before: Readonly<Record<string, unknown>> = { ...config[kind].get(name) };
    if (value !== undefined) return withEntry(config, kind, name, { ...before, [field]: value });
    if (!config[kind].has(name)) throw new UsageError(`current map key \`${name}\` is invalid`);
    return withEntry(config, kind, name, Object.fromEntries(Object.entries(before).filter(([key]) => key !== field)));
  };
  changeKubeconfig(invocation, (config) => config[kind].has(name), changed);
}

export const setProperty = defineCommand<{ readonly path: string; readonly value: string }>({
  name: 'set',
  usage: 'config set PROPERTY_NAME PROPERTY_VALUE',
  short: 'Set an individual value in a kubeconfig file',
  long: 'Sets one value. PROPERTY_NAME is a path of names with dots, such as contexts.my-context.namespace.',
  examples: '# Another server for the cluster my-cluster\nkubectl config set clusters.my-cluster.server https://1.2.3.4',
  flags: [{ name: 'set-raw-bytes', type: 'bool', default: false, usage: 'Whether the value of a field of bytes is written as it is.' }],
  complete({ args, commandPath }) {
    const [path, value, ...more] = args;
    if (path === undefined || value === undefined || more.length > 0) throw usageErrorOf(commandPath, `accepts 2 arg(s), received ${args.length}`);
    return { path, value };
  },
  async run({ path, value }, invocation) {
    const parsed = parsePath(path);
    change(invocation, parsed, parsed.field === 'insecure-skip-tls-verify' ? value === 'true' : value);
    await invocation.process.print(`Property ${JSON.stringify(path)} set.\n`);
    return 0;
  },
});

export const unsetProperty = defineCommand<string>({
  name: 'unset',
  usage: 'config unset PROPERTY_NAME',
  short: 'Unset an individual value in a kubeconfig file',
  long: 'Takes one value away. PROPERTY_NAME is a path of names with dots, such as contexts.my-context.namespace.',
  examples: '# No current context\nkubectl config unset current-context',
  flags: [],
  complete({ args, commandPath }) {
    const [path, ...more] = args;
    if (path === undefined || more.length > 0) throw usageErrorOf(commandPath, `accepts 1 arg(s), received ${args.length}`);
    return path;
  },
  async run(path, invocation) {
    change(invocation, parsePath(path), undefined);
    await invocation.process.print(`Property ${JSON.stringify(path)} unset.\n`);
    return 0;
  },
});
