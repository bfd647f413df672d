import { ShellError } from '../control-flow.ts';
import { type DeclarationArgument, printError, type Shell } from '../shell.ts';
import type { Assignment, Command, Redirection, Word } from '../syntax.ts';
import { expandToText, expandWords } from '../words/expand-word.ts';
import { quoteWord } from '../words/quote.ts';
import { assign, traceAssignment } from './assignment.ts';
import { redirectForGood, withRedirections } from './redirections.ts';

/** What a simple command may turn out to be, besides a program. */
export interface CommandTable {
  isDeclaration(shell: Shell, name: string): boolean;
  runDeclaration(shell: Shell, name: string, args: readonly DeclarationArgument[]): Promise<number>;
  /** Runs words: function, builtin or program. */
  runWords(shell: Shell, words: readonly string[], environment: ReadonlyMap<string, string>, replace: boolean): Promise<number>;
  /** Whether the words run inside this shell (a function or a builtin). */
  isInternal(shell: Shell, name: string): boolean;
}

/** Runs a simple command: its words are expanded, then its redirections and assignments are made. @throws ShellError */
export async function runSimpleCommand(shell: Shell, command: Command, table: CommandTable, replace: boolean): Promise<number> {
  shell.substitutionStatus = 0;
  const substitutionsBefore = shell.openSubstitutions.length;
  try {
    const assignments = command.prefix.filter((node): node is Assignment => node.type === 'Assignment');
    const firstWord = command.name && (await expandWords(shell, [command.name]));
    if (firstWord?.length === 1 && firstWord[0] !== undefined && table.isDeclaration(shell, firstWord[0])) {
      return await runDeclaration(shell, firstWord[0], command, assignments, table);
    }
    const rest = await expandWords(shell, command.args.map(asWord));
    const words = [...(firstWord ?? []), ...rest];
    if (shell.options.has('xtrace')) await trace(shell, assignments, words);
    if (words.length === 0) return await assignOnly(shell, assignments, command.redirects);
    shell.lastArgument = words.at(-1) ?? '';
    if (words[0] === 'exec' && !shell.functions.has('exec')) return await runExec(shell, words.slice(1), assignments, command.redirects, table);
    return await withRedirections(shell, command.redirects, () => runWithAssignments(shell, words, assignments, table, replace));
  } finally {
    for (const substitution of shell.openSubstitutions.splice(substitutionsBefore)) substitution.close();
  }
}

/** `a=b` behind a command that declares nothing is an ordinary word. */
function asWord(argument: Word | Assignment): Word {
  if (argument.type === 'Word') return argument;
  const { text, pos, end, value } = argument;
  if (value.type === 'ArrayValue') throw new ShellError("syntax error near unexpected token `('");
  const prefixLength = text.indexOf('=') + 1;
  const prefix = { type: 'Literal' as const, text: text.slice(0, prefixLength), value: text.slice(0, prefixLength), pos, end: pos + prefixLength };
  const valueParts =
    value.parts ?? (value.text === '' ? [] : [{ type: 'Literal' as const, text: value.text, value: value.value, pos: value.pos, end: value.end }]);
  return { type: 'Word', text, value: text, pos, end, parts: [prefix, ...valueParts] };
}

async function assignOnly(shell: Shell, assignments: readonly Assignment[], redirections: readonly Redirection[]): Promise<number> {
  return withRedirections(shell, redirections, async () => {
    for (const assignment of assignments) await assign(shell, assignment);
    return shell.substitutionStatus;
  });
}

/** `export`, `declare`, `local` …: an argument `name=value` is an assignment, neither split nor matched against files. */
async function runDeclaration(shell: Shell, name: string, command: Command, prefix: readonly Assignment[], table: CommandTable): Promise<number> {
  const args: DeclarationArgument[] = [];
  for (const argument of command.args) {
    if (argument.type === 'Assignment') args.push(argument);
    else args.push(...(await expandWords(shell, [argument])));
  }
  if (shell.options.has('xtrace')) {
    const shown = await Promise.all(args.map((argument) => (typeof argument === 'string' ? argument : traceAssignment(shell, argument))));
    await trace(shell, prefix, [name, ...shown]);
  }
  return withRedirections(shell, command.redirects, () => table.runDeclaration(shell, name, args));
}

/** Assignments before a command hold for that command alone. */
async function runWithAssignments(
  shell: Shell,
  words: readonly string[],
  assignments: readonly Assignment[],
  table: CommandTable,
  replace: boolean,
): Promise<number> {
  if (assignments.length === 0) return table.runWords(shell, words, noEnvironment, replace);
  if (!table.isInternal(shell, words[0] ?? '')) return table.runWords(shell, words, await environmentOf(shell, assignments), replace);
  const restores = assignments.map(({ name }) => shell.variables.save(name));
  try {
    for (const assignment of assignments) {
      await assign(shell, assignment);
      shell.variables.toChange(assignment.name).isExported = true;
    }
    return await table.runWords(shell, words, noEnvironment, replace);
  } finally {
    for (const restore of restores) restore();
  }
}

const noEnvironment: ReadonlyMap<string, string> = new Map();

async function environmentOf(shell: Shell, assignments: readonly Assignment[]): Promise<ReadonlyMap<string, string>> {
  const environment = new Map<string, string>();
  for (const { name, value, append } of assignments) {
    const text = value.type === 'ArrayValue' ? '' : await expandToText(shell, value, 'assignment');
    environment.set(name, append ? (shell.variables.get(name) ?? '') + text : text);
  }
  return environment;
}

/** `exec`: redirections stay, and a program takes the shell's place. */
async function runExec(
  shell: Shell,
  words: readonly string[],
  assignments: readonly Assignment[],
  redirections: readonly Redirection[],
  table: CommandTable,
): Promise<number> {
  await redirectForGood(shell, redirections);
  if (words.length === 0) return 0;
  return table.runWords(shell, ['exec', ...words], await environmentOf(shell, assignments), true);
}

/** `set -x`. */
async function trace(shell: Shell, assignments: readonly Assignment[], words: readonly string[]): Promise<void> {
  const prompt = shell.variables.get('PS4') ?? '+ ';
  for (const assignment of assignments) await printError(shell, `${prompt}${await traceAssignment(shell, assignment)}\n`);
  if (words.length > 0) await printError(shell, `${prompt}${words.map(quoteWord).join(' ')}\n`);
}
