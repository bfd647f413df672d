import { ShellError } from '../control-flow.ts';

/** The options of a builtin as given. */
export interface BuiltinOptions {
  has(letter: string): boolean;
  /** The last value given for a letter. */
  value(letter: string): string | undefined;
  readonly rest: readonly string[];
}

/**
 * Reads `-abc -n value` up to the first other argument or `--`.
 * @param letters the options there are; one followed by `:` takes a value
 * @throws ShellError status 2 `-x: invalid option`
 */
export function parseBuiltinOptions(args: readonly string[], letters: string): BuiltinOptions {
  const values = new Map<string, string>();
  let at = 0;
  for (; at < args.length; at++) {
    const argument = args[at] as string;
    if (argument === '--') {
      at++;
      break;
    }
    if (!/^-./.test(argument)) break;
    for (let place = 1; place < argument.length; place++) {
      const letter = argument[place] as string;
      const known = letter === ':' ? -1 : letters.indexOf(letter);
      if (known < 0) throw new ShellError(`-${letter}: invalid option`, 2);
      if (letters[known + 1] !== ':') {
        values.set(letter, '');
        continue;
      }
      const joined = argument.slice(place + 1);
      const value = joined || args[++at];
      if (value === undefined) throw new ShellError(`-${letter}: option requires an argument`, 2);
      values.set(letter, value);
      break;
    }
  }
  return { has: (letter) => values.has(letter), value: (letter) => values.get(letter), rest: args.slice(at) };
}
