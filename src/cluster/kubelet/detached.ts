import type { Simulation } from '#sim/simulation.ts';

/**
 * Lets asynchronous work begin at an event of the clock and hands its result back at another one, on behalf of the same cause:
 * so the synchronous control plane stays in step with what processes do.
 */
export function runDetached<T>(simulation: Simulation, work: () => Promise<T>, done: (result: T) => void): void {
  const { clock, trace } = simulation;
  const { cause } = trace;
  void clock
    .sleep(0)
    .then(work)
    .then((result) => trace.because(cause, () => clock.after(0, () => done(result))));
}
