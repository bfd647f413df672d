import type { Pod, PodCondition } from '#machinery/generated/types.ts';
import { formatTime } from '#machinery/time.ts';
import { type ContainerRecord, isReady, isStarted } from './container-record.ts';
import type { PodFacts, PodPhase } from './pod-status.ts';

/** The conditions that are the kubelet's; all others it passes on as they are. */
const OWN = new Set(['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled']);

type Finding = Pick<PodCondition, 'status' | 'reason' | 'message'>;
const yes: Finding = { status: 'True' };

/** The conditions of a pod in the order the kubelet writes them; an unchanged one keeps its transition time. */
export function planConditions(
  facts: Pick<PodFacts, 'pod' | 'containers' | 'sandboxReady' | 'before' | 'nowMs' | 'rejection'>,
  phase: PodPhase,
): PodCondition[] {
  const { pod, containers, before } = facts;
  const generation = pod.metadata?.generation;
  const now = formatTime(facts.nowMs);
  const condition = (type: string, finding: Finding): PodCondition => {
    const old = before?.conditions?.find((item) => item.type === type);
    const lastTransitionTime = old?.status === finding.status ? old.lastTransitionTime : now;
    return createCondition(generation, lastTransitionTime ?? now, type, finding);
  };
  const foreign = (before?.conditions ?? []).filter((item) => !OWN.has(item.type));
  if (facts.rejection) return [...foreign, ...(before?.conditions ?? []).filter((item) => item.type === 'PodScheduled')];
  const containersReady = planContainersReady(containers, phase);
  return [
    ...foreign,
    condition('PodReadyToStartContainers', { status: facts.sandboxReady ? 'True' : 'False' }),
    condition('Initialized', planInitialized(containers, phase)),
    condition('Ready', planReady(pod, containersReady, foreign)),
    condition('ContainersReady', containersReady),
    condition('PodScheduled', yes),
  ];
}

/** Written out, as thousands of these are kept: what is spread into an object takes more memory. */
function createCondition(generation: number | undefined, lastTransitionTime: string, type: string, { status, reason, message }: Finding): PodCondition {
  if (generation === undefined) return { lastTransitionTime, type, status, ...(reason && { reason }), ...(message && { message }) };
  if (reason && message) return { observedGeneration: generation, lastTransitionTime, type, status, reason, message };
  if (reason) return { observedGeneration: generation, lastTransitionTime, type, status, reason };
  return { observedGeneration: generation, lastTransitionTime, type, status };
}

function planInitialized(containers: readonly ContainerRecord[], phase: PodPhase): Finding {
  if (phase === 'Succeeded') return { status: 'True', reason: 'PodCompleted' };
  const missing = containers.filter((record) =>
    record.role === 'init' ? !isReady(record) : record.role === 'sidecar' && !isStarted(record) && !record.run?.end,
  );
  if (missing.length === 0) return yes;
  return {
    status: 'False',
    reason: 'ContainersNotInitialized',
    message: `containers with incomplete status: [${missing.map((record) => record.spec.name).join(' ')}]`,
  };
}

function planContainersReady(containers: readonly ContainerRecord[], phase: PodPhase): Finding {
  if (phase === 'Succeeded') return { status: 'False', reason: 'PodCompleted' };
  if (phase === 'Failed') return { status: 'False', reason: 'PodFailed' };
  const unready = containers.filter((record) => record.role !== 'init' && !isReady(record));
  if (unready.length === 0) return yes;
  return { status: 'False', reason: 'ContainersNotReady', message: `containers with unready status: [${unready.map((record) => record.spec.name).join(' ')}]` };
}

function planReady(pod: Pod, containersReady: Finding, foreign: readonly PodCondition[]): Finding {
  if (containersReady.status !== 'True') return containersReady;
  const messages: string[] = [];
  for (const { conditionType } of pod.spec?.readinessGates ?? []) {
    const gate = foreign.find((item) => item.type === conditionType);
    if (!gate) messages.push(`corresponding condition of pod readiness gate "${conditionType}" does not exist.`);
    else if (gate.status !== 'True') messages.push(`the status of pod readiness gate "${conditionType}" is not "True", but ${gate.status}`);
  }
  return messages.length === 0 ? yes : { status: 'False', reason: 'ReadinessGatesNotReady', message: messages.join(', ') };
}
