import type { Command, Flag } from './command.ts';
import { valueWithoutText } from './flags/parse-flags.ts';

/** A command found in a line, and what of the line is left for it. */
export interface FoundCommand {
  readonly command: Command;
  /** `kubectl rollout undo` */
  readonly path: string;
  readonly parent: Command | undefined;
  /** The words of the line without the names of commands. */
  readonly words: readonly string[];
}

/**
 * Finds the command a line means, as cobra does: flags may stand before and between the names of commands.
 * @param root the command whose subcommands are all there is
 * @param words the line without the program's name
 */
export function findCommand(root: Command, words: readonly string[], globalFlags: readonly Flag[]): FoundCommand {
  let found: FoundCommand = { command: root, path: root.name, parent: undefined, words };
  let rest = [...words];
  while (true) {
    const at = nextArgument(rest, [...found.command.flags, ...globalFlags]);
    const word = at === undefined ? undefined : rest[at];
    const next = word === undefined ? undefined : subcommandOf(found.command, word);
    if (at === undefined || next === undefined) return found;
    rest = [...rest.slice(0, at), ...rest.slice(at + 1)];
    found = { command: next, path: `${found.path} ${next.name}`, parent: found.command, words: rest };
  }
}

/** The subcommand of this name or alias. */
export function subcommandOf(command: Command, word: string): Command | undefined {
  return command.subcommands?.find((candidate) => candidate.name === word || candidate.aliases?.includes(word));
}

/** Where the first word stands that is neither a flag nor a flag's value. */
function nextArgument(words: readonly string[], flags: readonly Flag[]): number | undefined {
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (word === '--') return undefined;
    if (!word.startsWith('-') || word === '-') return at;
    if (!word.includes('=') && takesNextWord(word, flags)) at++;
  }
  return undefined;
}

/** The words of a line that are neither flags nor values of flags, up to `--`. */
export function plainArguments(words: readonly string[], flags: readonly Flag[]): string[] {
  const found: string[] = [];
  let rest = words;
  for (let at = nextArgument(rest, flags); at !== undefined; at = nextArgument(rest, flags)) {
    found.push(rest[at] ?? '');
    rest = rest.slice(at + 1);
  }
  return found;
}

function takesNextWord(word: string, flags: readonly Flag[]): boolean {
  if (word.startsWith('--')) {
    const flag = flags.find((candidate) => candidate.name === word.slice(2));
    return flag === undefined ? !['--help', '--version'].includes(word) : valueWithoutText(flag) === undefined;
  }
  if (word.length !== 2 || word === '-h') return false;
  const flag = flags.find((candidate) => candidate.shorthand === word[1]);
  return flag === undefined || valueWithoutText(flag) === undefined;
}

/** `unknown command "x" for "kubectl"`, with what may have been meant. */
export function unknownCommandMessage(parent: Command, path: string, word: string): string {
  const suggestions = (parent.subcommands ?? []).filter((command) => !command.hidden && isSimilar(command, word)).map((command) => `\t${command.name}\n`);
  const hint = suggestions.length === 0 ? '' : `\n\nDid you mean this?\n${suggestions.join('')}`;
  return `unknown command ${JSON.stringify(word)} for ${JSON.stringify(path)}${hint}`;
}

function isSimilar(command: Command, word: string): boolean {
  const typed = word.toLowerCase();
  const name = command.name.toLowerCase();
  return editDistance(typed, name) <= 2 || name.startsWith(typed) || (command.suggestFor ?? []).some((other) => other.toLowerCase() === typed);
}

/** How many letters must be put in, taken out or changed to make one word of the other (Levenshtein). */
export function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...to].entries()) {
      const change = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(change, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
