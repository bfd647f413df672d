import { readFileSync } from 'node:fs';

interface Mask {
  readonly what: string;
  readonly pattern: string;
  readonly flags: string;
  readonly replace: string;
}

/** Reads `mask.json`: what may differ between two honest runs. @returns a function that replaces it in a text */
export function readMasking(path: string): (text: string) => string {
  const masks = JSON.parse(readFileSync(path, 'utf8')) as readonly Mask[];
  const rules = masks.map(({ pattern, flags, replace }) => ({ pattern: new RegExp(pattern, flags), replace }));
  return (text) => rules.reduce((masked, rule) => masked.replace(rule.pattern, rule.replace), text);
}
