import { isSemanticallyEqual } from '#machinery/equality.ts';
import type { ControllerRevision, PodTemplateSpec } from '#machinery/generated/types.ts';
import type { KubeObject, Stored } from '#machinery/object.ts';
import type { ResourceType } from '#machinery/resource-type.ts';
import { isAlreadyExists } from '#machinery/status-errors.ts';
import { hashPodTemplate } from '#machinery/template-hash.ts';
import { controllerRevisions } from '../resource-types.ts';
import { controllerReference } from './claim.ts';
import type { ReconcileContext } from './controller.ts';

/** The label of pods that says which revision of their owner they were made from. */
export const REVISION_HASH = 'controller-revision-hash';

/** An owner whose history is kept in ControllerRevisions. */
export interface RevisionOwner {
  readonly type: ResourceType;
  readonly object: Stored<KubeObject>;
  readonly template: PodTemplateSpec | undefined;
  readonly collisionCount: number | undefined;
  /** The label of a revision that carries its hash. */
  readonly hashLabel: string;
}

/** What a revision keeps: the patch that brings the owner's template back. */
export function revisionData(template: PodTemplateSpec | undefined): object {
  return { spec: { template: { ...template, $patch: 'replace' } } };
}

/** The template a revision keeps. */
export function revisionTemplate(revision: ControllerRevision): PodTemplateSpec | undefined {
  const data = revision.data as { readonly spec?: { readonly template?: PodTemplateSpec & { readonly $patch?: string } } } | undefined;
  if (!data?.spec?.template) return undefined;
  const { $patch: _, ...template } = data.spec.template;
  return template;
}

/** What is to be done so that the owner's present template is its youngest revision. */
export type RevisionPlan =
  | { readonly kind: 'present'; readonly revision: Stored<ControllerRevision> }
  /** An older revision is the present one again: it gets the next number. */
  | { readonly kind: 'renumber'; readonly revision: Stored<ControllerRevision>; readonly number: number }
  | { readonly kind: 'create'; readonly revision: ControllerRevision };

/** Finds the revision of an owner's present template, or plans it. */
export function planRevision(owner: RevisionOwner, revisions: readonly Stored<ControllerRevision>[]): RevisionPlan {
  const data = revisionData(owner.template);
  const last = revisions.reduce((highest, revision) => Math.max(highest, revision.revision), 0);
  const same = revisions.filter((revision) => isSemanticallyEqual(revision.data, data)).sort((a, b) => b.revision - a.revision)[0];
  if (same) return same.revision === last ? { kind: 'present', revision: same } : { kind: 'renumber', revision: same, number: last + 1 };
  const hash = hashPodTemplate(owner.template ?? {}, owner.collisionCount);
  const { name, namespace, annotations } = owner.object.metadata;
  const metadata = {
    name: `${name}-${hash}`,
    namespace: namespace ?? '',
    labels: { ...owner.template?.metadata?.labels, [owner.hashLabel]: hash },
    ...(annotations && { annotations }),
    ownerReferences: [controllerReference(owner.type, owner.object)],
  };
  return { kind: 'create', revision: { apiVersion: 'apps/v1', kind: 'ControllerRevision', metadata, data, revision: last + 1 } };
}

/**
 * Makes the present template the owner's youngest revision.
 * @param onCollision called when another owner's revision has the name: the owner counts a collision, and the hash changes
 * @throws StatusError of the collision, so that the reconcile is tried again
 */
export function syncRevision(
  owner: RevisionOwner,
  revisions: readonly Stored<ControllerRevision>[],
  context: ReconcileContext,
  onCollision: () => void,
): Stored<ControllerRevision> {
  const plan = planRevision(owner, revisions);
  const namespace = owner.object.metadata.namespace ?? '';
  if (plan.kind === 'present') return plan.revision;
  if (plan.kind === 'renumber') {
    return context.client.update<ControllerRevision>(controllerRevisions, namespace, { ...plan.revision, revision: plan.number });
  }
  try {
    return context.client.create<ControllerRevision>(controllerRevisions, namespace, plan.revision);
  } catch (error) {
    if (!isAlreadyExists(error)) throw error;
    const present = context.client.get<ControllerRevision>(controllerRevisions, namespace, plan.revision.metadata?.name ?? '');
    if (isSemanticallyEqual(present.data, plan.revision.data)) return present;
    onCollision();
    throw error;
  }
}

/** The oldest revisions beyond a limit, those in use left out. */
export function planRevisionCleanup(
  revisions: readonly Stored<ControllerRevision>[],
  limit: number,
  isInUse: (revision: Stored<ControllerRevision>) => boolean,
): readonly Stored<ControllerRevision>[] {
  const idle = revisions.filter((revision) => !isInUse(revision)).sort((a, b) => a.revision - b.revision);
  return idle.slice(0, Math.max(0, idle.length - limit));
}
