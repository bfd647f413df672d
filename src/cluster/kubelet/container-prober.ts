import type { Probe } from '#machinery/generated/types.ts';
import type { ContainerRecord, ContainerRun } from './container-record.ts';
import type { PodHost } from './pod-host.ts';
import type { PodState } from './pod-state.ts';
import { carryOutProbe } from './probes/probe-outcome.ts';
import { type ProbeKind, type ProbeWorker, startProbeWorker } from './probes/probe-worker.ts';

/** The probes of a pod's containers. */
export interface ContainerProber {
  /** Begins to probe the containers that run and are not probed yet, and stops where a container has ended. */
  follow(): void;
  stop(): void;
}

export interface ProberOptions {
  readonly host: PodHost;
  readonly state: PodState;
  /** A probe's verdict has changed what is known of a container. */
  onChange(): void;
  /** A liveness or startup probe has failed for good. */
  onFatal(record: ContainerRecord, kind: ProbeKind): void;
}

interface Probed {
  readonly run: ContainerRun;
  readonly workers: Map<ProbeKind, ProbeWorker>;
}

/** Creates the prober of a pod. Liveness and readiness are probed once the startup probe has passed. */
export function createContainerProber(options: ProberOptions): ContainerProber {
  const { host, state } = options;
  const probed = new Map<ContainerRecord, Probed>();

  const halt = (record: ContainerRecord): void => {
    for (const worker of probed.get(record)?.workers.values() ?? []) worker.stop();
    probed.delete(record);
  };

  const begin = (record: ContainerRecord, entry: Probed, kind: ProbeKind, probe: Probe | undefined): void => {
    const { live } = entry.run;
    if (!probe || !live || entry.workers.has(kind)) return;
    const { simulation, network } = host;
    const target = { simulation, container: record.spec, live, podAddress: state.podAddress ?? '', network: network.namespace };
    const worker = startProbeWorker({
      simulation,
      probe,
      startedAtMs: entry.run.startedAtMs,
      carryOut: () => carryOutProbe(probe, target),
      onTrouble(outcome) {
        const what = outcome.result === 'error' ? 'probe errored and resulted in unknown state' : 'probe failed';
        host.event(state.pod, record.spec, 'Warning', 'Unhealthy', `${kind} ${what}: ${outcome.output}`);
      },
      onVerdict: (passed) => judge(record, entry, kind, passed),
    });
    entry.workers.set(kind, worker);
  };

  const judge = (record: ContainerRecord, entry: Probed, kind: ProbeKind, passed: boolean): void => {
    if (record.run !== entry.run || !entry.run.live) return;
    if (kind === 'Readiness') {
      if (record.readinessPassed === passed) return;
      record.readinessPassed = passed;
      options.onChange();
    } else if (!passed) {
      // On hold until the container is started anew.
      for (const worker of entry.workers.values()) worker.stop();
      options.onFatal(record, kind);
    } else if (kind === 'Startup' && !record.startupPassed) {
      record.startupPassed = true;
      entry.workers.get('Startup')?.stop();
      options.onChange();
    }
  };

  return {
    follow() {
      for (const record of state.containers) {
        const { run, spec } = record;
        if (!run?.live || run.stopping) {
          halt(record);
          continue;
        }
        if (probed.get(record)?.run !== run) halt(record);
        const { startupProbe, livenessProbe, readinessProbe } = spec;
        if (!startupProbe && !livenessProbe && !readinessProbe) continue;
        const entry = probed.get(record) ?? { run, workers: new Map() };
        probed.set(record, entry);
        if (startupProbe && !record.startupPassed) begin(record, entry, 'Startup', startupProbe);
        else {
          begin(record, entry, 'Liveness', livenessProbe);
          begin(record, entry, 'Readiness', readinessProbe);
        }
      }
    },
    stop() {
      for (const record of [...probed.keys()]) halt(record);
    },
  };
}
