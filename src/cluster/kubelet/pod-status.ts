import { planQosClass } from '#kinds/pod/qos.ts';
import type { ContainerState, ContainerStatus, Pod, PodStatus } from '#machinery/generated/types.ts';
import { formatTime } from '#machinery/time.ts';
import { type ContainerRecord, type ContainerRun, isReady, isRunning, isStarted, isToBeRestarted } from './container-record.ts';
import { planConditions } from './pod-conditions.ts';

/** What a pod's status is computed from. */
export interface PodFacts {
  readonly pod: Pod;
  readonly containers: readonly ContainerRecord[];
  readonly startedAtMs: number;
  readonly hostAddress: string;
  /** undefined while there is no sandbox. */
  readonly podAddress: string | undefined;
  readonly sandboxReady: boolean;
  /** The pod was refused or evicted by the kubelet: it has failed, whatever its containers do. */
  readonly rejection: { readonly reason: string; readonly message: string } | undefined;
  /** Every container has ended and none will be started again because the pod is being deleted. */
  readonly stopped: boolean;
  readonly before: PodStatus | undefined;
  readonly nowMs: number;
}

export type PodPhase = 'Pending' | 'Running' | 'Succeeded' | 'Failed';

/** Computes the status the kubelet reports. As upstream's generateAPIPodStatus. */
export function planPodStatus(facts: PodFacts): PodStatus {
  const { pod, containers, before } = facts;
  const phase = planPhase(facts);
  const generation = pod.metadata?.generation;
  const inits = containers.filter((record) => record.role !== 'app');
  const apps = containers.filter((record) => record.role === 'app');
  const statusOf = (record: ContainerRecord): ContainerStatus => planContainerStatus(record, pod, inits.length > 0, phase);
  return {
    ...(generation !== undefined && { observedGeneration: generation }),
    conditions: planConditions(facts, phase),
    ...(facts.rejection ?? {}),
    phase,
    hostIP: facts.hostAddress,
    hostIPs: [{ ip: facts.hostAddress }],
    ...(facts.podAddress !== undefined && { podIP: facts.podAddress, podIPs: [{ ip: facts.podAddress }] }),
    ...(inits.length > 0 && !facts.rejection && { initContainerStatuses: inits.map(statusOf) }),
    ...(!facts.rejection || containers.some((record) => record.run) ? { containerStatuses: apps.map(statusOf) } : {}),
    ...(before?.nominatedNodeName !== undefined && { nominatedNodeName: before.nominatedNodeName }),
    qosClass: before?.qosClass ?? planQosClass(pod),
    startTime: formatTime(facts.startedAtMs),
  };
}

/** The pod's phase from its containers and restart policy. */
export function planPhase(facts: Pick<PodFacts, 'pod' | 'containers' | 'rejection' | 'stopped' | 'before'>): PodPhase {
  if (facts.rejection) return 'Failed';
  const policy = facts.pod.spec?.restartPolicy ?? 'Always';
  const phase = phaseOfContainers(facts.containers, policy);
  if (!facts.stopped) return phase;
  // A deleted pod whose containers have all ended is finished, as upstream's "terminal phase before deletion".
  if (phase !== 'Running' && phase !== 'Pending') return phase;
  const apps = facts.containers.filter((record) => record.role === 'app');
  return apps.every((record) => record.run?.end?.exitCode === 0) ? 'Succeeded' : 'Failed';
}

function phaseOfContainers(containers: readonly ContainerRecord[], policy: string): PodPhase {
  for (const record of containers) {
    if (record.role === 'init') {
      const end = record.run?.end;
      if (!end) return 'Pending';
      if (end.exitCode !== 0) return policy === 'Never' ? 'Failed' : 'Pending';
    } else if (record.role === 'sidecar' && !record.run && !isStarted(record)) return 'Pending';
  }
  const apps = containers.filter((record) => record.role === 'app');
  if (apps.some((record) => !record.run)) return 'Pending';
  if (apps.some(isRunning)) return 'Running';
  if (policy === 'Always') return 'Running';
  const allSucceeded = apps.every((record) => record.run?.end?.exitCode === 0);
  if (containers.some((record) => record.role === 'sidecar' && isRunning(record))) return 'Running';
  if (allSucceeded) return 'Succeeded';
  return policy === 'Never' ? 'Failed' : 'Running';
}

function planContainerStatus(record: ContainerRecord, pod: Pod, hasInit: boolean, phase: PodPhase): ContainerStatus {
  const { run, spec } = record;
  const finished = phase === 'Succeeded' || phase === 'Failed';
  const policy = pod.spec?.restartPolicy ?? 'Always';
  const waits = record.startFailure && !run?.live && !finished && isToBeRestarted(record, policy) ? record.startFailure : undefined;
  const state = planState(record, waits, hasInit);
  const last = waits ? run : record.previous;
  const resources = spec.resources && (spec.resources.requests || spec.resources.limits) ? spec.resources : undefined;
  return {
    name: spec.name,
    state,
    lastState: last?.end ? { terminated: terminatedState(last) } : {},
    ready: isReady(record),
    restartCount: record.restartCount,
    image: run?.image ?? spec.image ?? '',
    imageID: run?.imageId ?? '',
    ...(run && { containerID: run.id }),
    started: isStarted(record),
    ...(resources && run?.live && { resources, ...(resources.requests && { allocatedResources: resources.requests }) }),
    ...(run?.live && { user: { linux: run.live.user } }),
    ...(spec.volumeMounts && spec.volumeMounts.length > 0 && { volumeMounts: spec.volumeMounts.map(planMountStatus) }),
  };
}

function planState(record: ContainerRecord, waits: ContainerRecord['startFailure'], hasInit: boolean): ContainerState {
  if (waits) return { waiting: { ...(waits.message && { message: waits.message }), reason: waits.reason } };
  const { run } = record;
  if (!run) return { waiting: { reason: hasInit ? 'PodInitializing' : 'ContainerCreating' } };
  if (!run.end) return { running: { startedAt: formatTime(run.startedAtMs) } };
  return { terminated: terminatedState(run) };
}

function terminatedState(run: ContainerRun): NonNullable<ContainerState['terminated']> {
  const end = run.end;
  return {
    containerID: run.id,
    exitCode: end?.exitCode ?? 137,
    ...(end?.message && { message: end.message }),
    reason: end?.reason ?? 'Error',
    startedAt: formatTime(run.startedAtMs),
    finishedAt: formatTime(end?.finishedAtMs ?? run.startedAtMs),
  };
}

function planMountStatus(mount: {
  readonly name: string;
  readonly mountPath: string;
  readonly readOnly?: boolean;
}): NonNullable<ContainerStatus['volumeMounts']>[number] {
  const { mountPath, name } = mount;
  return mount.readOnly ? { mountPath, name, readOnly: true, recursiveReadOnly: 'Disabled' } : { mountPath, name };
}
