import type { Container, EnvVar } from '#machinery/generated/types.ts';
import { readAllText } from '#os/readers.ts';
import { UsageError } from '#sim/usage-error.ts';
import { defineCommand, type Invocation } from '../../command.ts';
import { usageErrorOf } from '../../kubectl-error.ts';
import type { FoundObject } from '../../resources/fetch-targets.ts';
import { splitChanges } from '../../resources/split-changes.ts';
import type { TargetSelection } from '../../resources/targets.ts';
import { type EnvChanges, parseEnvChanges, readEnvSource } from './env-sources.ts';
import { changeTemplates, collectTemplateTargets, mapContainers, matchesContainer, planTemplateTargets, templateFlags, templateOf } from './template-target.ts';

interface EnvOptions {
  readonly selection: TargetSelection;
  readonly changes: EnvChanges;
  readonly containers: string;
  readonly list: boolean;
  readonly overwrite: boolean;
}

/** @throws UsageError when a variable is there already and may not be overwritten */
function changeEnv(container: Container, { changes, overwrite }: EnvOptions): Container {
  const before = container.env ?? [];
  let env = [...before];
  for (const entry of changes.set) {
    const at = env.findIndex((other) => other.name === entry.name);
    if (at < 0) env.push(entry);
    else if (overwrite) env[at] = entry;
    else if (env[at]?.value !== entry.value)
      throw new UsageError(`the variable ${entry.name} already has a value (${env[at]?.value ?? ''}), and --overwrite is false`);
  }
  env = env.filter((entry) => !changes.remove.includes(entry.name));
  const { env: _, ...rest } = container;
  return env.length > 0 ? { ...rest, env } : before.length > 0 ? rest : container;
}

function formatVariable(entry: EnvVar): string {
  const from = entry.valueFrom;
  if (!from) return `${entry.name}=${entry.value ?? ''}`;
  if (from.configMapKeyRef) return `# ${entry.name} from configmap ${from.configMapKeyRef.name}, key ${from.configMapKeyRef.key}`;
  if (from.secretKeyRef) return `# ${entry.name} from secret ${from.secretKeyRef.name}, key ${from.secretKeyRef.key}`;
  if (from.fieldRef) return `# ${entry.name} from field path ${from.fieldRef.fieldPath}`;
  return `# ${entry.name} from resource field ${from.resourceFieldRef?.containerName ?? ''}, ${from.resourceFieldRef?.resource ?? ''}`;
}

async function listEnv(found: FoundObject, options: EnvOptions, { process }: Invocation): Promise<void> {
  for (const container of templateOf(found).spec?.containers ?? []) {
    if (!matchesContainer(options.containers, container.name)) continue;
    const lines = (container.env ?? []).map((entry) => `${formatVariable(entry)}\n`);
    await process.print(`# ${found.object.kind} ${found.name}, container ${container.name}\n${lines.join('')}`);
  }
}

async function readStdin({ process }: Invocation): Promise<string[]> {
  const text = await readAllText(process.stdin, process.cancel);
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

export const setEnv = defineCommand<EnvOptions>({
  name: 'env',
  usage: 'set env RESOURCE/NAME KEY_1=VAL_1 ... KEY_N=VAL_N',
  short: 'Update environment variables on a pod template',
  long: `Sets, removes and lists environment variables in pod templates.

NAME=value sets, NAME- removes, - reads such lines from the standard input. With --from, every key of a ConfigMap or Secret becomes a variable that refers to it.`,
  examples: `# Set a variable in the Deployment registry
kubectl set env deployment/registry STORAGE_DIR=/local

# List the variables of all pods
kubectl set env pods --all --list

# Take variables from a Secret
kubectl set env --from=secret/mysecret deployment/myapp

# Take them from a ConfigMap, with a prefix
kubectl set env --from=configmap/myconfigmap --prefix=MYSQL_ deployment/myapp

# Remove a variable
kubectl set env deployments --all ENV-`,
  flags: [
    ...templateFlags,
    { name: 'containers', shorthand: 'c', type: 'string', default: '*', usage: 'Names of the containers to change; * stands for any letters.' },
    { name: 'env', shorthand: 'e', type: 'string-array', default: [], usage: 'NAME=value pairs to set.' },
    { name: 'from', type: 'string', default: '', usage: 'A ConfigMap or Secret to take variables from, such as configmap/name.' },
    { name: 'keys', type: 'strings', default: [], usage: 'The keys to take from it; all by default.' },
    { name: 'list', type: 'bool', default: false, usage: 'Whether to print the variables.' },
    { name: 'overwrite', type: 'bool', default: true, usage: 'Whether a variable that is there already may get another value.' },
    { name: 'prefix', type: 'string', default: '', usage: 'Text in front of the names of variables that are taken from elsewhere.' },
  ],
  async complete(invocation) {
    const { flags, args, commandPath } = invocation;
    const isChange = (word: string): boolean => word.includes('=') || word.endsWith('-');
    const { resources, changes } = splitChanges(args, 'environment', isChange);
    const words = [...changes.filter((word) => word !== '-'), ...flags.strings('env'), ...(changes.includes('-') ? await readStdin(invocation) : [])];
    const hasFiles = flags.strings('filename').length > 0 || flags.string('kustomize') !== '';
    if (resources.length === 0 && !hasFiles)
      throw usageErrorOf(commandPath, 'one or more resources must be specified as <resource> <name> or <resource>/<name>');
    const parsed = parseEnvChanges(words);
    const from = flags.string('from');
    const taken = from === '' ? [] : await readEnvSource(from, flags.string('prefix'), flags.strings('keys'), invocation);
    const all = { set: [...parsed.set, ...taken], remove: parsed.remove };
    if (all.set.length === 0 && all.remove.length === 0 && !flags.bool('list') && from === '')
      throw new UsageError('at least one environment variable must be provided');
    return {
      selection: await planTemplateTargets(invocation, resources),
      changes: all,
      containers: flags.string('containers'),
      list: flags.bool('list'),
      overwrite: flags.bool('overwrite'),
    };
  },
  async run(options, invocation) {
    const found = await collectTemplateTargets(invocation, options.selection);
    if (options.list) {
      for (const one of found) await listEnv(one, options, invocation);
      return 0;
    }
    const change = (container: Container): Container => (matchesContainer(options.containers, container.name) ? changeEnv(container, options) : container);
    await changeTemplates(found, 'env updated', (template) => mapContainers(template, change), invocation);
    return 0;
  },
});
