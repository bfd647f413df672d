import type { Node, PersistentVolume, PersistentVolumeClaim } from './generated/types.ts';
import { matchesNodeSelector } from './node-selection.ts';
import type { Stored } from './object.ts';
import { quantityToValue } from './quantity.ts';
import { matchesSelector, selectorFromLabelSelector } from './selector.ts';

/** Whether a volume was set aside for a claim by whoever made it. */
export function isReservedFor(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  const reference = volume.spec?.claimRef;
  if (!reference || reference.name !== claim.metadata?.name || reference.namespace !== claim.metadata?.namespace) return false;
  return reference.uid === undefined || reference.uid === '' || reference.uid === claim.metadata?.uid;
}

/**
 * The volume a claim is bound to: one that is reserved for it, else the smallest that is free, large enough, has all its
 * access modes and its class and labels. As upstream's FindMatchingVolume.
 * @param node the node the pod will be on, when that is known: the volume must be reachable from there
 */
export function findMatchingVolume(
  claim: PersistentVolumeClaim,
  volumes: readonly Stored<PersistentVolume>[],
  node: Node | undefined,
): Stored<PersistentVolume> | undefined {
  const wanted = quantityToValue(claim.spec?.resources?.requests?.['storage'] ?? '0');
  const selector = claim.spec?.selector && selectorFromLabelSelector(claim.spec.selector);
  let best: { readonly volume: Stored<PersistentVolume>; readonly size: number } | undefined;
  for (const volume of volumes) {
    const { spec } = volume;
    if (volume.metadata.deletionTimestamp !== undefined || (spec?.volumeMode ?? 'Filesystem') !== (claim.spec?.volumeMode ?? 'Filesystem')) continue;
    const size = quantityToValue(spec?.capacity?.['storage'] ?? '0');
    const modes = spec?.accessModes ?? [];
    if (size < wanted || !(claim.spec?.accessModes ?? []).every((mode) => modes.includes(mode))) continue;
    if (node && spec?.nodeAffinity?.required && !matchesNodeSelector(spec.nodeAffinity.required, node)) continue;
    if (isReservedFor(volume, claim)) return volume;
    if (spec?.claimRef || volume.status?.phase !== 'Available') continue;
    if (selector && !matchesSelector(selector, volume.metadata.labels)) continue;
    if ((spec?.storageClassName ?? '') !== (claim.spec?.storageClassName ?? '')) continue;
    if (!best || size < best.size) best = { volume, size };
  }
  return best?.volume;
}
