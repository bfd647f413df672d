import { LoopFlow, ShellError } from '../control-flow.ts';
import { readerAt } from '../descriptors.ts';
import { hasShopt, printError, type Shell } from '../shell.ts';
import type { ArithmeticFor, Case, CommandNode, CompoundList, For, Select, SyntaxNode } from '../syntax.ts';
import { expandArithmetic, expandToPattern, expandToText, expandWords } from '../words/expand-word.ts';
import { matchesPattern } from '../words/pattern.ts';
import { waitForeground } from './foreground.ts';
import { readLine } from './read-line.ts';
import { withRedirections } from './redirections.ts';
import { runAsCondition } from './run-statements.ts';
import { step } from './step.ts';
import { evaluateTest } from './test-command.ts';

type Compound = Exclude<CommandNode, { type: 'Command' }>;

/** Runs any command that is not a simple one. @param replace whether nothing follows it in this shell */
export async function runCompound(shell: Shell, node: Compound, replace: boolean): Promise<number> {
  switch (node.type) {
    case 'Redirected': {
      const opened = shell.openSubstitutions.length;
      try {
        return await withRedirections(shell, node.redirects, () => runCompound(shell, node.command, false));
      } finally {
        for (const substitution of shell.openSubstitutions.splice(opened)) substitution.close();
      }
    }
    case 'BraceGroup':
      return shell.evaluator.runList(shell, node.body);
    case 'Subshell':
      return runSubshellNode(shell, node.body, replace, shell.source.slice(node.pos, node.end));
    case 'If':
      return runIf(shell, node);
    case 'For':
      return runFor(shell, node);
    case 'ArithmeticFor':
      return runArithmeticFor(shell, node);
    case 'Select':
      return runSelect(shell, node);
    case 'While':
      return runLoop(
        shell,
        async () => ((await runAsCondition(shell, () => shell.evaluator.runList(shell, node.clause))) === 0) === (node.kind === 'while'),
        node.body,
      );
    case 'Case':
      return runCase(shell, node);
    case 'TestCommand':
      return evaluateTest(shell, node.expression);
    case 'ArithmeticCommand':
      return (await expandArithmetic(shell, node.body)) === 0n ? 1 : 0;
    case 'Function':
      return defineFunction(shell, node);
    case 'Coproc':
      throw new ShellError('coproc: not supported');
  }
}

function defineFunction(shell: Shell, node: Extract<Compound, { type: 'Function' }>): number {
  shell.functions.set(node.name.value, { body: node.body, source: shell.source, text: shell.source.slice(node.pos, node.end) });
  return 0;
}

/** Runs the body of a function, whatever command it is. */
export function runFunctionBody(shell: Shell, body: SyntaxNode): Promise<number> {
  return body.type === 'CompoundList' ? shell.evaluator.runList(shell, body) : shell.evaluator.runCommand(shell, body as CommandNode, false);
}

async function runSubshellNode(shell: Shell, body: CompoundList, replace: boolean, text: string): Promise<number> {
  const { source } = shell;
  const run = (copy: Shell): Promise<number> => {
    copy.source = source;
    const [only] = body.commands;
    // The only command of a subshell takes its place, as a process that is killed by its pid must die with it.
    if (body.commands.length === 1 && only?.command.type === 'Command' && !only.background) return copy.evaluator.runCommand(copy, only.command, true);
    return copy.evaluator.runList(copy, body);
  };
  if (replace && shell.traps.entries().length === 0) return run(shell);
  const child = shell.evaluator.runSubshell(shell, run, { title: text, ...(shell.options.has('monitor') ? { group: 'new' as const } : {}) });
  const [status = 0] = await waitForeground(shell, [child], text);
  return status;
}

async function runIf(shell: Shell, node: Extract<Compound, { type: 'If' }>): Promise<number> {
  const holds = async (clause: CompoundList): Promise<boolean> => (await runAsCondition(shell, () => shell.evaluator.runList(shell, clause))) === 0;
  if (await holds(node.clause)) return shell.evaluator.runList(shell, node.then);
  for (const branch of node.elif) if (await holds(branch.clause)) return shell.evaluator.runList(shell, branch.then);
  return node.else ? shell.evaluator.runList(shell, node.else) : 0;
}

/** Runs a body as long as `isWanted` says so; `break` and `continue` land here. */
async function runLoop(shell: Shell, isWanted: () => Promise<boolean>, body: CompoundList, next?: () => Promise<void>): Promise<number> {
  let status = 0;
  shell.loopDepth++;
  try {
    for (;;) {
      const pause = step(shell);
      if (pause) await pause;
      const outcome = await runTurn(shell, isWanted, body);
      if (outcome === 'end') return status;
      if (outcome === 'break') return 0;
      status = outcome;
      await next?.();
    }
  } finally {
    shell.loopDepth--;
  }
}

async function runTurn(shell: Shell, isWanted: () => Promise<boolean>, body: CompoundList): Promise<number | 'end' | 'break'> {
  try {
    return (await isWanted()) ? await shell.evaluator.runList(shell, body) : 'end';
  } catch (error) {
    if (!(error instanceof LoopFlow)) throw error;
    if (error.levels > 1 && shell.loopDepth > 1) {
      error.levels--;
      throw error;
    }
    return error.kind === 'break' ? 'break' : 0;
  }
}

async function runFor(shell: Shell, node: For): Promise<number> {
  const values = node.wordlist ? await expandWords(shell, node.wordlist) : shell.positional;
  let index = 0;
  const isWanted = async (): Promise<boolean> => {
    const value = values[index++];
    if (value === undefined) return false;
    shell.variables.set(node.name.value, value);
    return true;
  };
  return runLoop(shell, isWanted, node.body);
}

async function runArithmeticFor(shell: Shell, node: ArithmeticFor): Promise<number> {
  const textOf = (part: { readonly pos: number; readonly end: number } | undefined): string => (part ? shell.source.slice(part.pos, part.end) : '');
  const [initialize, test, update] = [textOf(node.initialize), textOf(node.test), textOf(node.update)];
  await expandArithmetic(shell, initialize);
  const isWanted = async (): Promise<boolean> => test === '' || (await expandArithmetic(shell, test)) !== 0n;
  return runLoop(shell, isWanted, node.body, async () => {
    await expandArithmetic(shell, update);
  });
}

async function runCase(shell: Shell, node: Case): Promise<number> {
  const subject = await expandToText(shell, node.word);
  let status = 0;
  let fallsThrough = false;
  for (const item of node.items) {
    if (!fallsThrough && !(await matchesAny(shell, subject, item.pattern))) continue;
    status = await shell.evaluator.runList(shell, item.body);
    if (item.terminator === ';&') fallsThrough = true;
    else if (item.terminator === ';;&') fallsThrough = false;
    else return status;
  }
  return status;
}

async function matchesAny(shell: Shell, subject: string, patterns: Case['items'][number]['pattern']): Promise<boolean> {
  for (const pattern of patterns) if (matchesPattern(await expandToPattern(shell, pattern), subject, hasShopt(shell, 'nocasematch'))) return true;
  return false;
}

async function runSelect(shell: Shell, node: Select): Promise<number> {
  const values = node.wordlist ? await expandWords(shell, node.wordlist) : shell.positional;
  if (values.length === 0) return 0;
  let showsMenu = true;
  const isWanted = async (): Promise<boolean> => {
    for (;;) {
      if (showsMenu) await printError(shell, values.map((value, index) => `${index + 1}) ${value}\n`).join(''));
      await printError(shell, shell.variables.get('PS3') ?? '#? ');
      const line = await readLine(readerAt(shell.descriptors, 0), shell.cancel);
      if (line.text === '' && line.atEnd) {
        await printError(shell, '\n');
        return false;
      }
      showsMenu = line.text.trim() === '';
      if (showsMenu) continue;
      shell.variables.set('REPLY', line.text);
      shell.variables.set(node.name.value, values[Number(line.text) - 1] ?? '');
      return true;
    }
  };
  return runLoop(shell, isWanted, node.body);
}
