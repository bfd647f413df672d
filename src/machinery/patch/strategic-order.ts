import { directive, identityOf, isObject } from './strategic-fields.ts';

/** Items sorted as in `order`; items to be deleted go to the end, those not in `order` keep their place as far as possible. */
export function sortByOrder(items: readonly unknown[], order: readonly unknown[], mergeKey: string): unknown[] {
  const isDeletion = (item: unknown) => isObject(item) && item[directive.patch] === 'delete';
  const positions = new Map(order.map((item, index) => [identityOf(item, mergeKey), index]));
  const kept = items.filter((item) => !isDeletion(item));
  const known = kept.filter((item) => positions.has(identityOf(item, mergeKey)));
  known.sort((a, b) => (positions.get(identityOf(a, mergeKey)) ?? 0) - (positions.get(identityOf(b, mergeKey)) ?? 0));
  let next = 0;
  const sorted = kept.map((item) => (positions.has(identityOf(item, mergeKey)) ? known[next++] : item));
  return [...sorted, ...items.filter(isDeletion)];
}

/**
 * A merged list in its final order: what the patch names in the patch's order, what only the server has in the server's
 * order, and one put between the other where the server's order tells how.
 */
export function orderMerged(merged: readonly unknown[], patchOrder: readonly unknown[], serverOrder: readonly unknown[], mergeKey: string): unknown[] {
  const inPatch = new Set(patchOrder.map((item) => identityOf(item, mergeKey)));
  const fromPatch = merged.filter((item) => inPatch.has(identityOf(item, mergeKey)));
  const serverOnly = merged.filter((item) => !inPatch.has(identityOf(item, mergeKey)));
  return interleave(sortByOrder(serverOnly, serverOrder, mergeKey), sortByOrder(fromPatch, patchOrder, mergeKey), serverOrder, mergeKey);
}

function interleave(serverOnly: readonly unknown[], fromPatch: readonly unknown[], serverOrder: readonly unknown[], mergeKey: string): unknown[] {
  const positions = new Map(serverOrder.map((item, index) => [identityOf(item, mergeKey), index]));
  const result: unknown[] = [];
  let left = 0;
  for (const item of fromPatch) {
    const position = positions.get(identityOf(item, mergeKey));
    for (; left < serverOnly.length; left += 1) {
      const serverPosition = positions.get(identityOf(serverOnly[left], mergeKey));
      if (position === undefined || serverPosition === undefined || serverPosition > position) break;
      result.push(serverOnly[left]);
    }
    result.push(item);
  }
  return [...result, ...serverOnly.slice(left)];
}
