import type { KubeObject, OwnerReference, Stored } from '#machinery/object.ts';
import { controllerOf } from '#machinery/owner.ts';
import { formatGroupVersion, type ResourceType } from '#machinery/resource-type.ts';
import { matchesSelector, type Selector } from '#machinery/selector.ts';
import { StatusError } from '#machinery/status-error.ts';
import { isNotFound } from '#machinery/status-errors.ts';
import { defineIndex, type Index, type Key, type ReconcileContext } from './controller.ts';

/** What to do with objects that match a selector or say that they belong to a controller. */
export interface ClaimPlan<T extends KubeObject> {
  readonly keep: readonly Stored<T>[];
  /** Nobody's, and they match: they get a controller reference. */
  readonly adopt: readonly Stored<T>[];
  /** Ours, but they no longer match: they lose it. */
  readonly release: readonly Stored<T>[];
}

/** The name of the index by which orphans of a namespace are found. */
const ORPHANS = 'orphans';

/** Declares the index that `claim` needs for a type. */
export function orphanIndex(type: ResourceType): Index {
  return defineIndex({
    type,
    name: ORPHANS,
    values: (object) => (controllerOf(object) ? [] : [object.metadata.namespace ?? '']),
  });
}

/** Decides which objects an owner keeps, takes and lets go. As upstream's ControllerRefManager. */
export function planClaim<T extends KubeObject>(
  owner: Stored<KubeObject>,
  selector: Selector,
  owned: readonly Stored<T>[],
  orphans: readonly Stored<T>[],
): ClaimPlan<T> {
  const deleting = owner.metadata.deletionTimestamp !== undefined;
  const matches = (object: Stored<T>): boolean => matchesSelector(selector, object.metadata.labels ?? {});
  const strangers = owned.filter((object) => !matches(object));
  return {
    keep: strangers.length === 0 ? owned : owned.filter(matches),
    adopt: deleting ? [] : orphans.filter((object) => object.metadata.deletionTimestamp === undefined && matches(object)),
    release: deleting ? [] : strangers,
  };
}

/**
 * The objects of a type that belong to an owner, after adopting and releasing what the plan says.
 * An object that is gone or changed hands meanwhile is left to the next reconcile.
 */
export function claim<T extends KubeObject>(
  context: ReconcileContext,
  ownerType: ResourceType,
  owner: Stored<KubeObject>,
  type: ResourceType,
  selector: Selector,
): readonly Stored<T>[] {
  const lister = context.lister<T>(type);
  const namespace = owner.metadata.namespace ?? '';
  const plan = planClaim(owner, selector, lister.controlledBy(owner.metadata.uid), lister.byIndex(ORPHANS, namespace));
  if (plan.adopt.length === 0 && plan.release.length === 0) return plan.keep;

  for (const object of plan.release) release(context, type, owner, object);
  const adopted =
    plan.adopt.length > 0 && mayAdopt(context, ownerType, owner) ? plan.adopt.map((object) => adopt<T>(context, ownerType, owner, type, object)) : [];
  return [...plan.keep, ...adopted.filter((object) => object !== undefined)];
}

/** The reference that makes `owner` the controller of an object. */
export function controllerReference(type: ResourceType, owner: Stored<KubeObject>): OwnerReference {
  return {
    apiVersion: formatGroupVersion(type),
    kind: type.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  };
}

/** Asks the server, because the local copy may not know yet that the owner is being deleted. */
function mayAdopt(context: ReconcileContext, type: ResourceType, owner: Stored<KubeObject>): boolean {
  const fresh = context.client.get(type, owner.metadata.namespace ?? '', owner.metadata.name);
  return fresh.metadata.uid === owner.metadata.uid && fresh.metadata.deletionTimestamp === undefined;
}

function adopt<T extends KubeObject>(
  context: ReconcileContext,
  ownerType: ResourceType,
  owner: Stored<KubeObject>,
  type: ResourceType,
  object: Stored<T>,
): Stored<T> | undefined {
  const patch = { metadata: { ownerReferences: [controllerReference(ownerType, owner)], uid: object.metadata.uid } };
  return ignoringGone(() => context.client.patch<T>(type, object.metadata.namespace ?? '', object.metadata.name, patch, { type: 'strategic' }));
}

function release(context: ReconcileContext, type: ResourceType, owner: Stored<KubeObject>, object: Stored<KubeObject>): void {
  const patch = { metadata: { ownerReferences: [{ $patch: 'delete', uid: owner.metadata.uid }], uid: object.metadata.uid } };
  ignoringGone(() => context.client.patch(type, object.metadata.namespace ?? '', object.metadata.name, patch, { type: 'strategic' }));
}

/** Runs a write; nothing when its object is gone or is another one by now (a uid that does not match is Invalid or a conflict). */
function ignoringGone<T>(write: () => T): T | undefined {
  try {
    return write();
  } catch (error) {
    if (isNotFound(error) || (error instanceof StatusError && error.reason === 'Invalid')) return undefined;
    throw error;
  }
}

/**
 * The keys of the objects whose selector matches an orphan: the ones that may want to adopt it.
 * @param selectorOf the selector of a possible owner
 */
export function possibleOwners<T extends KubeObject>(
  orphan: Stored<KubeObject>,
  owners: readonly Stored<T>[],
  selectorOf: (owner: Stored<T>) => Selector,
): readonly Key[] {
  if (orphan.metadata.labels === undefined || controllerOf(orphan)) return [];
  const labels = orphan.metadata.labels;
  return owners
    .filter((owner) => matchesSelector(selectorOf(owner), labels))
    .map((owner) => ({ namespace: owner.metadata.namespace ?? '', name: owner.metadata.name }));
}
