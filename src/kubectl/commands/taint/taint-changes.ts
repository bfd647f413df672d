import type { Taint } from '#machinery/generated/types.ts';
import { validateLabelKey, validateLabelValue } from '#machinery/label-validation.ts';
import { UsageError } from '#sim/usage-error.ts';

const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/** A taint that the command line takes away; without an effect, those with any effect. */
export interface TaintRemoval {
  readonly key: string;
  readonly effect: string;
}

export interface TaintChanges {
  readonly add: readonly Taint[];
  readonly remove: readonly TaintRemoval[];
}

function parseTaint(text: string): Taint {
  const invalid = (why = ''): UsageError => new UsageError(`invalid taint spec: ${text}${why && `, ${why}`}`);
  const parts = text.split(':');
  if (parts.length > 2) throw invalid();
  const [pair = '', effect] = parts;
  const [key = '', value, ...more] = effect === undefined ? [pair] : pair.split('=');
  if (more.length > 0) throw invalid();
  if (effect !== undefined && !effects.includes(effect)) throw new UsageError(`invalid taint effect: ${effect}, unsupported taint effect`);
  const problems = [...(value === undefined ? [] : validateLabelValue(value)), ...validateLabelKey(key)];
  if (problems.length > 0) throw invalid(problems.join('; '));
  return { key, effect: effect ?? '', ...(value ? { value } : {}) };
}

/**
 * Reads `key=value:Effect`, `key:Effect`, `key:Effect-` and `key-`.
 * @throws UsageError with kubectl's text
 */
export function parseTaintChanges(words: readonly string[]): TaintChanges {
  const add: Taint[] = [];
  const remove: TaintRemoval[] = [];
  for (const word of words) {
    if (word.endsWith('-')) {
      const { key, effect } = parseTaint(word.slice(0, -1));
      remove.push({ key, effect });
      continue;
    }
    const taint = parseTaint(word);
    if (taint.effect === '') throw new UsageError(`invalid taint spec: ${word}`);
    if (add.some((other) => other.key === taint.key && other.effect === taint.effect)) {
      throw new UsageError(`duplicated taints with the same key and effect: {${taint.key} ${taint.value ?? ''} ${taint.effect} <nil>}`);
    }
    add.push(taint);
  }
  const both = add.flatMap((taint) => remove.filter((gone) => gone.key === taint.key && (gone.effect === '' || gone.effect === taint.effect)));
  if (both.length > 0) {
    const list = both.map((gone) => `{"${gone.key}":"${gone.effect}"}`).join(', ');
    throw new UsageError(`can not both modify and remove the following taint(s) in the same command: ${list}`);
  }
  return { add, remove };
}

const isSame = (a: Pick<Taint, 'key' | 'effect'>, b: Pick<Taint, 'key' | 'effect'>): boolean => a.key === b.key && a.effect === b.effect;

/**
 * The taints of a node after the changes, and the word for what was done.
 * @throws UsageError when a taint is there already without `overwrite`, or one to take away is not there
 */
export function planTaints(
  nodeName: string,
  before: readonly Taint[],
  changes: TaintChanges,
  overwrite: boolean,
): { readonly taints: readonly Taint[]; readonly operation: string } {
  const present = changes.add.filter((taint) => before.some((other) => isSame(taint, other)));
  if (present.length > 0 && !overwrite) {
    throw new UsageError(`node ${nodeName} already has ${present.map((taint) => taint.key).join(',')} taint(s) with same effect(s) and --overwrite is false`);
  }
  const kept = before.filter((taint) => !changes.add.some((added) => isSame(added, taint)));
  let taints: readonly Taint[] = [...changes.add, ...kept];
  for (const gone of changes.remove) {
    const left = taints.filter((taint) => !(taint.key === gone.key && (gone.effect === '' || gone.effect === taint.effect)));
    if (left.length === taints.length) throw new UsageError(`taint "${gone.key}${gone.effect && `:${gone.effect}`}" not found`);
    taints = left;
  }
  return { taints, operation: nameOperation(changes, present.length > 0) };
}

function nameOperation(changes: TaintChanges, overwrites: boolean): string {
  if (changes.remove.length > 0 && changes.add.length === 0) return 'untainted';
  return overwrites || changes.remove.length > 0 ? 'modified' : 'tainted';
}
