import type { Machine } from '#os/process.ts';
import { emptyReader } from '#os/readers.ts';
import { createCapture } from '#os/writers.ts';
import { learner } from './workstation.ts';

/** What `timeout` answers when it had to end a command. */
export const TIMED_OUT = 124;
const OUTPUT_LIMIT_BYTES = 256 * 1024;

/**
 * Runs a script with bash, without a terminal, in the learner's home folder, and lets time pass until it has ended.
 * @param limitMs virtual milliseconds after which it is killed; the code is then 124
 */
export async function runScriptOn(machine: Machine, text: string, limitMs: number): Promise<{ readonly code: number; readonly output: string }> {
  const output = createCapture(OUTPUT_LIMIT_BYTES);
  const child = machine.start(['bash', '-c', text], { stdin: emptyReader(), stdout: output.writer, stderr: output.writer, cwd: learner.home, tty: null });
  const ended = await machine.simulation.runUntil(() => child.exited !== undefined, limitMs);
  if (!ended) {
    child.kill('KILL');
    await machine.simulation.settle();
  }
  return { code: ended ? (child.exited?.code ?? 0) : TIMED_OUT, output: new TextDecoder().decode(output.bytes) };
}
