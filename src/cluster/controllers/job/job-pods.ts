import type { EnvVar, Job, Pod, PodSpec } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { jobs } from '../../resource-types.ts';
import { controllerReference } from '../claim.ts';
import { podFromTemplate } from '../pod-template.ts';
import { type Accounting, COMPLETION_INDEX, indexOf, TRACKING } from './accounting.ts';

/** Pods one reconcile creates at most. */
const MOST_CREATED = 100;

/** How many pods a Job should have at one time. */
export function planWanted(job: Job, accounting: Accounting): number {
  const parallelism = job.spec?.parallelism ?? 1;
  if (job.spec?.suspend) return 0;
  const { completions } = job.spec ?? {};
  if (completions === undefined) return accounting.succeeded > 0 ? Math.min(accounting.active.length, parallelism) : parallelism;
  const succeeded = job.spec?.completionMode === 'Indexed' ? accounting.completedIndexes.length : accounting.succeeded;
  return Math.min(parallelism, Math.max(0, completions - succeeded));
}

/** The pods to create: for an Indexed Job one for each of the lowest indexes that nobody works on. */
export function planCreations(job: Stored<Job>, accounting: Accounting, wanted: number): readonly Pod[] {
  const missing = Math.min(MOST_CREATED, wanted - accounting.active.length - waitingFor(job, accounting));
  if (missing <= 0) return [];
  if (job.spec?.completionMode !== 'Indexed') return Array.from({ length: missing }, () => jobPod(job, undefined));
  const taken = new Set([...accounting.completedIndexes, ...accounting.active.map(indexOf)]);
  const indexes: number[] = [];
  for (let index = 0; index < (job.spec.completions ?? 0) && indexes.length < missing; index++) if (!taken.has(index)) indexes.push(index);
  return indexes.map((index) => jobPod(job, index));
}

/** With the policy Failed a pod that is being deleted is replaced only when it is gone. */
function waitingFor(job: Job, accounting: Accounting): number {
  return job.spec?.podReplacementPolicy === 'Failed' ? accounting.terminating : 0;
}

/** The pods to delete when there are too many: those that are not ready first, then the youngest. */
export function planSurplus(accounting: Accounting, wanted: number): readonly Stored<Pod>[] {
  const isReady = (pod: Stored<Pod>): boolean =>
    pod.status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') ?? false;
  const rank = (pod: Stored<Pod>): number => (pod.spec?.nodeName ? 2 : 0) + (isReady(pod) ? 1 : 0);
  const sorted = [...accounting.active].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      (a.metadata.creationTimestamp === b.metadata.creationTimestamp ? 0 : a.metadata.creationTimestamp < b.metadata.creationTimestamp ? 1 : -1),
  );
  return sorted.slice(0, Math.max(0, accounting.active.length - wanted));
}

function jobPod(job: Stored<Job>, index: number | undefined): Pod {
  const { name } = job.metadata;
  const base = podFromTemplate(job.spec?.template, name, controllerReference(jobs, job));
  const finalizers = [...(base.metadata?.finalizers ?? []), TRACKING];
  if (index === undefined) return { ...base, metadata: { ...base.metadata, finalizers } };
  const mark = { [COMPLETION_INDEX]: String(index) };
  const spec: PodSpec = base.spec ?? { containers: [] };
  const env: EnvVar = { name: 'JOB_COMPLETION_INDEX', valueFrom: { fieldRef: { fieldPath: `metadata.labels['${COMPLETION_INDEX}']` } } };
  const withIndex = (container: PodSpec['containers'][number]): PodSpec['containers'][number] =>
    container.env?.some((variable) => variable.name === env.name) ? container : { ...container, env: [...(container.env ?? []), env] };
  return {
    ...base,
    metadata: {
      ...base.metadata,
      generateName: `${name}-${index}-`,
      finalizers,
      labels: { ...base.metadata?.labels, ...mark },
      annotations: { ...base.metadata?.annotations, ...mark },
    },
    spec: {
      ...spec,
      hostname: `${name}-${index}`,
      containers: spec.containers.map(withIndex),
      ...(spec.initContainers && { initContainers: spec.initContainers.map(withIndex) }),
    },
  };
}
