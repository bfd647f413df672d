import { Cancelled } from '#sim/cancel.ts';
import { DiscardFlow, DiscardingError, ExitFlow, FatalExpansionError, ShellError } from '../control-flow.ts';
import { complain, type Shell } from '../shell.ts';
import type { AndOr, CompoundList, PipelineNode, Statement } from '../syntax.ts';
import { lineOf } from '../syntax.ts';
import { runBackground } from './background.ts';
import { runPipeline } from './pipeline.ts';
import { step } from './step.ts';
import { runPendingTraps, runTrap } from './traps.ts';

/** Runs statements of a text one after the other. @returns the status of the last one */
export async function runStatements(shell: Shell, statements: readonly Statement[], source: string): Promise<number> {
  const { source: outerSource, line } = shell;
  shell.source = source;
  if (source !== outerSource) shell.line = 1;
  try {
    for (const statement of statements) await runStatement(shell, statement);
    return statements.length === 0 ? 0 : shell.status;
  } finally {
    shell.source = outerSource;
    shell.line = line;
  }
}

/** Runs the body of a compound command. */
export async function runList(shell: Shell, list: CompoundList): Promise<number> {
  if (list.commands.length === 0) shell.status = 0;
  for (const statement of list.commands) await runStatement(shell, statement);
  return shell.status;
}

/** Runs one statement: in the background, or to its end. */
export async function runStatement(shell: Shell, statement: Statement): Promise<number> {
  const pause = step(shell);
  if (pause) await pause;
  if (shell.traps.hasPending) await runPendingTraps(shell);
  shell.line = lineOf(shell.source, statement.pos);
  const { command } = statement;
  if (statement.background) {
    shell.status = await runBackground(shell, statement, (copy) => runInBackground(copy, command));
    return shell.status;
  }
  shell.status = command.type === 'AndOr' ? await runAndOr(shell, command) : await runChecked(shell, command);
  if (shell.traps.hasPending) await runPendingTraps(shell);
  return shell.status;
}

function runInBackground(copy: Shell, command: Statement['command']): Promise<number> {
  if (command.type === 'AndOr') return runAndOr(copy, command);
  return command.type === 'Pipeline' ? runChecked(copy, command) : copy.evaluator.runCommand(copy, command, true);
}

async function runAndOr(shell: Shell, list: AndOr): Promise<number> {
  const last = list.commands.length - 1;
  let status = 0;
  for (const [index, command] of list.commands.entries()) {
    const operator = list.operators[index - 1];
    if (operator === '&&' ? status !== 0 : operator === '||' && status === 0) continue;
    status = index === last ? await runChecked(shell, command) : await runAsCondition(shell, () => runUnchecked(shell, command));
    shell.status = status;
  }
  return status;
}

/** Runs something whose failure is an answer and not an error: `set -e` and the ERR trap look away. */
export async function runAsCondition(shell: Shell, body: () => Promise<number>): Promise<number> {
  shell.conditionDepth++;
  try {
    return await body();
  } finally {
    shell.conditionDepth--;
  }
}

/** Runs a pipeline, then does what `set -e` and the ERR trap ask when it failed. */
async function runChecked(shell: Shell, node: PipelineNode): Promise<number> {
  const status = await runUnchecked(shell, node);
  shell.status = status;
  if (status === 0 || shell.conditionDepth > 0 || isNegated(node)) return status;
  if (shell.traps.get('ERR')) await runTrap(shell, 'ERR');
  if (shell.options.has('errexit')) throw new ExitFlow(status);
  return status;
}

const isNegated = (node: PipelineNode): boolean => node.type === 'Pipeline' && node.prefixes.some((prefix) => prefix.type === 'Negation');

/** Runs a pipeline; an error of the shell is printed here and ends a shell that is not interactive where bash's does. */
async function runUnchecked(shell: Shell, node: PipelineNode): Promise<number> {
  try {
    return await runPipeline(shell, node);
  } catch (error) {
    if (error instanceof Cancelled && !shell.process.cancel.cancelled && !shell.cancel.cancelled) return 130;
    if (!(error instanceof ShellError)) throw error;
    await complain(shell, error.message);
    if (error instanceof FatalExpansionError && !shell.isInteractive) throw new ExitFlow(error.status);
    if (error instanceof DiscardingError && shell.flavour === 'bash') throw new DiscardFlow();
    return error.status;
  }
}
