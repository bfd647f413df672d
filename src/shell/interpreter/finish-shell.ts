import { FileError } from '#os/file-system.ts';
import { Cancelled } from '#sim/cancel.ts';
import { LimitError } from '#sim/limits.ts';
import { DiscardFlow, ExitFlow, InterruptFlow, LoopFlow, ReturnFlow, ShellError } from '../control-flow.ts';
import { complain, type Shell } from '../shell.ts';

/** Runs a shell's commands to the end of the shell: `exit`, errors that end it, and the EXIT trap. @returns its status */
export async function finishShell(shell: Shell, body: () => Promise<number>): Promise<number> {
  const status = await statusOf(shell, body);
  const exitTrap = shell.traps.get('EXIT');
  if (exitTrap === undefined || shell.process.cancel.cancelled) return status & 255;
  shell.traps.set('EXIT', undefined);
  shell.status = status;
  return (
    (await statusOf(shell, async () => {
      await shell.evaluator.evaluate(shell, exitTrap);
      return status;
    })) & 255
  );
}

async function statusOf(shell: Shell, body: () => Promise<number>): Promise<number> {
  try {
    return await body();
  } catch (error) {
    if (error instanceof ExitFlow || error instanceof DiscardFlow || error instanceof ReturnFlow || error instanceof InterruptFlow) return error.status;
    if (error instanceof LoopFlow) return 0;
    if (error instanceof Cancelled && !shell.process.cancel.cancelled) return 130;
    if (error instanceof ShellError) return complain(shell, error.message, error.status);
    if (error instanceof LimitError || error instanceof FileError) return complain(shell, error.message);
    throw error;
  }
}
