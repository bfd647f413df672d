import { isDeepEqual } from '#machinery/equality.ts';
import type { Container, Pod, PodStatus } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { createContainerProber } from './container-prober.ts';
import { type ContainerRecord, createContainerRecords, isRunning } from './container-record.ts';
import { type StartResult, startRecord } from './container-starter.ts';
import { stopContainer } from './container-stop.ts';
import { planPodActions } from './pod-actions.ts';
import type { PodHost } from './pod-host.ts';
import { planNameResolution } from './pod-names.ts';
import type { PodState } from './pod-state.ts';
import { planPhase, planPodStatus } from './pod-status.ts';
import { digestOf } from './runtime/registry.ts';
import { createVolumeSetUp } from './volumes/volume-set-up.ts';

/** Setting a pod's sandbox up (its network namespace and pause container) takes 200 to 400 ms. */
const SANDBOX_MS = 200;
const SANDBOX_SPREAD_MS = 200;
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
  const { clock } = host.simulation;
  const state: PodState = {
    pod,
    containers: createContainerRecords(pod.spec?.initContainers ?? [], pod.spec?.containers ?? []),
    startedAtMs: clock.now,
    volumes: undefined,
    sandbox: undefined,
    podAddress: undefined,
    rejection,
    stopping: undefined,
    released: false,
  };
  const policy = pod.spec?.restartPolicy ?? 'Always';
  let course = 0; // counts up when what was begun must not go on
  let busy = false;
  let again = false;
  let sandboxIsNew = false;
  let powered = true;
  let retry: { cancel(): void } | undefined;

  /** Wraps a callback so that it does nothing once the pod has taken another course. */
  const onCourse = <T extends readonly unknown[]>(run: (...args: T) => void): ((...args: T) => void) => {
    const mine = course;
    return (...args) => {
      if (mine === course) run(...args);
    };
  };

  const writeStatus = (): PodStatus | undefined => {
    const latest = host.latest(state.pod);
    if (!latest) return undefined;
    const status = planPodStatus({
      pod: latest,
      containers: state.containers,
      startedAtMs: state.startedAtMs,
      hostAddress: host.network.address,
      podAddress: state.podAddress,
      sandboxReady: state.sandbox !== undefined,
      rejection: state.rejection,
      stopped: state.stopping !== undefined && !state.containers.some(isRunning),
      before: latest.status,
      nowMs: clock.now,
    });
    if (!isDeepEqual(status, latest.status)) host.writeStatus(latest, status);
    return status;
  };

  const stop = (record: ContainerRecord, graceMs: number, message: string): void => {
    const { run } = record;
    if (!run?.live) return;
    if (!run.stopping) host.event(state.pod, record.spec, 'Normal', 'Killing', message);
    stopContainer({
      simulation: host.simulation,
      pod: state.pod,
      container: record.spec,
      run,
      graceMs,
      podAddress: state.podAddress ?? '',
      network: host.network,
      event: (type, reason, text) => host.event(state.pod, record.spec, type, reason, text),
    });
  };

  const graceMs = (): number => (state.pod.spec?.terminationGracePeriodSeconds ?? 30) * 1000;

  const prober = createContainerProber({
    host,
    state,
    onChange: () => sync(),
    onFatal(record, kind) {
      const probe = kind === 'Startup' ? record.spec.startupProbe : record.spec.livenessProbe;
      const own = probe?.terminationGracePeriodSeconds;
      stop(record, own === undefined ? graceMs() : own * 1000, `Container ${record.spec.name} failed ${kind.toLowerCase()} probe, will be restarted`);
    },
  });

  /** One pass over the pod: report, then do what is to be done. A pass that is asked for while one is under way follows it. */
  const sync = (): void => {
    if (!powered || state.released) return;
    if (state.stopping) {
      finishStopping();
      return;
    }
    if (busy) {
      again = true;
      return;
    }
    retry?.cancel();
    retry = undefined;
    const status = writeStatus();
    if (!status) return;
    prober.follow();
    if (state.rejection) {
      endEverything();
      return;
    }
    if (status.phase === 'Succeeded' || status.phase === 'Failed') {
      endEverything();
      return;
    }
    busy = true;
    if (state.sandbox) act();
    else volumes.begin(onCourse(createSandbox));
  };

  const endPass = (results: readonly StartResult[]): void => {
    busy = false;
    // A failed pull changes nothing that the runtime could show: it is reported with the next pass, ten seconds later.
    if (sandboxIsNew || results.some((result) => result.started || result.created)) host.syncAtRelist(sync);
    sandboxIsNew = false;
    if (again) {
      again = false;
      sync();
      return;
    }
    const waits = results.flatMap((result) => (result.retryAtMs === undefined ? [] : [result.retryAtMs]));
    if (results.some((result) => result.failed)) waits.push(clock.now + RETRY_MS + host.random.below(RETRY_SPREAD_MS));
    if (waits.length > 0) retry = clock.at(Math.min(...waits), onCourse(sync));
  };

  const createSandbox = (): void => {
    if (!host.network.isReady) {
      clock.after(1000, onCourse(createSandbox));
      return;
    }
    clock.after(
      SANDBOX_MS + host.random.below(SANDBOX_SPREAD_MS),
      onCourse(() => {
        const nodeResolution = { server: host.network.namespace.dns?.server ?? '', search: [], ndots: 1, hosts: new Map<string, string>() };
        const resolve = (address: string) => planNameResolution(state.pod, address, host.network.clusterDnsAddress, nodeResolution);
        const { network } = host;
        const attachment = state.pod.spec?.hostNetwork ? { address: network.address, namespace: network.namespace, detach() {} } : network.attachPod(resolve);
        if (!attachment) {
          const why = `failed to setup network for sandbox "${digestOf(state.pod.metadata.uid)}": plugin type="ptp" failed (add): failed to allocate for range 0: no IP addresses available`;
          host.event(state.pod, undefined, 'Warning', 'FailedCreatePodSandBox', `Failed to create pod sandbox: rpc error: code = Unknown desc = ${why}`);
          clock.after(RETRY_MS, onCourse(createSandbox));
          return;
        }
        state.sandbox = { attachment, resolution: resolve(attachment.address) };
        state.podAddress = attachment.address;
        sandboxIsNew = true;
        act();
      }),
    );
  };

  /** Starts what is to be started, one container after the other. */
  const act = (): void => {
    const actions = planPodActions(state.containers, policy);
    for (const record of actions.stop) stop(record, graceMs(), `Stopping container ${record.spec.name}`);
    const results: StartResult[] = [];
    const { sandbox } = state;
    const next = (index: number): void => {
      const record = actions.start[index];
      if (!record || !sandbox) {
        endPass(results);
        return;
      }
      const isStale = staleness();
      startRecord(record, sandbox, { host, state, isStale, onExit }, (result) => {
        results.push(result);
        if (result.started) prober.follow();
        next(index + 1);
      });
    };
    next(0);
  };

  const staleness = (): (() => boolean) => {
    const mine = course;
    return () => mine !== course;
  };

  const onExit = (record: ContainerRecord): void => {
    record.readinessPassed = false;
    record.startupPassed = false;
    prober.follow();
    host.syncAtRelist(sync);
  };

  /** The pod is done or refused: what still runs is stopped, then its resources are given back. */
  const endEverything = (): void => {
    const running = state.containers.filter(isRunning);
    for (const record of running) stop(record, graceMs(), `Stopping container ${record.spec.name}`);
    if (running.length > 0 || (state.rejection && !state.sandbox)) return;
    prober.stop();
    state.sandbox?.attachment.detach();
    state.sandbox = undefined;
    writeStatus();
    if (!host.latest(state.pod)?.metadata.deletionTimestamp) return;
    release();
  };

  /** Ends the pod: apps first, then sidecars in reverse order; each container has what is left of the grace period. */
  const beginStopping = (milliseconds: number): void => {
    course++;
    busy = false;
    retry?.cancel();
    prober.stop();
    state.stopping = { graceMs: milliseconds };
    const running = state.containers.filter(isRunning);
    const apps = running.filter((record) => record.role !== 'sidecar');
    for (const record of apps.length > 0 ? apps : running) stop(record, milliseconds, `Stopping container ${record.spec.name}`);
    if (running.length === 0) host.syncAtRelist(sync);
  };

  const finishStopping = (): void => {
    const running = state.containers.filter(isRunning);
    const unstopped = running.filter((record) => !record.run?.stopping).reverse();
    const [nextSidecar] = unstopped;
    if (nextSidecar && running.every((record) => record.role === 'sidecar'))
      stop(nextSidecar, state.stopping?.graceMs ?? 0, `Stopping container ${nextSidecar.spec.name}`);
    if (running.length > 0) return;
    state.sandbox?.attachment.detach();
    state.sandbox = undefined;
    writeStatus();
    release();
  };

  const release = (): void => {
    state.released = true;
    const uid = state.pod.metadata.uid;
    host.crashBackOff.forget(uid);
    host.imageBackOff.forget(uid);
    host.confirmDeletion(state.pod);
    host.finished(state.pod);
  };

  const volumes = createVolumeSetUp(host, state, onCourse);

  const applySpec = (next: Stored<Pod>): void => {
    const specs = new Map<string, Container>([...(next.spec?.initContainers ?? []), ...(next.spec?.containers ?? [])].map((spec) => [spec.name, spec]));
    for (const record of state.containers) {
      const spec = specs.get(record.spec.name);
      if (!spec || spec === record.spec) continue;
      const changed = spec.image !== record.spec.image;
      if (changed && record.role !== 'init') stop(record, graceMs(), `Container ${record.spec.name} definition changed, will be restarted`);
      if (changed) record.startFailure = undefined;
      record.spec = spec;
    }
  };

  const armDeadline = (): void => {
    const seconds = state.pod.spec?.activeDeadlineSeconds;
    if (seconds === undefined) return;
    const message = 'Pod was active on the node longer than the specified deadline';
    clock.at(state.startedAtMs + seconds * 1000, () => worker.fail('DeadlineExceeded', message));
  };

  const worker: PodWorker = {
    state,
    update(next) {
      const before = state.pod;
      state.pod = next;
      if (!powered) return;
      if (next.metadata.deletionTimestamp !== undefined) {
        const grace = Math.max(next.metadata.deletionGracePeriodSeconds ?? 30, 0) * 1000;
        if (!state.stopping || grace < state.stopping.graceMs) beginStopping(grace);
        return;
      }
      if (next.spec === before.spec || isDeepEqual(next.spec, before.spec)) {
        if (!isDeepEqual(foreignConditions(next), foreignConditions(before))) sync();
        return;
      }
      applySpec(next);
      if (before.spec?.activeDeadlineSeconds !== next.spec?.activeDeadlineSeconds) armDeadline();
      sync();
    },
    remove(last) {
      state.pod = last;
      if (!state.released) beginStopping(Math.max(last.metadata.deletionGracePeriodSeconds ?? 0, 1) * 1000);
    },
    fail(reason, message) {
      const phase = planPhase({ pod: state.pod, containers: state.containers, rejection: state.rejection, stopped: false, before: undefined });
      if (state.released || state.stopping || phase === 'Succeeded' || phase === 'Failed') return;
      host.event(state.pod, undefined, 'Normal', reason, message);
      course++;
      busy = false;
      state.rejection = { reason, message };
      sync();
    },
    refreshVolumes: () => volumes.refresh(),
    powerOff() {
      powered = false;
      course++;
      busy = false;
      retry?.cancel();
      prober.stop();
      for (const { run } of state.containers) run?.live?.machine.shutdown();
      state.sandbox?.attachment.detach();
      state.sandbox = undefined;
    },
    powerOn() {
      powered = true;
      course++;
      const ran = state.containers.some((record) => record.run);
      for (const { run } of state.containers) if (run?.end?.exitCode === 137) run.end = { ...run.end, exitCode: 255, reason: 'Unknown' };
      const latest = host.latest(state.pod);
      if (!latest) return worker.remove(state.pod);
      if (ran && !state.rejection) host.event(state.pod, undefined, 'Normal', 'SandboxChanged', 'Pod sandbox changed, it will be killed and re-created.');
      state.pod = latest;
      if (latest.metadata.deletionTimestamp !== undefined) beginStopping(1000);
      else sync();
    },
    get isBusy() {
      return busy || state.stopping !== undefined;
    },
  };
  armDeadline();
  if (pod.metadata.deletionTimestamp !== undefined) beginStopping(0);
  else sync();
  return worker;
}

/** Conditions that others set and that readiness gates may wait for. */
function foreignConditions(pod: Stored<Pod>): readonly unknown[] {
  const gates = pod.spec?.readinessGates;
  return gates ? (pod.status?.conditions ?? []).filter((item) => gates.some((gate) => gate.conditionType === item.type)) : [];
}
