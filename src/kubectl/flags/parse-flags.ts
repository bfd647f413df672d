import { UsageError } from '#sim/usage-error.ts';
import type { Flag } from '../command.ts';
import { createFlagValues, type MutableFlagValues } from './flag-values.ts';

/** A command line taken apart. */
export interface ParsedFlags {
  readonly values: MutableFlagValues;
  readonly args: readonly string[];
  /** How many of `args` stood before `--`; -1 when there was none. */
  readonly dashAt: number;
  /** The flags that were given, in order, each once. */
  readonly given: readonly Flag[];
}

/**
 * Parses a command line as pflag does: flags and arguments in any order, `--` ends the flags, shorthands may be joined.
 * @throws UsageError with pflag's text
 */
export function parseFlags(words: readonly string[], flags: readonly Flag[]): ParsedFlags {
  const values = createFlagValues(flags);
  const given: Flag[] = [];
  const args: string[] = [];
  const set = (flag: Flag, text: string): void => {
    values.set(flag, text);
    if (!given.includes(flag)) given.push(flag);
  };

  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (word === '--') {
      const dashAt = args.length;
      return { values, args: [...args, ...words.slice(at + 1)], dashAt, given };
    }
    if (!word.startsWith('-') || word === '-') args.push(word);
    else if (word.startsWith('--')) at += takeLong(word, words[at + 1], flags, set);
    else at += takeShorthands(word, words[at + 1], flags, set);
  }
  return { values, args, dashAt: -1, given };
}

/** @returns how many of the next words were taken as a value */
function takeLong(word: string, next: string | undefined, flags: readonly Flag[], set: (flag: Flag, text: string) => void): number {
  const equals = word.indexOf('=');
  // kubectl accepts `--dry_run` for `--dry-run`.
  const name = (equals < 0 ? word.slice(2) : word.slice(2, equals)).replaceAll('_', '-');
  if (name === '' || name.startsWith('-') || name.startsWith('=')) throw new UsageError(`bad flag syntax: ${word}`);
  const flag = flags.find((candidate) => candidate.name === name);
  if (flag === undefined) throw new UsageError(`unknown flag: --${name}`);
  if (equals >= 0) {
    set(flag, word.slice(equals + 1));
    return 0;
  }
  const implied = valueWithoutText(flag);
  if (implied !== undefined) {
    set(flag, implied);
    return 0;
  }
  if (next === undefined) throw new UsageError(`flag needs an argument: --${name}`);
  set(flag, next);
  return 1;
}

/** @returns how many of the next words were taken as a value */
function takeShorthands(word: string, next: string | undefined, flags: readonly Flag[], set: (flag: Flag, text: string) => void): number {
  for (let at = 1; at < word.length; at++) {
    const letter = word[at] ?? '';
    const flag = flags.find((candidate) => candidate.shorthand === letter);
    if (flag === undefined) throw new UsageError(`unknown shorthand flag: '${letter}' in ${word}`);
    const rest = word.slice(at + 1);
    if (rest.startsWith('=')) {
      set(flag, rest.slice(1));
      return 0;
    }
    const implied = valueWithoutText(flag);
    if (implied !== undefined) {
      set(flag, implied);
    } else if (rest !== '') {
      set(flag, rest);
      return 0;
    } else if (next === undefined) {
      throw new UsageError(`flag needs an argument: '${letter}' in ${word}`);
    } else {
      set(flag, next);
      return 1;
    }
  }
  return 0;
}

/** What a flag means when no value follows it; undefined when it needs one. */
export function valueWithoutText(flag: Flag): string | undefined {
  return flag.noOptionDefault ?? (flag.type === 'bool' ? 'true' : undefined);
}

/** @throws UsageError naming every required flag that was not given */
export function requireFlags(parsed: ParsedFlags, flags: readonly Flag[]): void {
  const missing = flags.filter((flag) => flag.required && !parsed.values.changed(flag.name)).map((flag) => `"${flag.name}"`);
  if (missing.length > 0) throw new UsageError(`required flag(s) ${missing.join(', ')} not set`);
}
