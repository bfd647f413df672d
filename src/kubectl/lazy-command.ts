import { assertDefined } from '#sim/assert.ts';
import type { Simulation } from '#sim/simulation.ts';
import type { Command, Flag } from './command.ts';
import { type FoundCommand, findCommand } from './find-command.ts';

/**
 * Stands for a command that is loaded when it is first used: what the list of commands shows, and where the rest is.
 * The contract test holds what is said here against the command itself.
 */
export function lazily(name: string, short: string, load: () => Promise<Command>, more: Pick<Command, 'aliases' | 'suggestFor' | 'hidden'> = {}): Command {
  return { name, short, load, usage: name, long: '', examples: '', flags: [], ...more };
}

/** Loads one command in the place of its stand-in. The root is returned changed. */
async function withLoaded(root: Command, stub: Command, load: (part: () => Promise<Command>) => Promise<Command>): Promise<Command> {
  const command = await load(assertDefined(stub.load, 'only a stand-in is loaded'));
  return { ...root, subcommands: (root.subcommands ?? []).map((one) => (one === stub ? command : one)) };
}

/** Finds the command a line means, and loads it. */
export async function findLoadedCommand(simulation: Simulation, root: Command, words: readonly string[], globalFlags: readonly Flag[]): Promise<FoundCommand> {
  const found = findCommand(root, words, globalFlags);
  if (!found.command.load) return found;
  return findCommand(await withLoaded(root, found.command, simulation.load), words, globalFlags);
}

/** The root with every command loaded, for what must look at all of them. */
export async function loadAllCommands(root: Command): Promise<Command> {
  const subcommands = await Promise.all((root.subcommands ?? []).map((command) => command.load?.() ?? command));
  return { ...root, subcommands };
}
