import { LimitError } from '#sim/limits.ts';
import type { Shell } from '../shell.ts';

/** Commands a shell runs in one virtual millisecond: a busy loop takes time, or it would stop the clock. */
const STEPS_PER_MS = 50;

/**
 * Counts a command or a turn of a loop.
 * @returns a promise when the shell must let time pass first
 * @throws Cancelled when the shell was killed or interrupted
 */
export function step(shell: Shell): Promise<void> | undefined {
  shell.cancel.throwIfCancelled();
  if (++shell.steps % STEPS_PER_MS !== 0) return undefined;
  return pause(shell);
}

async function pause(shell: Shell): Promise<void> {
  await shell.process.sleep(1);
  shell.cancel.throwIfCancelled();
}

/** Goes one level deeper (a function, a sourced file). @returns goes back up. @throws LimitError */
export function descend(shell: Shell, what: string): () => void {
  const { limits } = shell.process.simulation;
  if (shell.depth >= limits.shellDepth) throw new LimitError('shellDepth', limits, `${what}: maximum function nesting level exceeded`);
  shell.depth++;
  return () => {
    shell.depth--;
  };
}
