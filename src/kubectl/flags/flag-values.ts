import { parseGoDuration } from '#machinery/go-duration.ts';
import { InvariantError } from '#sim/assert.ts';
import { UsageError } from '#sim/usage-error.ts';
import type { Flag, FlagValues } from '../command.ts';

type FlagValue = string | number | boolean | readonly string[];

/** Values of a set of flags while they are parsed. */
export interface MutableFlagValues extends FlagValues {
  /**
   * Takes one text for a flag, as pflag does: lists grow after their first text has replaced the default.
   * @throws UsageError `invalid argument "x" for "--replicas" flag: …`
   */
  set(flag: Flag, text: string): void;
}

/** Creates the values of flags, all at their defaults. */
export function createFlagValues(flags: readonly Flag[]): MutableFlagValues {
  const declared = new Map(flags.map((flag) => [flag.name, flag]));
  const given = new Map<string, FlagValue>();

  const read = (name: string): FlagValue => {
    const flag = declared.get(name);
    if (flag === undefined) throw new InvariantError(`flag --${name} was not declared`);
    return given.get(name) ?? flag.default;
  };

  return {
    bool: (name) => read(name) === true,
    string: (name) => String(read(name)),
    int: (name) => Number(read(name)),
    durationMs: (name) => {
      const value = read(name);
      return typeof value === 'number' ? value : parseGoDuration(String(value));
    },
    strings(name) {
      const value = read(name);
      return Array.isArray(value) ? value : [];
    },
    changed: (name) => given.has(name),
    set(flag, text) {
      given.set(flag.name, parseFlagText(flag, text, given.get(flag.name)));
    },
  };
}

function parseFlagText(flag: Flag, text: string, before: FlagValue | undefined): FlagValue {
  switch (flag.type) {
    case 'string':
      return text;
    case 'bool':
      return parseBool(flag, text);
    case 'int':
      return parseInteger(flag, text, maxInt64);
    case 'int32':
      return parseInteger(flag, text, maxInt32);
    case 'duration':
      try {
        return parseGoDuration(text);
      } catch (error) {
        throw invalidArgument(flag, text, error instanceof Error ? error.message : `time: invalid duration ${JSON.stringify(text)}`);
      }
    case 'strings':
      return [...(Array.isArray(before) ? before : []), ...splitCommaList(text)];
    case 'string-array':
      return [...(Array.isArray(before) ? before : []), text];
  }
}

const truths: Readonly<Record<string, boolean>> = {
  '1': true,
  t: true,
  T: true,
  TRUE: true,
  true: true,
  True: true,
  '0': false,
  f: false,
  F: false,
  FALSE: false,
  false: false,
  False: false,
};

function parseBool(flag: Flag, text: string): boolean {
  const value = Object.hasOwn(truths, text) ? truths[text] : undefined;
  if (value === undefined) throw invalidArgument(flag, text, `strconv.ParseBool: parsing ${JSON.stringify(text)}: invalid syntax`);
  return value;
}

const maxInt32 = 2n ** 31n - 1n;
const maxInt64 = 2n ** 63n - 1n;

function parseInteger(flag: Flag, text: string, max: bigint): number {
  const isInteger = /^[+-]?(\d+|0[xX][0-9a-fA-F]+)$/.test(text);
  if (!isInteger) throw invalidArgument(flag, text, `strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  const digits = BigInt(text.replace(/^[+-]/, ''));
  const value = text.startsWith('-') ? -digits : digits;
  if (value > max || value < -max - 1n) throw invalidArgument(flag, text, `strconv.ParseInt: parsing ${JSON.stringify(text)}: value out of range`);
  return Number(value);
}

/** A text as one line of CSV, which is how pflag reads a list: `a,"b,c"` is two. */
export function splitCommaList(text: string): string[] {
  if (text === '') return [];
  const parts: string[] = [];
  let part = '';
  let quoted = false;
  for (const [at, letter] of [...text].entries()) {
    if (letter === '"' && (quoted || part === '')) {
      if (quoted && text[at + 1] === '"') part += '"';
      quoted = !quoted;
    } else if (letter === ',' && !quoted) {
      parts.push(part);
      part = '';
    } else {
      part += letter;
    }
  }
  return [...parts, part];
}

function invalidArgument(flag: Flag, text: string, reason: string): UsageError {
  const name = flag.shorthand ? `-${flag.shorthand}, --${flag.name}` : `--${flag.name}`;
  return new UsageError(`invalid argument ${JSON.stringify(text)} for ${JSON.stringify(name)} flag: ${reason}`);
}
