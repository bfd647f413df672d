import { TransportError } from '#client/transport.ts';
import type { Pod } from '#machinery/generated/types.ts';
import { StatusError } from '#machinery/status-error.ts';
import type { Process } from '#os/process.ts';
import { UsageError } from '#sim/usage-error.ts';
import { rootCommand } from '../catalog.ts';
import type { Flag } from '../command.ts';
import { type Connect, createKubectlContext } from '../create-context.ts';
import type { FoundCommand } from '../find-command.ts';
import { flagsOf, globalValuesOf } from '../flags/command-flags.ts';
import { createFlagValues } from '../flags/flag-values.ts';
import { globalFlags } from '../flags/global-flags.ts';
import { parseFlags, valueWithoutText } from '../flags/parse-flags.ts';
import type { KubectlContext } from '../kubectl-context.ts';
import { findLoadedCommand } from '../lazy-command.ts';
import { getFormats, resultFormats } from '../printers/output-format.ts';
import { type ArgumentKind, argumentKinds, flagValues } from './argument-kinds.ts';

/** What could stand where the cursor is. Empty: nothing is known, and files are as good a guess as any. */
export type Complete = (words: readonly string[], index: number, process: Process) => Promise<readonly string[]>;

/**
 * Creates the completion of kubectl's command line: commands, flags, types, names, namespaces, contexts, containers.
 * A server that does not answer or refuses offers nothing.
 */
export function createKubectlCompletion(options: { readonly connect: Connect }): Complete {
  return async (words, index, process) => {
    const typed = words[index] ?? '';
    const before = words.slice(1, index);
    const found = await findLoadedCommand(process.simulation, rootCommand, before, globalFlags);
    try {
      const line = readLine(found, process, options.connect);
      const candidates = await candidatesFor(line, typed, before.at(-1));
      return [...new Set(candidates)].filter((candidate) => candidate.startsWith(typed)).sort();
    } catch (error) {
      if (error instanceof StatusError || error instanceof TransportError || error instanceof UsageError) return [];
      throw error;
    }
  };
}

/** The line before the cursor. */
interface Line {
  readonly found: FoundCommand;
  readonly flags: readonly Flag[];
  readonly args: readonly string[];
  readonly kubectl: KubectlContext;
}

function readLine(found: FoundCommand, process: Process, connect: Connect): Line {
  const flags = flagsOf(found.command);
  let values = createFlagValues(flags);
  let args: readonly string[] = [];
  // The line may end in a flag that still waits for its value.
  for (const words of [found.words, found.words.slice(0, -1)]) {
    try {
      const parsed = parseFlags(words, flags);
      values = parsed.values;
      args = parsed.args;
      break;
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
    }
  }
  return { found, flags, args, kubectl: createKubectlContext(process, globalValuesOf(found.command, values), connect) };
}

async function candidatesFor(line: Line, typed: string, previous: string | undefined): Promise<readonly string[]> {
  const equals = typed.indexOf('=');
  if (typed.startsWith('--') && equals > 0) {
    const flag = line.flags.find((each) => each.name === typed.slice(2, equals));
    return flag === undefined ? [] : (await valuesOf(flag, line)).map((value) => `${typed.slice(0, equals + 1)}${value}`);
  }
  const waiting = previous?.startsWith('-') ? flagWaiting(previous, line.flags) : undefined;
  if (waiting !== undefined) return valuesOf(waiting, line);
  if (typed.startsWith('-')) return flagNames(line.flags);
  const subcommands = line.found.command.subcommands ?? [];
  if (line.args.length === 0 && subcommands.length > 0) return subcommands.filter((command) => !command.hidden).map((command) => command.name);
  const kind = argumentKinds[line.found.path];
  return kind === undefined ? [] : argumentsOf(kind, line, typed);
}

/** The flag that the word before the cursor names, when a value must follow it. */
function flagWaiting(word: string, flags: readonly Flag[]): Flag | undefined {
  if (word.includes('=')) return undefined;
  const flag = word.startsWith('--') ? flags.find((each) => each.name === word.slice(2)) : flags.find((each) => each.shorthand === word.at(-1));
  return flag !== undefined && valueWithoutText(flag) === undefined ? flag : undefined;
}

function flagNames(flags: readonly Flag[]): string[] {
  return flags
    .filter((flag) => !flag.hidden && flag.deprecated === undefined)
    .flatMap((flag) => [`--${flag.name}`, ...(flag.shorthand ? [`-${flag.shorthand}`] : [])]);
}

async function valuesOf(flag: Flag, line: Line): Promise<readonly string[]> {
  switch (flag.name) {
    case 'namespace':
      return namesOf('namespaces', line.kubectl);
    case 'context':
      return [...line.kubectl.kubeconfig().contexts.keys()];
    case 'cluster':
      return [...line.kubectl.kubeconfig().clusters.keys()];
    case 'user':
      return [...line.kubectl.kubeconfig().users.keys()];
    case 'output':
      return line.found.path === 'kubectl get' ? getFormats : resultFormats;
    case 'container':
      return containersOf(line);
    default:
      return flagValues[flag.name] ?? [];
  }
}

async function argumentsOf(kind: ArgumentKind, line: Line, typed: string): Promise<readonly string[]> {
  const { kubectl, args } = line;
  switch (kind.of) {
    case 'contexts':
    case 'clusters':
    case 'users':
      return args.length > 0 ? [] : [...kubectl.kubeconfig()[kind.of].keys()];
    case 'shells':
      return args.length > 0 ? [] : ['bash', 'fish', 'powershell', 'zsh'];
    case 'types':
      return args.length > 0 ? [] : typeNames(kubectl);
    case 'names':
      return typed.includes('/') ? namesWithType(typed, kubectl) : args.length > 0 && kind.type === 'pods' ? [] : namesOf(kind.type, kubectl);
    case 'resources': {
      if (typed.includes('/')) return namesWithType(typed, kubectl);
      const [type] = args;
      if (type === undefined) return kind.types ?? typeNames(kubectl);
      if (type.includes('/')) return [];
      return (await namesOf(type, kubectl)).filter((name) => !args.includes(name));
    }
  }
}

async function typeNames(kubectl: KubectlContext): Promise<string[]> {
  const resources = await kubectl.resources();
  return resources
    .filter((resource) => resource.verbs.includes('list'))
    .map((resource) => (resource.group === '' ? resource.plural : `${resource.plural}.${resource.group}`));
}

async function namesOf(word: string, kubectl: KubectlContext): Promise<string[]> {
  const type = await kubectl.resolveResource(word);
  const list = await kubectl.client().list(type, { namespace: type.namespaced ? kubectl.namespace : '' });
  return list.items.map((item) => item.metadata.name);
}

async function namesWithType(typed: string, kubectl: KubectlContext): Promise<string[]> {
  const word = typed.slice(0, typed.indexOf('/'));
  return (await namesOf(word, kubectl)).map((name) => `${word}/${name}`);
}

/** The containers of the pod that the line names. */
async function containersOf({ args, kubectl }: Line): Promise<string[]> {
  const name = args[0]?.replace(/^pods?\//, '');
  if (name === undefined) return [];
  const pod = await kubectl.client().get<Pod>(await kubectl.resolveResource('pods'), kubectl.namespace, name);
  return [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])].map((container) => container.name);
}
