import { ExecError, type Process, type Program } from '#os/process.ts';
import { UsageError } from '#sim/usage-error.ts';
import { commandGroups, rootCommand } from './catalog.ts';
import type { Command, Invocation } from './command.ts';
import { createKubectlCompletion } from './completion/complete-kubectl.ts';
import { type Connect, createKubectlContext } from './create-context.ts';
import { type FoundCommand, plainArguments, unknownCommandMessage } from './find-command.ts';
import { flagsOf, globalValuesOf } from './flags/command-flags.ts';
import { globalFlags } from './flags/global-flags.ts';
import { type ParsedFlags, parseFlags, requireFlags } from './flags/parse-flags.ts';
import { formatHelp } from './help.ts';
import { SilentExit, usageErrorOf } from './kubectl-error.ts';
import { findLoadedCommand } from './lazy-command.ts';
import { reportError } from './report-error.ts';

/**
 * Creates the program `kubectl`: a client of the API like any other.
 * @param options.connect opens the way to the server that the kubeconfig names
 */
export function createKubectl(options: { readonly connect: Connect }): Program {
  return async (process) => {
    let serverUrl = (): string => '';
    try {
      const found = await findLoadedCommand(process.simulation, rootCommand, process.argv.slice(1), globalFlags);
      if (found.command === rootCommand) return await runRoot(found, process, options.connect);
      const parsed = parseCommandLine(found);
      const kubectl = createKubectlContext(process, globalValuesOf(found.command, parsed.values), options.connect);
      serverUrl = () => kubectl.serverUrl();
      if (parsed.values.bool('help')) {
        await process.print(formatHelp(found.command, found.path));
        return 0;
      }
      await announceDeprecated(parsed, process);
      requireFlags(parsed, found.command.flags);
      const invocation: Invocation = { args: parsed.args, dashAt: parsed.dashAt, flags: parsed.values, kubectl, process, commandPath: found.path };
      return await runCommand(found.command, invocation);
    } catch (error) {
      return await reportError(process, error, serverUrl);
    }
  };
}

function parseCommandLine(found: FoundCommand): ParsedFlags {
  try {
    return parseFlags(found.words, flagsOf(found.command));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`${error.message}\nSee '${found.path} --help' for usage.`);
  }
}

async function announceDeprecated(parsed: ParsedFlags, process: Process): Promise<void> {
  for (const flag of parsed.given) {
    if (flag.deprecated !== undefined) await process.printError(`Flag --${flag.name} has been deprecated, ${flag.deprecated}\n`);
  }
}

async function runCommand(command: Command, invocation: Invocation): Promise<number> {
  if (command.run === undefined) {
    const [word] = invocation.args;
    if (word !== undefined) throw usageErrorOf(invocation.commandPath, `unknown command "${invocation.args.join(' ')}"`);
    await invocation.process.print(formatHelp(command, invocation.commandPath));
    throw new SilentExit(1);
  }
  const options = await command.complete?.(invocation);
  command.validate?.(options);
  const code = (await command.run(options, invocation)) ?? 0;
  const { warnings } = invocation.kubectl;
  if (code === 0 && warnings > 0 && invocation.flags.bool('warnings-as-errors')) {
    throw new UsageError(warnings === 1 ? '1 warning received' : `${warnings} warnings received`);
  }
  return code;
}

/** `kubectl` alone, `kubectl help COMMAND`, and names of commands that nobody knows. */
async function runRoot(found: FoundCommand, process: Process, connect: Connect): Promise<number> {
  if (process.argv[1] === '__complete') return printCompletions(process, connect);
  const words = plainArguments(found.words, globalFlags);
  // Cobra looks for the command before it reads any flag.
  const [word, ...rest] = words.length > 0 ? words : parseCommandLine(found).args;
  if (word === undefined) {
    await process.print(formatHelp(rootCommand, 'kubectl', commandGroups));
    return 0;
  }
  if (word === 'help') return printHelpOf(rest, process);
  const plugin = await runPlugin(word, process);
  if (plugin !== undefined) return plugin;
  throw new UsageError(unknownCommandMessage(rootCommand, 'kubectl', word));
}

/** What the completion scripts of shells call: candidates, a line each, and how the shell is to treat them. */
async function printCompletions(process: Process, connect: Connect): Promise<number> {
  const words = ['kubectl', ...process.argv.slice(2)];
  const candidates = await createKubectlCompletion({ connect })(words, words.length - 1, process);
  // 4: no files instead; 0: files are as good.
  await process.print(`${candidates.map((candidate) => `${candidate}\n`).join('')}:${candidates.length > 0 ? 4 : 0}\n`);
  return 0;
}

async function printHelpOf(words: readonly string[], process: Process): Promise<number> {
  const found = await findLoadedCommand(process.simulation, rootCommand, words, globalFlags);
  if (found.command === rootCommand && words.length > 0) {
    await process.printError(`Unknown help topic [${words.map((each) => `\`${each}\``).join(' ')}]\n`);
    await process.print(formatHelp(rootCommand, 'kubectl', commandGroups));
    return 0;
  }
  await process.print(found.command === rootCommand ? formatHelp(rootCommand, 'kubectl', commandGroups) : formatHelp(found.command, found.path));
  return 0;
}

/** `kubectl x` runs a program `kubectl-x` where there is one. @returns its exit code; undefined when there is none */
async function runPlugin(name: string, process: Process): Promise<number | undefined> {
  const words = process.argv.slice(1);
  if (words[0] !== name) return undefined;
  try {
    const child = process.spawn([`kubectl-${name.replaceAll('-', '_')}`, ...words.slice(1)]);
    return (await child.wait(process.cancel)).code;
  } catch (error) {
    if (error instanceof ExecError) return undefined;
    throw error;
  }
}
