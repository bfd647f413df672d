import type { Process, SignalName } from '#os/process.ts';

/** For servers: waits until one of the signals comes, and handles it instead of dying of it. @throws Cancelled */
export function waitForSignal(process: Process, signals: readonly SignalName[]): Promise<SignalName> {
  return process.simulation.clock.wait<SignalName>((wake) => {
    for (const signal of signals) process.onSignal(signal, () => wake(signal));
    return undefined;
  }, process.cancel);
}
