import type { ExitStatus } from '#os/process.ts';
import { createWaitQueue } from '#os/wait-queue.ts';
import { Cancelled } from '#sim/cancel.ts';
import type { Simulation } from '#sim/simulation.ts';
import type { StreamOptions } from '../apiserver/kubelet-connection.ts';
import type { RunningContainer } from './runtime/container-runtime.ts';

/**
 * Joins a client to the first process of a container: its further output is shown, and what the client types goes to it.
 * A client with a terminal hands its keys on as they are; the container's own terminal edits lines and makes signals.
 * @returns how the first process ended. @throws Cancelled when the client leaves
 */
export async function attachToConsole(simulation: Simulation, live: RunningContainer, options: StreamOptions): Promise<ExitStatus> {
  const { console: terminal } = live;
  const pending: Uint8Array[] = [];
  const more = createWaitQueue();
  let exit: ExitStatus | undefined;
  const leave = terminal.watch((bytes) => {
    pending.push(bytes);
    more.wakeAll();
  });
  const watchExit = async (): Promise<void> => {
    exit = await live.wait(options.cancel);
    more.wakeAll();
  };
  const feed = async (): Promise<void> => {
    if (!options.stdin) return;
    for (let bytes = await options.stdin.read(options.cancel); bytes; bytes = await options.stdin.read(options.cancel)) terminal.input(bytes);
    terminal.endInput();
  };
  options.tty?.setRaw(true);
  void watchExit().catch(ignoreCancelled);
  void feed().catch(ignoreCancelled);
  try {
    for (;;) {
      for (let bytes = pending.shift(); bytes; bytes = pending.shift()) await options.stdout?.write(bytes, options.cancel);
      if (exit) return exit;
      await simulation.clock.wait<void>((wake) => more.enter(wake), options.cancel);
    }
  } finally {
    leave();
    options.tty?.setRaw(false);
  }
}

function ignoreCancelled(error: unknown): void {
  if (!(error instanceof Cancelled)) throw error;
}
