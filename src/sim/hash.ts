/**
 * 32-bit FNV-1a over the UTF-16 code units of a text, with a final avalanche.
 * Not for security: for seeds, trace hashes and stable buckets.
 * @param salt any integer; different salts give independent hashes
 * @returns an unsigned 32-bit integer
 */
export function hashText(text: string, salt = 0): number {
  return finishHash(mixText((0x811c9dc5 ^ Math.imul(salt, 0x9e3779b1)) | 0, text));
}

/** Folds a text into a running FNV-1a state (a signed 32-bit integer). */
export function mixText(state: number, text: string): number {
  let h = state;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h;
}

/** Spreads the bits of a running state. @returns an unsigned 32-bit integer */
export function finishHash(state: number): number {
  let h = state;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
