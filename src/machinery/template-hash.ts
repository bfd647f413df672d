import { compactGoJson } from './json.ts';

const encoder = new TextEncoder();

/** No vowels and no 0, 1, 3: names made of it never spell a word. */
const safeAlphabet = 'bcdfghjklmnpqrstvwxz2456789';

/** Every character of the text mapped into the safe alphabet, as for the suffix of a ReplicaSet's name. */
export function safeEncode(text: string): string {
  let encoded = '';
  for (const byte of encoder.encode(text)) encoded += safeAlphabet[byte % safeAlphabet.length];
  return encoded;
}

/** FNV-1a with 32 bits, as an unsigned number. */
export function fnv1a32(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of encoder.encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/**
 * The `pod-template-hash` of a pod template: 8 to 10 letters. It depends on the content only, not on the order of keys,
 * and on how many collisions came before. Upstream hashes a dump of Go's memory, so its letters cannot be the same.
 */
export function hashPodTemplate(template: unknown, collisionCount: number | undefined): string {
  const content = compactGoJson(template) + (collisionCount === undefined ? '' : `#${collisionCount}`);
  return safeEncode(String(fnv1a32(content)));
}
