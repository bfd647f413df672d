import { DiscardFlow, ExitFlow, ReturnFlow } from '../control-flow.ts';
import { hasShopt, messagePrefix, printError, type Shell } from '../shell.ts';
import { forEachCommand, lineOf, type Parsed, parseProgram, type Statement, type SyntaxProblem } from '../syntax.ts';
import { runStatement } from './run-statements.ts';

/**
 * Runs a text in this shell, line by line as it would be read: what stands before a syntax error runs, and an alias
 * holds from the line after its definition on.
 * @returns the status of the last command
 */
export async function evaluate(shell: Shell, text: string): Promise<number> {
  const before = { source: shell.source, line: shell.line };
  let parsed = parseProgram(text);
  let index = 0;
  let aliasesOf = -1;
  let ran = false;
  try {
    for (;;) {
      const statement = parsed.statements[index];
      if (parsed.problem && (!statement || isProblemBefore(parsed, statement))) await failOnSyntax(shell, parsed, parsed.problem);
      if (!statement) break;
      const line = lineOf(parsed.source, statement.pos);
      if (line !== aliasesOf && expandsAliases(shell)) {
        aliasesOf = line;
        const expanded = expandAliases(shell, parsed, index);
        if (expanded !== parsed.source) {
          parsed = parseProgram(expanded);
          continue;
        }
      }
      shell.source = parsed.source;
      const next = await runToNext(shell, parsed, index);
      ran = true;
      index = next;
    }
    return ran ? shell.status : 0;
  } finally {
    shell.source = before.source;
    shell.line = before.line;
  }
}

/** Runs a statement. @returns the index of the next one; an expansion that went wrong takes the rest of its line along */
async function runToNext(shell: Shell, { statements, source }: Parsed, index: number): Promise<number> {
  const statement = statements[index] as Statement;
  try {
    await runStatement(shell, statement);
    return index + 1;
  } catch (error) {
    if (!(error instanceof DiscardFlow)) throw error;
    shell.status = error.status;
    if (shell.subshellDepth > 0) throw error;
    const line = lineOf(source, statement.end);
    let next = index + 1;
    for (let end = line; next < statements.length && lineOf(source, (statements[next] as Statement).pos) <= end; next++)
      end = lineOf(source, (statements[next] as Statement).end);
    return next;
  }
}

/** A line with a syntax error is not run, whatever stands before the error on it. */
function isProblemBefore(parsed: Parsed, statement: Statement): boolean {
  const { problem, source } = parsed;
  if (!problem) return false;
  return problem.position <= statement.end || lineOf(source, problem.position) <= lineOf(source, statement.pos);
}

function expandsAliases(shell: Shell): boolean {
  return shell.aliases.size > 0 && (shell.isInteractive || shell.flavour !== 'bash' || hasShopt(shell, 'expand_aliases'));
}

/** The text with the aliases on the line of a statement replaced. */
function expandAliases(shell: Shell, parsed: Parsed, index: number): string {
  const { source, statements } = parsed;
  const line = lineOf(source, statements[index]?.pos ?? 0);
  const cuts: { from: number; to: number; text: string }[] = [];
  for (const statement of statements.slice(index)) {
    if (lineOf(source, statement.pos) !== line) break;
    forEachCommand(statement, (command) => {
      const { name } = command;
      const alias = name && shell.aliases.get(name.text);
      if (!name || alias === undefined) return;
      cuts.push({ from: name.pos, to: name.end, text: aliasText(shell, name.text, []) });
      const [next] = command.args;
      const nextAlias = /[ \t]$/.test(alias) && next ? shell.aliases.get(next.text) : undefined;
      if (next && nextAlias !== undefined) cuts.push({ from: next.pos, to: next.end, text: nextAlias });
    });
  }
  let out = source;
  for (const cut of cuts.toSorted((a, b) => b.from - a.from)) out = out.slice(0, cut.from) + cut.text + out.slice(cut.to);
  return out;
}

/** An alias whose first word is an alias again, but for those being expanded. */
function aliasText(shell: Shell, name: string, seen: readonly string[]): string {
  const text = shell.aliases.get(name) ?? name;
  const first = /^[^\s;&|<>()$`"'\\]+/.exec(text)?.[0];
  if (first === undefined || first === name || seen.includes(first) || !shell.aliases.has(first)) return text;
  return aliasText(shell, first, [...seen, name]) + text.slice(first.length);
}

const openQuotes: readonly (readonly [RegExp, string])[] = [
  [/double quote/, '"'],
  [/single quote|ANSI-C/, "'"],
  [/backtick/, '`'],
  [/command substitution|process substitution|arithmetic/, ')'],
  [/parameter expansion/, '}'],
];

/** Says what is wrong with a text and ends what runs it. */
async function failOnSyntax(shell: Shell, parsed: Parsed, problem: SyntaxProblem): Promise<never> {
  const { source } = parsed;
  shell.line = lineOf(source, Math.min(problem.position, source.trimEnd().length));
  const prefix =
    shell.startLetter === 'c' && shell.flavour === 'bash' && shell.frames.length === 0 ? `${shell.scriptName}: -c: line ${shell.line}: ` : messagePrefix(shell);
  const missing = problem.message.startsWith('unterminated') ? openQuotes.find(([pattern]) => pattern.test(problem.message))?.[1] : undefined;
  if (missing !== undefined) await printError(shell, syntaxMessage(shell, prefix, `unexpected EOF while looking for matching \`${missing}'`));
  else await reportToken(shell, source, problem, prefix);
  if (shell.frames.some((frame) => frame.kind === 'source')) throw new ReturnFlow(shell.isInteractive ? 1 : 2);
  if (shell.isInteractive) throw new ReturnFlow(2);
  throw new ExitFlow(2);
}

async function reportToken(shell: Shell, source: string, problem: SyntaxProblem, prefix: string): Promise<void> {
  const rest = source.slice(problem.position);
  const token = /^[ \t]*(&&|\|\||;;|[;&|()<>]|\n|[^\s;&|()<>]+)/.exec(rest)?.[1];
  if (token === undefined || rest.trim() === '') {
    await printError(shell, syntaxMessage(shell, prefix, 'syntax error: unexpected end of file'));
    return;
  }
  if (shell.flavour !== 'bash') {
    await printError(shell, syntaxMessage(shell, prefix, `syntax error: unexpected "${token === '\n' ? 'newline' : token}"`));
    return;
  }
  await printError(shell, `${prefix}syntax error near unexpected token \`${token === '\n' ? 'newline' : token}'\n`);
  await printError(shell, `${prefix}\`${source.split('\n')[lineOf(source, problem.position) - 1] ?? ''}'\n`);
}

/** dash writes its syntax errors with a capital. */
function syntaxMessage(shell: Shell, prefix: string, text: string): string {
  return `${prefix}${shell.flavour === 'dash' ? text.replace(/^syntax/, 'Syntax') : text}\n`;
}
