import type { KubeObject, OwnerReference, Stored } from '#machinery/object.ts';

export const FOREGROUND = 'foregroundDeletion';
export const ORPHAN = 'orphan';

/** What an owner reference points to. */
export type OwnerState =
  /** The owner is there and stays. */
  | 'solid'
  /** There is no such object any more, or it is another one by now. */
  | 'absent'
  /** The owner is being deleted in the foreground and waits for its dependents. */
  | 'waiting';

export type CollectPlan =
  | { readonly kind: 'keep' }
  /** Some owners are gone, others stay: the object stays without the references to the former. */
  | { readonly kind: 'unlink'; readonly uids: readonly string[] }
  | { readonly kind: 'delete'; readonly propagationPolicy: 'Foreground' | 'Background' | 'Orphan' };

/**
 * Decides what becomes of an object with owners, as upstream's attemptToDeleteItem: it lives as long as one of them.
 * @param hasBlockedDependents whether the object has dependents of its own that are not being deleted yet
 */
export function planCollect(object: KubeObject, stateOf: (owner: OwnerReference) => OwnerState, hasBlockedDependents: boolean): CollectPlan {
  const owners = object.metadata?.ownerReferences ?? [];
  if (owners.length === 0) return { kind: 'keep' };
  const states = owners.map((owner) => ({ owner, state: stateOf(owner) }));
  const going = states.filter(({ state }) => state !== 'solid');
  if (going.length === 0) return { kind: 'keep' };
  if (going.length < states.length) return { kind: 'unlink', uids: going.map(({ owner }) => owner.uid) };
  // Dependents of dependents go first, too, when an owner waits for this one.
  if (states.some(({ state }) => state === 'waiting') && hasBlockedDependents) return { kind: 'delete', propagationPolicy: 'Foreground' };
  const finalizers = object.metadata?.finalizers ?? [];
  if (finalizers.includes(ORPHAN)) return { kind: 'delete', propagationPolicy: 'Orphan' };
  return { kind: 'delete', propagationPolicy: finalizers.includes(FOREGROUND) ? 'Foreground' : 'Background' };
}

/** Whether an object that is being deleted in the foreground still waits for a dependent. */
export function isBlocking(owner: Stored<KubeObject>, dependent: KubeObject): boolean {
  return dependent.metadata?.ownerReferences?.some((reference) => reference.uid === owner.metadata.uid && reference.blockOwnerDeletion === true) ?? false;
}

/** Whether an object is being deleted and a finalizer of the garbage collector is on it. */
export function isBeingDeletedWith(object: KubeObject, finalizer: string): boolean {
  return object.metadata?.deletionTimestamp !== undefined && (object.metadata.finalizers?.includes(finalizer) ?? false);
}
