import { UsageError } from '#sim/usage-error.ts';

/** Arguments taken apart: what to change, and the changes. */
export interface SplitChanges {
  readonly resources: readonly string[];
  readonly changes: readonly string[];
}

const isPair = (word: string): boolean => (word.includes('=') && !word.startsWith('=')) || (word.endsWith('-') && word !== '-');

/**
 * Splits `pods web a=1 b-` into resources and changes.
 * @param isChange which words are changes; by default those with `=` or a final `-`
 * @param what names the changes in the error: `label`, `annotation`, `taint`, `env`
 * @throws UsageError when a resource stands behind a change
 */
export function splitChanges(args: readonly string[], what: string, isChange: (word: string) => boolean = isPair): SplitChanges {
  const first = args.findIndex(isChange);
  if (first < 0) return { resources: args, changes: [] };
  const changes = args.slice(first);
  const stray = changes.find((word) => !isChange(word));
  if (stray !== undefined) throw new UsageError(`all resources must be specified before ${what} changes: ${stray}`);
  return { resources: args.slice(0, first), changes };
}
