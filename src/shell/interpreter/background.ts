import { emptyReader } from '#os/readers.ts';
import { isTerminal } from '../descriptors.ts';
import { printError, type Shell } from '../shell.ts';
import type { Statement } from '../syntax.ts';

/** Starts a statement in the background: `command &`. @param run what it does, in the copy of the shell. @returns 0 */
export async function runBackground(shell: Shell, statement: Statement, run: (copy: Shell) => Promise<number>): Promise<number> {
  const { source } = shell;
  const isMonitored = shell.options.has('monitor');
  const text = source.slice(statement.pos, statement.end).replace(/\s*&\s*$/, '');
  // Without job control the background may not take what is typed.
  const detached = isMonitored || !isTerminal(shell.descriptors, 0) ? shell.descriptors : new Map([...shell.descriptors, [0, emptyReader()] as const]);
  const child = shell.evaluator.runSubshell(
    shell,
    (copy) => {
      copy.source = source;
      return run(copy);
    },
    { descriptors: detached, title: text, ...(isMonitored ? { group: 'new' as const } : {}) },
  );
  shell.lastBackgroundPid = child.pid;
  const job = shell.jobs.add({ processes: [child], group: isMonitored ? child.pid : shell.process.group, command: text });
  if (shell.isInteractive) await printError(shell, `[${job.id}] ${child.pid}\n`);
  return 0;
}
