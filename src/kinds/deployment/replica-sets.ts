import { isSemanticallyEqual } from '#machinery/equality.ts';
import type { Deployment, PodTemplateSpec, ReplicaSet } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { isControlledBy } from '#machinery/owner.ts';
import { formatSelector, selectorFromLabelSelector } from '#machinery/selector.ts';
import type { DescribeContext } from '../describe-context.ts';
import { replicaSetKind } from '../replicaset/replicaset.ts';
import { compareText } from '../text-order.ts';

const hashLabel = 'pod-template-hash';
const revisionAnnotation = 'deployment.kubernetes.io/revision';

/** The replica sets a deployment has made, in the order of the list. */
export async function listOwnReplicaSets(deployment: Stored<Deployment>, context: DescribeContext): Promise<readonly Stored<ReplicaSet>[]> {
  const label = formatSelector(selectorFromLabelSelector(deployment.spec?.selector));
  const sets = await context.list<ReplicaSet>(replicaSetKind, deployment.metadata.namespace ?? '', { label });
  return sets.filter((set) => isControlledBy(set, deployment));
}

/** The one whose template is the deployment's, the oldest where there are several; undefined before the controller made it. */
export function findNewReplicaSet(deployment: Deployment, sets: readonly Stored<ReplicaSet>[]): Stored<ReplicaSet> | undefined {
  const wanted = withoutHash(deployment.spec?.template);
  return sortByAge(sets).find((set) => isSemanticallyEqual(withoutHash(set.spec?.template), wanted));
}

function sortByAge(sets: readonly Stored<ReplicaSet>[]): readonly Stored<ReplicaSet>[] {
  return [...sets].sort((a, b) => compareText(a.metadata.creationTimestamp, b.metadata.creationTimestamp) || compareText(a.metadata.name, b.metadata.name));
}

/** A template as the user wrote it: without the label by which replica sets keep apart. */
export function withoutHash(template: PodTemplateSpec | undefined): PodTemplateSpec | undefined {
  if (template?.metadata?.labels?.[hashLabel] === undefined) return template;
  const { [hashLabel]: _hash, ...labels } = template.metadata.labels;
  return { ...template, metadata: { ...template.metadata, labels } };
}

/** The number of the rollout an object belongs to; 0 when it has none yet. */
export function revisionOf(object: { readonly metadata?: { readonly annotations?: Readonly<Record<string, string>> } }): number {
  const text = object.metadata?.annotations?.[revisionAnnotation] ?? '';
  return /^\d+$/.test(text) ? Number(text) : 0;
}
