import { isDeepEqual } from '#machinery/equality.ts';
import type { Container, Pod, PodStatus } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { type ContainerProber, createContainerProber } from './container-prober.ts';
import { type ContainerRecord, createContainerRecords, isRunning } from './container-record.ts';
import { type StartResult, startRecord } from './container-starter.ts';
import { stopContainer } from './container-stop.ts';
import { planPodActions } from './pod-actions.ts';
import type { PodHost } from './pod-host.ts';
import type { PodState } from './pod-state.ts';
import { planPhase, planPodStatus } from './pod-status.ts';
import type { ProbeKind } from './probes/probe-worker.ts';
import { setUpSandbox } from './sandbox.ts';
import { createVolumeSetUp, type VolumeSetUp } from './volumes/volume-set-up.ts';

/** After a failed start the kubelet comes back to a pod in 10 to 15 seconds. */
const RETRY_MS = 10_000;
const RETRY_SPREAD_MS = 5_000;

/** Looks after one pod on its node, from when it is bound until it has ended. */
export interface PodWorker {
  readonly state: PodState;
  /** The API server has a newer version of the pod. */
  update(pod: Stored<Pod>): void;
  /** The pod is gone from the API server (a forced deletion): end what is left of it. */
  remove(pod: Stored<Pod>): void;
  /** Ends the pod on the kubelet's own account (deadline, eviction); it stays in the API as failed. */
  fail(reason: string, message: string): void;
  refreshVolumes(): void;
  /** The node loses power: everything stops at once, and nothing is reported. */
  powerOff(): void;
  /** The node is back: what should run is started anew. */
  powerOn(): void;
  /** Whether something is under way that will change the pod without anyone's doing. */
  readonly isBusy: boolean;
}

/** @param rejection why the kubelet refuses the pod, when it does */
export function createPodWorker(pod: Stored<Pod>, host: PodHost, rejection: PodState['rejection']): PodWorker {
  const worker = new Worker(pod, host, rejection);
  worker.begin();
  return worker;
}

/** A class, so that thousands of them share their methods. */
class Worker implements PodWorker {
  readonly state: PodState;
  readonly #host: PodHost;
  readonly #volumes: VolumeSetUp;
  #prober: ContainerProber | undefined;
  /** Counts up when what was begun must not go on. */
  #course = 0;
  #busy = false;
  #again = false;
  #sandboxIsNew = false;
  #powered = true;
  #retry: { cancel(): void } | undefined;

  constructor(pod: Stored<Pod>, host: PodHost, rejection: PodState['rejection']) {
    this.#host = host;
    this.state = {
      pod,
      containers: createContainerRecords(pod.spec?.initContainers ?? [], pod.spec?.containers ?? []),
      startedAtMs: host.simulation.clock.now,
      volumes: undefined,
      sandbox: undefined,
      podAddress: undefined,
      rejection,
      stopping: undefined,
      released: false,
    };
    this.#volumes = createVolumeSetUp(host, this.state, (run) => this.#onCourse(run));
  }

  begin(): void {
    this.#armDeadline();
    if (this.state.pod.metadata.deletionTimestamp !== undefined) this.#beginStopping(0);
    else this.#sync();
  }

  get isBusy(): boolean {
    return this.#busy || this.state.stopping !== undefined;
  }

  update(next: Stored<Pod>): void {
    const before = this.state.pod;
    this.state.pod = next;
    if (!this.#powered) return;
    if (next.metadata.deletionTimestamp !== undefined) {
      const graceMs = Math.max(next.metadata.deletionGracePeriodSeconds ?? 30, 0) * 1000;
      if (!this.state.stopping || graceMs < this.state.stopping.graceMs) this.#beginStopping(graceMs);
      return;
    }
    if (next.spec === before.spec || isDeepEqual(next.spec, before.spec)) {
      if (!isDeepEqual(gateConditions(next), gateConditions(before))) this.#sync();
      return;
    }
    this.#applySpec(next);
    if (before.spec?.activeDeadlineSeconds !== next.spec?.activeDeadlineSeconds) this.#armDeadline();
    this.#sync();
  }

  remove(last: Stored<Pod>): void {
    this.state.pod = last;
    if (!this.state.released) this.#beginStopping(Math.max(last.metadata.deletionGracePeriodSeconds ?? 0, 1) * 1000);
  }

  fail(reason: string, message: string): void {
    const { state } = this;
    const phase = planPhase({ pod: state.pod, containers: state.containers, rejection: state.rejection, stopped: false, before: undefined });
    if (state.released || state.stopping || phase === 'Succeeded' || phase === 'Failed') return;
    this.#host.event(state.pod, undefined, 'Normal', reason, message);
    this.#changeCourse();
    state.rejection = { reason, message };
    this.#sync();
  }

  refreshVolumes(): void {
    this.#volumes.refresh();
  }

  powerOff(): void {
    this.#powered = false;
    this.#changeCourse();
    this.#prober?.stop();
    for (const { run } of this.state.containers) run?.live?.machine.shutdown();
    this.#releaseSandbox();
  }

  powerOn(): void {
    const { state } = this;
    this.#powered = true;
    this.#changeCourse();
    const ran = state.containers.some((record) => record.run);
    for (const { run } of state.containers) if (run?.end?.exitCode === 137) run.end = { ...run.end, exitCode: 255, reason: 'Unknown' };
    const latest = this.#host.latest(state.pod);
    if (!latest) {
      this.remove(state.pod);
      return;
    }
    if (ran && !state.rejection) this.#host.event(state.pod, undefined, 'Normal', 'SandboxChanged', 'Pod sandbox changed, it will be killed and re-created.');
    state.pod = latest;
    if (latest.metadata.deletionTimestamp !== undefined) this.#beginStopping(1000);
    else this.#sync();
  }

  /** Wraps a callback so that it does nothing once the pod has taken another course. */
  #onCourse(run: () => void): () => void {
    const mine = this.#course;
    return () => {
      if (mine === this.#course) run();
    };
  }

  #wasBackingOff = false;

  #changeCourse(): void {
    this.#course++;
    this.#busy = false;
    this.#retry?.cancel();
    this.#retry = undefined;
  }

  readonly #syncLater = (): void => this.#sync();

  /** One pass over the pod: report, then do what is to be done. A pass that is asked for while one is under way follows it. */
  #sync(): void {
    const { state } = this;
    if (!this.#powered || state.released) return;
    if (state.stopping) {
      this.#finishStopping();
      return;
    }
    if (this.#busy) {
      this.#again = true;
      return;
    }
    this.#retry?.cancel();
    this.#retry = undefined;
    const status = this.#writeStatus();
    if (!status) return;
    this.#followProbes();
    if (state.rejection || status.phase === 'Succeeded' || status.phase === 'Failed') {
      this.#endEverything();
      return;
    }
    this.#busy = true;
    if (state.sandbox) this.#act();
    else this.#volumes.begin(this.#onCourse(() => this.#createSandbox()));
  }

  #writeStatus(): PodStatus | undefined {
    const { state } = this;
    const latest = this.#host.latest(state.pod);
    if (!latest) return undefined;
    const status = planPodStatus({
      pod: latest,
      containers: state.containers,
      startedAtMs: state.startedAtMs,
      hostAddress: this.#host.network.address,
      podAddress: state.podAddress,
      sandboxReady: state.sandbox !== undefined,
      rejection: state.rejection,
      stopped: state.stopping !== undefined && !state.containers.some(isRunning),
      before: latest.status,
      nowMs: this.#host.simulation.clock.now,
    });
    if (!isDeepEqual(status, latest.status)) this.#host.writeStatus(latest, status);
    return status;
  }

  #createSandbox(): void {
    setUpSandbox(
      this.#host,
      this.state,
      (run) => this.#onCourse(run),
      () => {
        this.#sandboxIsNew = true;
        this.#act();
      },
    );
  }

  /** Starts what is to be started, one container after the other. */
  #act(): void {
    const { state } = this;
    const actions = planPodActions(state.containers, state.pod.spec?.restartPolicy ?? 'Always');
    for (const record of actions.stop) this.#stop(record, this.#graceMs(), `Stopping container ${record.spec.name}`);
    const results: StartResult[] = [];
    const mine = this.#course;
    const isStale = (): boolean => mine !== this.#course;
    const next = (index: number): void => {
      const record = actions.start[index];
      if (!record || !state.sandbox) {
        this.#endPass(results);
        return;
      }
      startRecord(record, state.sandbox, { host: this.#host, state, isStale, onExit: this.#containerEnded }, (result) => {
        results.push(result);
        if (result.started) this.#followProbes();
        next(index + 1);
      });
    };
    next(0);
  }

  #endPass(results: readonly StartResult[]): void {
    const { clock } = this.#host.simulation;
    this.#busy = false;
    // A failed pull changes nothing that the runtime could show: it is reported with the next pass, ten seconds later.
    if (this.#sandboxIsNew || results.some((result) => result.started || result.created)) this.#host.syncAtRelist(this.#syncLater);
    this.#sandboxIsNew = false;
    if (this.#again) {
      this.#again = false;
      this.#sync();
      return;
    }
    const waits = results.flatMap((result) => (result.retryAtMs === undefined ? [] : [result.retryAtMs]));
    const isBackingOff = waits.length > 0;
    // The back-off is shown with the next look at the containers; then the kubelet tries every ten seconds, until its end.
    if (isBackingOff && !this.#wasBackingOff) this.#host.syncAtRelist(this.#syncLater);
    this.#wasBackingOff = isBackingOff;
    if (isBackingOff || results.some((result) => result.failed)) waits.push(clock.now + RETRY_MS + this.#host.random.below(RETRY_SPREAD_MS));
    if (waits.length > 0) this.#retry = clock.at(Math.min(...waits), this.#onCourse(this.#syncLater));
  }

  readonly #containerEnded = (record: ContainerRecord): void => {
    record.readinessPassed = false;
    record.startupPassed = false;
    this.#followProbes();
    this.#host.syncAtRelist(this.#syncLater);
  };

  #followProbes(): void {
    const hasProbes = this.state.containers.some(({ spec }) => spec.startupProbe || spec.livenessProbe || spec.readinessProbe);
    if (!hasProbes) return;
    this.#prober ??= createContainerProber({
      host: this.#host,
      state: this.state,
      onChange: this.#syncLater,
      onFatal: (record, kind) => this.#probeFailed(record, kind),
    });
    this.#prober.follow();
  }

  #probeFailed(record: ContainerRecord, kind: ProbeKind): void {
    const probe = kind === 'Startup' ? record.spec.startupProbe : record.spec.livenessProbe;
    const own = probe?.terminationGracePeriodSeconds;
    this.#stop(record, own === undefined ? this.#graceMs() : own * 1000, `Container ${record.spec.name} failed ${kind.toLowerCase()} probe, will be restarted`);
  }

  #graceMs(): number {
    return (this.state.pod.spec?.terminationGracePeriodSeconds ?? 30) * 1000;
  }

  #stop(record: ContainerRecord, graceMs: number, message: string): void {
    const { run } = record;
    const { pod, podAddress = '' } = this.state;
    if (!run?.live) return;
    const event = (type: 'Normal' | 'Warning', reason: string, text: string): void => this.#host.event(pod, record.spec, type, reason, text);
    if (!run.stopping) event('Normal', 'Killing', message);
    stopContainer({ simulation: this.#host.simulation, container: record.spec, run, graceMs, podAddress, network: this.#host.network, event });
  }

  /** The pod is done or refused: what still runs is stopped, then its resources are given back. */
  #endEverything(): void {
    const running = this.state.containers.filter(isRunning);
    for (const record of running) this.#stop(record, this.#graceMs(), `Stopping container ${record.spec.name}`);
    if (running.length > 0 || (this.state.rejection && !this.state.sandbox)) return;
    this.#prober?.stop();
    this.#releaseSandbox();
    this.#writeStatus();
    if (this.#host.latest(this.state.pod)?.metadata.deletionTimestamp) this.#release();
  }

  /** Ends the pod: apps first, then sidecars in reverse order; each container has what is left of the grace period. */
  #beginStopping(graceMs: number): void {
    this.#changeCourse();
    this.#prober?.stop();
    this.state.stopping = { graceMs };
    const running = this.state.containers.filter(isRunning);
    const apps = running.filter((record) => record.role !== 'sidecar');
    for (const record of apps.length > 0 ? apps : running) this.#stop(record, graceMs, `Stopping container ${record.spec.name}`);
    if (running.length === 0) this.#host.syncAtRelist(this.#syncLater);
  }

  #finishStopping(): void {
    const running = this.state.containers.filter(isRunning);
    const [nextSidecar] = running.filter((record) => !record.run?.stopping).reverse();
    if (nextSidecar && running.every((record) => record.role === 'sidecar')) {
      this.#stop(nextSidecar, this.state.stopping?.graceMs ?? 0, `Stopping container ${nextSidecar.spec.name}`);
    }
    if (running.length > 0) return;
    this.#releaseSandbox();
    this.#writeStatus();
    this.#release();
  }

  #releaseSandbox(): void {
    this.state.sandbox?.attachment.detach();
    this.state.sandbox = undefined;
  }

  #release(): void {
    const { pod } = this.state;
    this.state.released = true;
    this.#host.crashBackOff.forget(pod.metadata.uid);
    this.#host.imageBackOff.forget(pod.metadata.uid);
    this.#host.confirmDeletion(pod);
    this.#host.finished(pod);
  }

  #applySpec(next: Stored<Pod>): void {
    const specs = new Map<string, Container>([...(next.spec?.initContainers ?? []), ...(next.spec?.containers ?? [])].map((spec) => [spec.name, spec]));
    for (const record of this.state.containers) {
      const spec = specs.get(record.spec.name);
      if (!spec || spec === record.spec) continue;
      const changed = spec.image !== record.spec.image;
      if (changed && record.role !== 'init') this.#stop(record, this.#graceMs(), `Container ${record.spec.name} definition changed, will be restarted`);
      if (changed) record.startFailure = undefined;
      record.spec = spec;
    }
  }

  #armDeadline(): void {
    const seconds = this.state.pod.spec?.activeDeadlineSeconds;
    if (seconds === undefined) return;
    const message = 'Pod was active on the node longer than the specified deadline';
    this.#host.simulation.clock.at(this.state.startedAtMs + seconds * 1000, () => this.fail('DeadlineExceeded', message));
  }
}

/** Conditions that others set and that readiness gates wait for. */
function gateConditions(pod: Stored<Pod>): readonly unknown[] {
  const gates = pod.spec?.readinessGates;
  return gates ? (pod.status?.conditions ?? []).filter((item) => gates.some((gate) => gate.conditionType === item.type)) : [];
}
