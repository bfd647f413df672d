import type { SignalName } from '#os/process.ts';
import type { Shell } from '../shell.ts';
import type { TrapName } from '../trap-table.ts';

/** Sets what happens on a signal or a moment of the shell: commands, '' for nothing at all, undefined for the default. */
export function setTrap(shell: Shell, name: TrapName, action: string | undefined): void {
  shell.traps.set(name, action);
  if (name === 'EXIT' || name === 'ERR' || name === 'DEBUG' || name === 'RETURN') return;
  if (name === 'KILL' || name === 'STOP') return;
  listen(shell, name, action);
}

function listen(shell: Shell, name: SignalName, action: string | undefined): void {
  if (action === undefined) shell.process.onSignal(name, shell.isInteractive ? () => shell.interruption.cancel(name) : undefined);
  else if (action === '') shell.process.onSignal(name, () => {});
  else shell.process.onSignal(name, () => shell.traps.arrive(name));
}

/** Runs the actions of the signals that came since the last command. The status is left as it was. */
export async function runPendingTraps(shell: Shell): Promise<void> {
  for (let name = shell.traps.takePending(); name; name = shell.traps.takePending()) await runTrap(shell, name);
}

/** Runs one trap if it is set. */
export async function runTrap(shell: Shell, name: TrapName): Promise<void> {
  const action = shell.traps.get(name);
  if (!action) return;
  const { status, pipeStatus } = shell;
  await shell.evaluator.evaluate(shell, action);
  shell.status = status;
  shell.pipeStatus = pipeStatus;
}
