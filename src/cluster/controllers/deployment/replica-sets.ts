import { isSemanticallyEqual } from '#machinery/equality.ts';
import type { Deployment, PodTemplateSpec, ReplicaSet } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { hashPodTemplate } from '#machinery/template-hash.ts';
import { deployments } from '../../resource-types.ts';
import { controllerReference } from '../claim.ts';
import { planSetAnnotations, withReplicasAnnotations } from './history.ts';
import { planNewReplicas } from './rolling.ts';
import { surgeOf } from './surge.ts';

/** The label by which the pods of one template are told from those of another. */
export const TEMPLATE_HASH = 'pod-template-hash';

const NAME_CHARACTERS = 253;

/** A Deployment's sets: the one with its present template, and all others from the oldest to the youngest. */
export interface OwnedSets {
  readonly newSet: Stored<ReplicaSet> | undefined;
  readonly oldSets: readonly Stored<ReplicaSet>[];
}

/** Tells the new set from the old ones. When several have the present template, the oldest is the new one. */
export function planOwnedSets(deployment: Deployment, sets: readonly Stored<ReplicaSet>[]): OwnedSets {
  const byAge = [...sets].sort(compareAge);
  const newSet = byAge.find((set) => isSameTemplate(set.spec?.template, deployment.spec?.template));
  return { newSet, oldSets: newSet ? byAge.filter((set) => set !== newSet) : byAge };
}

/** Oldest first; by name when they are of the same second. */
export function compareAge(a: Stored<ReplicaSet>, b: Stored<ReplicaSet>): number {
  const [left, right] = [a.metadata, b.metadata];
  if (left.creationTimestamp !== right.creationTimestamp) return left.creationTimestamp < right.creationTimestamp ? -1 : 1;
  return left.name < right.name ? -1 : 1;
}

/** Whether two templates make equal pods; the label with the hash does not count. */
export function isSameTemplate(a: PodTemplateSpec | undefined, b: PodTemplateSpec | undefined): boolean {
  if (a?.spec !== b?.spec && !isSemanticallyEqual(a?.spec, b?.spec)) return false;
  return isSemanticallyEqual(withoutHash(a), withoutHash(b));
}

function withoutHash(template: PodTemplateSpec | undefined): object {
  const { labels = {}, ...metadata } = template?.metadata ?? {};
  const { [TEMPLATE_HASH]: _, ...rest } = labels;
  return { ...metadata, labels: rest };
}

/** The ReplicaSet for a Deployment's present template, ready to be created. @param revision the revision it stands for */
export function planNewSet(deployment: Stored<Deployment>, oldSets: readonly Stored<ReplicaSet>[], revision: number): ReplicaSet {
  const spec = deployment.spec;
  const hash = hashPodTemplate(spec?.template ?? {}, deployment.status?.collisionCount);
  const labels = { ...spec?.template?.metadata?.labels, [TEMPLATE_HASH]: hash };
  const { maxSurge } = surgeOf(deployment);
  const annotations = withReplicasAnnotations(planSetAnnotations(deployment, undefined, revision), spec?.replicas ?? 1, (spec?.replicas ?? 1) + maxSurge);
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: setName(deployment.metadata.name, hash),
      namespace: deployment.metadata.namespace ?? '',
      labels,
      annotations,
      ownerReferences: [controllerReference(deployments, deployment)],
    },
    spec: {
      replicas: planNewReplicas(deployment, undefined, oldSets),
      ...(spec?.minReadySeconds !== undefined && { minReadySeconds: spec.minReadySeconds }),
      selector: { ...spec?.selector, matchLabels: { ...spec?.selector?.matchLabels, [TEMPLATE_HASH]: hash } },
      template: { ...spec?.template, metadata: { ...spec?.template?.metadata, labels } },
    },
  };
}

function setName(deploymentName: string, hash: string): string {
  return `${deploymentName.slice(0, NAME_CHARACTERS - hash.length - 1)}-${hash}`;
}
