import { formatGoDuration } from '#machinery/go-duration.ts';
import { ConfigError } from './config-source.ts';
import { planContainer } from './container-config.ts';
import { planContainerEnd } from './container-end.ts';
import { createContainerLog } from './container-log.ts';
import type { ContainerRecord, StartFailure } from './container-record.ts';
import { runDetached } from './detached.ts';
import { runHook } from './lifecycle-hook.ts';
import { formatPodName, type PodHost } from './pod-host.ts';
import type { PodState, Sandbox } from './pod-state.ts';
import { type ContainerPlan, StartError, startContainer } from './runtime/container-runtime.ts';
import { digestOf, type FoundImage } from './runtime/registry.ts';

/** Creating and starting a container takes the runtime 40 to 100 ms. */
const CREATE_MS = 40;
const CREATE_SPREAD_MS = 60;

/**
 * How an attempt to start a container went. `retryAtMs`: when a back-off ends;
 * `failed`: without one, so that the kubelet tries again some seconds later.
 */
export interface StartResult {
  readonly started: boolean;
  readonly failed: boolean;
  /** The runtime has made a container, even if it could not be started. */
  readonly created: boolean;
  readonly retryAtMs: number | undefined;
}

const good: StartResult = { started: true, failed: false, created: true, retryAtMs: undefined };

export interface StarterOptions {
  readonly host: PodHost;
  readonly state: PodState;
  /** Whether the pod has taken another course meanwhile, so that a start under way must not go on. */
  isStale(): boolean;
  onExit(record: ContainerRecord): void;
}

/** Starts one container: back-off, image, configuration, creation, start, postStart hook. Calls `done` when it has started or failed. */
export function startRecord(record: ContainerRecord, sandbox: Sandbox, options: StarterOptions, done: (result: StartResult) => void): void {
  const { host, state } = options;
  const { clock } = host.simulation;
  const { pod } = state;
  const container = record.spec;
  const event = (type: 'Normal' | 'Warning', reason: string, message: string): void => host.event(pod, container, type, reason, message);
  const fail = (failure: StartFailure, result: Partial<StartResult> = {}): void => {
    record.startFailure = failure;
    done({ started: false, failed: true, created: false, retryAtMs: undefined, ...result });
  };

  const waitsUntil = checkCrashBackOff(record, options);
  if (waitsUntil !== undefined) {
    done({ started: false, failed: false, created: false, retryAtMs: waitsUntil });
    return;
  }

  const create = (found: FoundImage): void => {
    const log = createContainerLog(clockOf(clock), host.simulation.limits.logBytes);
    let plan: ContainerPlan;
    try {
      const around = { hostAddress: host.network.address, podAddress: sandbox.attachment.address, nodeAllocatable: host.allocatable };
      const volumes = state.volumes ?? new Map();
      plan = planContainer(
        container,
        found,
        { pod, source: host.source, around, volumes, network: sandbox.attachment, resolution: sandbox.resolution, nodeName: host.nodeName },
        log,
      );
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      event('Warning', 'Failed', `Error: ${error.message}`);
      fail({ reason: 'CreateContainerConfigError', message: error.message });
      return;
    }
    if (plan.argv.length === 0) {
      const message = 'failed to create containerd container: no command specified';
      event('Warning', 'Failed', `Error: ${message}`);
      fail({ reason: 'CreateContainerError', message });
      return;
    }
    event('Normal', 'Created', 'Container created');
    const problem = launch(record, plan, options);
    if (problem !== undefined) {
      event('Warning', 'Failed', `Error: ${problem}`);
      fail({ reason: 'RunContainerError', message: problem }, { created: true });
      return;
    }
    event('Normal', 'Started', 'Container started');
    record.startFailure = undefined;
    runPostStart(record, sandbox, options, fail, () => done(good));
  };

  const request = { podUid: pod.metadata.uid, image: container.image ?? '', policy: container.imagePullPolicy ?? 'IfNotPresent', event };
  host.puller.ensure(request, (answer) => {
    if (options.isStale()) return;
    if ('found' in answer) {
      clock.after(CREATE_MS + host.random.below(CREATE_SPREAD_MS), () => {
        if (!options.isStale()) create(answer.found);
      });
    } else {
      event('Warning', 'Failed', `Error: ${answer.failure.reason}`);
      const waits = answer.failure.reason === 'ImagePullBackOff';
      const retryAtMs = waits ? host.imageBackOff.endsAtMs(`${pod.metadata.uid}_${container.image ?? ''}`) : undefined;
      fail(answer.failure, { failed: !waits, retryAtMs });
    }
  });
}

/** The time, by a function that keeps nothing but the clock alive. */
const clockOf = (clock: { readonly now: number }) => (): number => clock.now;

/** @returns until when a container that has ended may not be started again; undefined when it may be now */
function checkCrashBackOff(record: ContainerRecord, { host, state }: StarterOptions): number | undefined {
  const end = record.run?.end;
  if (!end) return undefined;
  const { now } = host.simulation.clock;
  const name = formatPodName(state.pod);
  const key = `${state.pod.metadata.uid}/${record.spec.name}/${record.spec.image}`;
  if (!host.crashBackOff.isWaitingSince(key, end.finishedAtMs, now)) {
    host.crashBackOff.next(key, end.finishedAtMs, now);
    return undefined;
  }
  const wait = host.crashBackOff.durationMs(key);
  record.startFailure = {
    reason: 'CrashLoopBackOff',
    message: `back-off ${formatGoDuration(wait)} restarting failed container=${record.spec.name} pod=${name}`,
  };
  host.event(state.pod, record.spec, 'Warning', 'BackOff', `Back-off restarting failed container ${record.spec.name} in pod ${name}`);
  return end.finishedAtMs + wait;
}

/** Gives the container its next life. @returns the runtime's message when it could not be started */
function launch(record: ContainerRecord, plan: ContainerPlan, options: StarterOptions): string | undefined {
  const { host, state, onExit } = options;
  const { clock } = host.simulation;
  const { log } = plan; // what outlives the start: the plan itself is not kept
  if (record.run) {
    record.previous = record.run;
    record.restartCount++;
  }
  const run: NonNullable<ContainerRecord['run']> = {
    id: `containerd://${digestOf(`${state.pod.metadata.uid}/${record.spec.name}/${record.restartCount}`)}`,
    image: plan.found.name,
    imageId: plan.found.id,
    startedAtMs: clock.now,
    log,
    stopSignal: plan.found.image.stopSignal,
    live: undefined,
    end: undefined,
    stopping: false,
  };
  record.run = run;
  record.readinessPassed = false;
  record.startupPassed = false;
  record.hookDone = false;
  try {
    run.live = startContainer(host.simulation, plan, (exit) => {
      const { live } = run;
      run.live = undefined;
      run.end ??= planContainerEnd(exit, record.spec, log, live?.machine.fs, clock.now);
      log.end();
      onExit(record);
    });
    return undefined;
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    run.end = { exitCode: 128, reason: 'StartError', finishedAtMs: clock.now, message: error.message };
    log.end();
    return error.message;
  }
}

function runPostStart(
  record: ContainerRecord,
  sandbox: Sandbox,
  options: StarterOptions,
  fail: (failure: StartFailure, result?: Partial<StartResult>) => void,
  done: () => void,
): void {
  const { host, state } = options;
  const hook = record.spec.lifecycle?.postStart;
  const { run } = record;
  if (!hook || !run?.live) {
    record.hookDone = true;
    done();
    return;
  }
  const { simulation, network } = host;
  const target = { simulation, container: record.spec, live: run.live, podAddress: sandbox.attachment.address, network: network.namespace };
  runDetached(
    simulation,
    () => runHook(hook, target),
    (problem) => {
      if (options.isStale()) return;
      if (record.run !== run || !run.live || problem === undefined) {
        record.hookDone = run.live !== undefined;
        return done();
      }
      host.event(state.pod, record.spec, 'Warning', 'FailedPostStartHook', 'PostStartHook failed');
      host.event(state.pod, record.spec, 'Normal', 'Killing', 'FailedPostStartHook');
      run.stopping = true;
      run.live.signal('KILL');
      fail({ reason: 'PostStartHookError', message: 'PostStartHook failed' }, { created: true });
    },
  );
}
