import type { Container } from '#machinery/generated/types.ts';
import type { Simulation } from '#sim/simulation.ts';
import type { ContainerRun } from './container-record.ts';
import { runDetached } from './detached.ts';
import { runHook } from './lifecycle-hook.ts';
import type { NodeNetwork } from './runtime/node-network.ts';

/** What is left to a container when its preStop hook took all of the grace period. */
const MINIMUM_GRACE_MS = 2_000;

/** From the kubelet's decision to the signal's arrival, through the container runtime. */
const SIGNAL_DELAY_MS = 150;

export interface StopOptions {
  readonly simulation: Simulation;
  readonly container: Container;
  readonly run: ContainerRun;
  readonly graceMs: number;
  readonly podAddress: string;
  readonly network: NodeNetwork;
  event(type: 'Normal' | 'Warning', reason: string, message: string): void;
}

/**
 * Stops a container: the preStop hook, then the image's stop signal, then KILL when the grace period is over.
 * Does nothing to one that is being stopped already, but for a shorter grace period.
 */
export function stopContainer(options: StopOptions): void {
  const { simulation, run, graceMs, container } = options;
  const { clock } = simulation;
  const live = run.live;
  if (!live) return;
  const killAfter = (ms: number): void => void clock.after(ms, () => live.signal('KILL'));
  if (run.stopping) {
    killAfter(graceMs);
    return;
  }
  run.stopping = true;
  const hook = container.lifecycle?.preStop;
  const terminate = (): void => void clock.after(SIGNAL_DELAY_MS, () => live.signal(run.stopSignal));
  if (!hook || graceMs === 0) {
    if (graceMs > 0) terminate();
    killAfter(graceMs);
    return;
  }
  const startedAtMs = clock.now;
  let terminated = false;
  const proceed = (failure: string | undefined): void => {
    if (terminated || !run.live) return;
    terminated = true;
    if (failure !== undefined) options.event('Warning', 'FailedPreStopHook', 'PreStopHook failed');
    terminate();
    killAfter(Math.max(graceMs - (clock.now - startedAtMs), MINIMUM_GRACE_MS));
  };
  clock.after(graceMs, () => proceed(undefined));
  const target = { simulation, container, live, podAddress: options.podAddress, network: options.network.namespace };
  runDetached(simulation, () => runHook(hook, target), proceed);
}
