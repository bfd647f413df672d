import type { KubeObject } from '#machinery/object.ts';
import { hashText } from '#sim/hash.ts';

/** Hashes of parts that were seen before: a status update shares its spec with the object before it. */
const known = new WeakMap<object, number>();

/**
 * A short text that is equal for equal objects: what a change puts into the trace's hash.
 * Costs time only for the top-level fields that are new since the last change.
 */
export function hashContent(object: KubeObject): string {
  let text = '';
  for (const [key, value] of Object.entries(object)) {
    if (typeof value !== 'object' || value === null) {
      text += `${key}=${String(value)} `;
      continue;
    }
    let hash = known.get(value);
    if (hash === undefined) {
      hash = hashText(JSON.stringify(value));
      known.set(value, hash);
    }
    text += `${key}:${hash} `;
  }
  return text;
}
