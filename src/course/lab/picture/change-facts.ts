import type { Container, ContainerStatus, EndpointSlice, Node, Pod } from '#machinery/generated/types.ts';
import type { KubeObject } from '#machinery/object.ts';

/**
 * What one change of an object comes to, as data: the page words it in its language. `detail` holds Kubernetes' own
 * words (a reason, a message, an image), which are not translated.
 */
export interface ChangeFact {
  readonly fact:
    | 'created'
    | 'deleted'
    | 'deleting'
    | 'replicas'
    | 'image'
    | 'generation'
    | 'scheduled'
    | 'unschedulable'
    | 'waiting'
    | 'running'
    | 'ended'
    | 'ready'
    | 'ready-replicas'
    | 'not-ready'
    | 'failed'
    | 'endpoints'
    | 'taint'
    | 'cordon'
    | 'uncordon'
    | 'orphaned'
    | 'labels'
    | 'selector'
    | 'condition';
  readonly from?: string;
  readonly to?: string;
  readonly detail?: string;
}

/** The fields that the facts are read from, whatever the kind. */
interface AnySpec {
  readonly replicas?: number;
  readonly selector?: unknown;
  readonly template?: { readonly spec?: { readonly containers?: readonly Container[] } };
  readonly containers?: readonly Container[];
}

const specOf = (object: KubeObject): AnySpec => (object as { readonly spec?: AnySpec }).spec ?? {};
const imagesOf = (spec: AnySpec): string => (spec.template?.spec?.containers ?? spec.containers ?? []).map((container) => container.image ?? '').join(', ');
const isSame = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

/**
 * What a change says, the most telling first; empty for one that tells a learner nothing (a heartbeat, an annotation).
 * @param before undefined: the object is new
 * @param isDeletion the object is gone after this change
 */
export function factsOf(object: KubeObject, before: KubeObject | undefined, isDeletion: boolean): readonly ChangeFact[] {
  if (isDeletion && object.kind === 'EndpointSlice')
    return [{ fact: 'endpoints', from: String(readyEndpoints(object as unknown as EndpointSlice).length), to: '0' }];
  if (isDeletion) return [{ fact: 'deleted' }];
  if (!before) return [{ fact: 'created', ...createdDetail(object) }];
  return [...metaFacts(object, before), ...specFacts(object, before), ...statusFacts(object, before)];
}

function createdDetail(object: KubeObject): { readonly detail?: string } {
  const image = imagesOf(specOf(object));
  return image === '' ? {} : { detail: image };
}

function metaFacts(object: KubeObject, before: KubeObject): readonly ChangeFact[] {
  const facts: ChangeFact[] = [];
  const meta = object.metadata;
  if (meta?.deletionTimestamp && !before.metadata?.deletionTimestamp) facts.push({ fact: 'deleting', detail: String(meta.deletionGracePeriodSeconds ?? 0) });
  if (before.metadata?.ownerReferences?.length && !meta?.ownerReferences?.length)
    facts.push({ fact: 'orphaned', from: before.metadata.ownerReferences[0]?.name ?? '' });
  if (!isSame(meta?.labels, before.metadata?.labels)) facts.push({ fact: 'labels', detail: changedPairs(meta?.labels ?? {}, before.metadata?.labels ?? {}) });
  return facts;
}

function changedPairs(now: Readonly<Record<string, string>>, before: Readonly<Record<string, string>>): string {
  const set = Object.keys(now).filter((key) => now[key] !== before[key]);
  const gone = Object.keys(before).filter((key) => !(key in now));
  return [...set.map((key) => `${key}=${now[key]}`), ...gone.map((key) => `${key}-`)].join(', ');
}

function specFacts(object: KubeObject, before: KubeObject): readonly ChangeFact[] {
  const [now, then] = [specOf(object), specOf(before)];
  if (now === then) return [];
  const facts: ChangeFact[] = [];
  if (now.replicas !== then.replicas) facts.push({ fact: 'replicas', from: String(then.replicas ?? 1), to: String(now.replicas ?? 1) });
  const [image, oldImage] = [imagesOf(now), imagesOf(then)];
  if (image !== oldImage) facts.push({ fact: 'image', from: oldImage, to: image });
  if (!isSame(now.selector, then.selector)) facts.push({ fact: 'selector', detail: JSON.stringify(now.selector ?? {}) });
  if (object.kind === 'Node') facts.push(...nodeSpecFacts(object as Node, before as Node));
  if (object.kind === 'Pod') {
    const nodeName = (object as Pod).spec?.nodeName;
    if (nodeName && !(before as Pod).spec?.nodeName) facts.push({ fact: 'scheduled', to: nodeName });
  }
  const { generation } = object.metadata ?? {};
  if (facts.length === 0 && generation !== undefined && generation !== before.metadata?.generation) facts.push({ fact: 'generation', to: String(generation) });
  return facts;
}

function nodeSpecFacts(node: Node, before: Node): readonly ChangeFact[] {
  const facts: ChangeFact[] = [];
  if (Boolean(node.spec?.unschedulable) !== Boolean(before.spec?.unschedulable)) facts.push({ fact: node.spec?.unschedulable ? 'cordon' : 'uncordon' });
  const known = new Set((before.spec?.taints ?? []).map((taint) => `${taint.key}:${taint.effect}`));
  for (const taint of node.spec?.taints ?? []) {
    const { key, value, effect } = taint;
    if (!known.has(`${key}:${effect}`)) facts.push({ fact: 'taint', detail: `${key}${value ? `=${value}` : ''}:${effect}` });
  }
  return facts;
}

function statusFacts(object: KubeObject, before: KubeObject): readonly ChangeFact[] {
  if (object.kind === 'Pod') return podFacts(object as Pod, before as Pod);
  if (object.kind === 'EndpointSlice') return endpointFacts(object as unknown as EndpointSlice, before as unknown as EndpointSlice);
  if (object.kind === 'Node') return readinessFacts(object as Node, before as Node);
  return [...conditionFacts(object, before), ...readyReplicasFacts(object, before)];
}

function readyReplicasFacts(object: KubeObject, before: KubeObject): readonly ChangeFact[] {
  const count = (each: KubeObject): number | undefined => (each as { readonly status?: { readonly readyReplicas?: number } }).status?.readyReplicas;
  const [now = 0, then = 0] = [count(object), count(before)];
  return now === then ? [] : [{ fact: 'ready-replicas', from: String(then), to: String(now) }];
}

function podFacts(pod: Pod, before: Pod): readonly ChangeFact[] {
  const { status } = pod;
  if (status === before.status) return [];
  const facts: ChangeFact[] = [];
  if (status?.phase === 'Failed' && before.status?.phase !== 'Failed') facts.push({ fact: 'failed', detail: said(status.reason, status.message) });
  const scheduled = status?.conditions?.find((condition) => condition.type === 'PodScheduled');
  const scheduledBefore = before.status?.conditions?.find((condition) => condition.type === 'PodScheduled');
  if (scheduled?.status === 'False' && !isSame(scheduled.message, scheduledBefore?.message))
    facts.push({ fact: 'unschedulable', detail: said(scheduled.reason, scheduled.message) });
  facts.push(...containerFacts(status?.initContainerStatuses, before.status?.initContainerStatuses));
  facts.push(...containerFacts(status?.containerStatuses, before.status?.containerStatuses));
  const readiness = readinessFacts(pod, before);
  if (readiness.length > 0 || !facts.some(({ fact }) => fact === 'running')) return [...facts, ...readiness];
  // A container that runs and is not ready waits for its probe: nothing else will say so.
  const ready = status?.conditions?.find((condition) => condition.type === 'Ready');
  return ready?.status === 'False' ? [...facts, { fact: 'not-ready', detail: said(ready.reason, ready.message) }] : facts;
}

function containerFacts(now: readonly ContainerStatus[] = [], before: readonly ContainerStatus[] = []): readonly ChangeFact[] {
  return now.flatMap((container) => {
    const { waiting, running, terminated } = container.state ?? {};
    const then = before.find((other) => other.name === container.name)?.state;
    const to = container.name;
    if (waiting && waiting.reason !== then?.waiting?.reason)
      return [...lastEnd(container), { fact: 'waiting' as const, to, detail: said(waiting.reason, waiting.message) }];
    if (running && !then?.running) return [{ fact: 'running' as const, to }];
    if (terminated && !then?.terminated) return [{ fact: 'ended' as const, to, detail: `${terminated.reason ?? ''} (${terminated.exitCode})` }];
    return [];
  });
}

/** What a container that waits to be started again has ended with. */
function lastEnd({ name, lastState }: ContainerStatus): readonly ChangeFact[] {
  const end = lastState?.terminated;
  return end ? [{ fact: 'ended', to: name, detail: `${end.reason ?? ''} (${end.exitCode})` }] : [];
}

function readinessFacts(object: Pod | Node, before: Pod | Node): readonly ChangeFact[] {
  const condition = object.status?.conditions?.find((each) => each.type === 'Ready');
  const then = before.status?.conditions?.find((each) => each.type === 'Ready');
  if (!condition || condition.status === then?.status) return [];
  if (condition.status === 'True') return [{ fact: 'ready' }];
  return then ? [{ fact: 'not-ready', detail: said(condition.reason, condition.message) }] : [];
}

interface AnyCondition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

function conditionFacts(object: KubeObject, before: KubeObject): readonly ChangeFact[] {
  const conditionsOf = (each: KubeObject): readonly AnyCondition[] =>
    (each as { readonly status?: { readonly conditions?: readonly AnyCondition[] } }).status?.conditions ?? [];
  const then = conditionsOf(before);
  return conditionsOf(object)
    .filter((condition) => !then.some((other) => other.type === condition.type && other.status === condition.status && other.reason === condition.reason))
    .map((condition) => ({ fact: 'condition', to: `${condition.type}=${condition.status}`, detail: said(condition.reason, condition.message) }));
}

function endpointFacts(slice: EndpointSlice, before: EndpointSlice): readonly ChangeFact[] {
  const [now, then] = [readyEndpoints(slice), readyEndpoints(before)];
  return isSame(now, then) ? [] : [{ fact: 'endpoints', from: String(then.length), to: String(now.length) }];
}

function readyEndpoints(slice: EndpointSlice): readonly string[] {
  const ready = (slice.endpoints ?? []).filter((endpoint) => endpoint.conditions?.ready !== false);
  return ready.map((endpoint) => endpoint.targetRef?.name ?? endpoint.addresses[0] ?? '');
}

const said = (reason = '', message = ''): string => (message === '' ? reason : reason === '' ? message : `${reason}: ${message}`);
