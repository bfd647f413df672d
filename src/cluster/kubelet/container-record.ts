import type { Container } from '#machinery/generated/types.ts';
import type { SignalName } from '#os/process.ts';
import type { ContainerLog } from './container-log.ts';
import type { RunningContainer } from './runtime/container-runtime.ts';

/** One life of a container, from its creation to its end: what a runtime calls a container. */
export interface ContainerRun {
  /** `containerd://<64 hex digits>` */
  readonly id: string;
  readonly image: string;
  readonly imageId: string;
  readonly startedAtMs: number;
  readonly log: ContainerLog;
  /** What its image wants to be stopped by. */
  readonly stopSignal: SignalName;
  /** The live container; undefined once it has ended or when it could not be started. */
  live: RunningContainer | undefined;
  end: ContainerEnd | undefined;
  /** Set while it is being stopped, so that nobody stops it twice. */
  stopping: boolean;
}

export interface ContainerEnd {
  readonly exitCode: number;
  /** `Completed`, `Error`, `OOMKilled`, `StartError`, `ContainerStatusUnknown` */
  readonly reason: string;
  readonly finishedAtMs: number;
  readonly message: string;
}

/** Why the last try to start a container failed: reason and message of its waiting state. */
export interface StartFailure {
  readonly reason: string;
  readonly message: string;
}

export type ContainerRole = 'init' | 'sidecar' | 'app';

/** What the kubelet knows of one container of a pod. Belongs to the pod's worker; nobody else changes it. */
export interface ContainerRecord {
  readonly role: ContainerRole;
  spec: Container;
  run: ContainerRun | undefined;
  /** The run before this one, for `lastState` and `logs --previous`. */
  previous: ContainerRun | undefined;
  restartCount: number;
  startFailure: StartFailure | undefined;
  /** What the probes last found; without a probe of a kind its answer is that of a container that runs. */
  readinessPassed: boolean;
  startupPassed: boolean;
  /** The postStart hook has ended well, or there is none. */
  hookDone: boolean;
}

export function createContainerRecord(spec: Container, role: ContainerRole): ContainerRecord {
  return {
    role,
    spec,
    run: undefined,
    previous: undefined,
    restartCount: 0,
    startFailure: undefined,
    readinessPassed: false,
    startupPassed: false,
    hookDone: false,
  };
}

/** The records of a pod's containers in the order of its spec, init containers first. */
export function createContainerRecords(initContainers: readonly Container[], containers: readonly Container[]): ContainerRecord[] {
  return [
    ...initContainers.map((spec) => createContainerRecord(spec, spec.restartPolicy === 'Always' ? 'sidecar' : 'init')),
    ...containers.map((spec) => createContainerRecord(spec, 'app')),
  ];
}

export function isRunning(record: ContainerRecord): boolean {
  return record.run?.live !== undefined;
}

/** Whether the container runs and has passed its startup probe, so that what comes after it may begin. */
export function isStarted(record: ContainerRecord): boolean {
  return isRunning(record) && record.hookDone && (record.startupPassed || !record.spec.startupProbe);
}

export function isReady(record: ContainerRecord): boolean {
  if (record.role === 'init') return record.run?.end?.exitCode === 0;
  return isStarted(record) && (record.readinessPassed || !record.spec.readinessProbe);
}

/** Whether an ended container is to be started again under the pod's restart policy. A sidecar always is. */
export function isToBeRestarted(record: ContainerRecord, podRestartPolicy: string): boolean {
  const end = record.run?.end;
  if (!end || record.role === 'sidecar') return true;
  const policy = record.role === 'init' && podRestartPolicy === 'Always' ? 'OnFailure' : podRestartPolicy;
  if (policy === 'Never') return false;
  return policy === 'Always' || end.exitCode !== 0;
}
