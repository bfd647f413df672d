import type { Probe } from '#machinery/generated/types.ts';
import type { Simulation } from '#sim/simulation.ts';
import type { Timer } from '#sim/timer-queue.ts';
import { runDetached } from '../detached.ts';
import type { ProbeOutcome } from './probe-outcome.ts';

export type ProbeKind = 'Liveness' | 'Readiness' | 'Startup';

export interface ProbeWorkerOptions {
  readonly simulation: Simulation;
  readonly probe: Probe;
  readonly startedAtMs: number;
  carryOut(): Promise<ProbeOutcome>;
  /** Each outcome that is not a success. */
  onTrouble(outcome: ProbeOutcome): void;
  /** Called when enough outcomes in a row agree, with each further one too. */
  onVerdict(passed: boolean): void;
}

/** One probe of one run of a container, carried out again and again until it is stopped. */
export interface ProbeWorker {
  stop(): void;
}

/** As upstream: a probe without a delay first runs when the kubelet's next look at its containers (every second) has found the new one. */
const FIRST_LOOK_MS = 500;

/** Starts probing: the first time when the initial delay is over, then every period. As upstream's prober worker. */
export function startProbeWorker(options: ProbeWorkerOptions): ProbeWorker {
  const { simulation, probe } = options;
  const { clock } = simulation;
  const periodMs = (probe.periodSeconds ?? 10) * 1000;
  const needed = { success: probe.successThreshold ?? 1, failure: probe.failureThreshold ?? 3 };
  let lastResult: 'success' | 'failure' | undefined;
  let inARow = 0;
  let stopped = false;
  let timer: Timer;

  const judge = (outcome: ProbeOutcome): void => {
    if (stopped) return;
    if (outcome.result !== 'success') options.onTrouble(outcome);
    if (outcome.result === 'error') return;
    inARow = outcome.result === lastResult ? inARow + 1 : 1;
    lastResult = outcome.result;
    if (inARow >= needed[outcome.result]) options.onVerdict(outcome.result === 'success');
  };

  const tick = (): void => {
    timer = clock.after(periodMs, tick);
    runDetached(simulation, options.carryOut, judge);
  };

  timer = clock.at(options.startedAtMs + Math.max(FIRST_LOOK_MS, (probe.initialDelaySeconds ?? 0) * 1000), tick);
  return {
    stop() {
      stopped = true;
      timer.cancel();
    },
  };
}
