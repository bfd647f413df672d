import { UsageError } from '#sim/usage-error.ts';
import { type RegExpDialect, toJavaScriptRegExp } from '../../words/posix-regexp.ts';

/** A line a command applies to. `expression` undefined: the last regular expression used. */
export type Address =
  | { readonly type: 'line'; readonly line: number }
  | { readonly type: 'last' }
  | { readonly type: 'step'; readonly first: number; readonly step: number }
  | { readonly type: 'match'; readonly expression: RegExp | undefined };

/** The end of a range. */
export type RangeEnd = Address | { readonly type: 'count'; readonly lines: number } | { readonly type: 'multiple'; readonly of: number };

export interface Substitution {
  readonly expression: RegExp | undefined;
  readonly replacement: readonly ReplacementPart[];
  readonly isGlobal: boolean;
  /** Which match is replaced, from 1. */
  readonly occurrence: number;
  readonly prints: boolean;
  readonly file: string | undefined;
}

/** What a match is replaced by: text, a group (0 is all of it), or a change of case from here on. */
export type ReplacementPart = string | { readonly group: number } | { readonly letterCase: 'U' | 'L' | 'u' | 'l' | 'E' };

export interface Command {
  readonly from: Address | undefined;
  readonly to: RangeEnd | undefined;
  readonly isNegated: boolean;
  readonly name: string;
  /** The text of a, i, c; the label of b, t, T and `:`; the file of r, w; the status of q, Q. */
  readonly text: string;
  readonly substitution?: Substitution;
  /** `y`: the characters and what they become. */
  readonly map?: ReadonlyMap<string, string>;
  /** `{`: where its block ends; an index into the commands. */
  end: number;
}

const fail = (message: string, at: number): UsageError => new UsageError(`-e expression #1, char ${at}: ${message}`);

/** Parses a sed script. Blocks stay flat: `{` knows where its `}` is. @throws UsageError */
export function parseScript(source: string, dialect: RegExpDialect): Command[] {
  const commands: Command[] = [];
  const open: Command[] = [];
  let at = 0;

  const skip = (pattern: RegExp): void => {
    while (at < source.length && pattern.test(source[at] as string)) at++;
  };
  const compile = (text: string, flags: string): RegExp | undefined => {
    if (text === '') return undefined;
    const expression = toJavaScriptRegExp(text.replace(/\\n/g, '\n'), dialect, `gu${flags}`);
    if (!expression) throw fail('unterminated address regex', at);
    return expression;
  };
  /** Reads up to a delimiter; an escaped delimiter loses its backslash, inside brackets it means nothing. */
  const readDelimited = (delimiter: string, isPattern: boolean, missing: string): string => {
    let text = '';
    let inBracket = false;
    for (; at < source.length; at++) {
      const char = source[at] as string;
      if (char === '\\' && at + 1 < source.length) {
        const next = source[++at] as string;
        text += next === delimiter && !(isPattern && '|+?(){}'.includes(next)) ? next : `\\${next}`;
      } else if (char === delimiter && !inBracket) {
        at++;
        return text;
      } else {
        if (isPattern && char === '[') inBracket = true;
        if (isPattern && char === ']' && !/\[\^?$/.test(text)) inBracket = false;
        text += char;
      }
    }
    throw fail(missing, at);
  };

  const readAddress = (): Address | undefined => {
    const char = source[at];
    const number = /^\d+/.exec(source.slice(at));
    if (number) {
      at += number[0].length;
      const step = /^~(\d+)/.exec(source.slice(at));
      if (!step) return { type: 'line', line: Number(number[0]) };
      at += step[0].length;
      return { type: 'step', first: Number(number[0]), step: Number(step[1]) };
    }
    if (char === '$') {
      at++;
      return { type: 'last' };
    }
    if (char !== '/' && char !== '\\') return undefined;
    if (char === '\\') at++;
    const delimiter = source[at++] ?? '/';
    const text = readDelimited(delimiter, true, 'unterminated address regex');
    const flags = /^[IM]*/.exec(source.slice(at))?.[0] ?? '';
    at += flags.length;
    return { type: 'match', expression: compile(text, flags.replace('I', 'i').replace('M', 'm')) };
  };

  const readRangeEnd = (): RangeEnd => {
    const relative = /^([+~])(\d+)/.exec(source.slice(at));
    if (relative) {
      at += relative[0].length;
      return relative[1] === '+' ? { type: 'count', lines: Number(relative[2]) } : { type: 'multiple', of: Number(relative[2]) };
    }
    const address = readAddress();
    if (!address) throw fail("unexpected `,'", at);
    return address;
  };

  /** The text of a, i, c: behind `\` and a line break, or on the same line. */
  const readText = (): string => {
    skip(/[ \t]/);
    if (source[at] === '\\') {
      at++;
      skip(/[ \t]/);
      if (source[at] === '\n') at++;
    }
    let text = '';
    for (; at < source.length && source[at] !== '\n'; at++) {
      if (source[at] === '\\' && at + 1 < source.length) at++;
      text += source[at];
    }
    return text;
  };

  const readSubstitution = (): Substitution => {
    const delimiter = source[at++];
    if (delimiter === undefined || delimiter === '\n' || delimiter === '\\') throw fail("unterminated `s' command", at);
    const pattern = readDelimited(delimiter, true, "unterminated `s' command");
    const replacement = readDelimited(delimiter, false, "unterminated `s' command");
    const flags = /^[gpiIMe\d]*/.exec(source.slice(at))?.[0] ?? '';
    at += flags.length;
    let file: string | undefined;
    if (source[at] === 'w') {
      file = /^w[ \t]*([^\n]*)/.exec(source.slice(at))?.[1] ?? '';
      at += source.slice(at).indexOf('\n') < 0 ? source.length : source.slice(at).indexOf('\n');
    } else if (at < source.length && !/[\s;}#]/.test(source[at] as string)) throw fail("unknown option to `s'", at + 1);
    if (flags.includes('e')) throw fail("the `e' flag of `s' is not supported", at);
    return {
      expression: compile(pattern, (/i/i.test(flags) ? 'i' : '') + (flags.includes('M') ? 'm' : '')),
      replacement: parseReplacement(replacement),
      isGlobal: flags.includes('g'),
      occurrence: Number(/\d+/.exec(flags)?.[0] ?? 1),
      prints: flags.includes('p'),
      file,
    };
  };

  const readMap = (): ReadonlyMap<string, string> => {
    const delimiter = source[at++] ?? '/';
    const takeEscapes = (text: string): string[] => [...text.replace(/\\n/g, '\n').replace(/\\\\/g, '\\')];
    const from = takeEscapes(readDelimited(delimiter, false, "unterminated `y' command"));
    const to = takeEscapes(readDelimited(delimiter, false, "unterminated `y' command"));
    if (from.length !== to.length) throw fail("strings for `y' command are different lengths", at);
    return new Map(from.map((char, index) => [char, to[index] ?? '']));
  };

  const readCommand = (): void => {
    const from = readAddress();
    skip(/[ \t]/);
    let to: RangeEnd | undefined;
    if (from && source[at] === ',') {
      at++;
      skip(/[ \t]/);
      to = readRangeEnd();
    }
    skip(/[ \t]/);
    const isNegated = source[at] === '!';
    if (isNegated) {
      at++;
      skip(/[ \t!]/);
    }
    const name = source[at++];
    if (name === undefined) throw fail('missing command', at);
    const command: Command = { from, to, isNegated, name, text: '', end: 0, ...readArguments(name) };
    if (name === '}') {
      const block = open.pop();
      if (!block) throw fail("unexpected `}'", at);
      block.end = commands.length;
    } else if (name === '{') open.push(command);
    commands.push(command);
  };

  const readArguments = (name: string): Partial<Command> => {
    if (name === 's') return { substitution: readSubstitution() };
    if (name === 'y') return { map: readMap() };
    if (name === 'a' || name === 'i' || name === 'c') return { text: readText() };
    if (name === ':' || name === 'b' || name === 't' || name === 'T') return { text: takeWhile(name === ':' ? /[^\n;]/ : /[^\n;}]/) };
    if (name === 'r' || name === 'w') return { text: takeWhile(/[^\n]/) };
    if (name === 'q' || name === 'Q' || name === 'l') return { text: takeWhile(/[\d \t]/) };
    if (!'{}=dDgGhHnNpPxz#'.includes(name)) throw fail(`unknown command: \`${name}'`, at);
    if (name === '#') takeWhile(/[^\n]/);
    return {};
  };
  const takeWhile = (pattern: RegExp): string => {
    const start = at;
    skip(pattern);
    return source.slice(start, at).trim();
  };

  for (;;) {
    skip(/[\s;]/);
    if (at >= source.length) break;
    readCommand();
    skip(/[ \t]/);
    if (at < source.length && !/[\n;}#]/.test(source[at] as string) && commands.at(-1)?.name !== '{' && commands.at(-1)?.name !== '}')
      throw fail('extra characters after command', at + 1);
  }
  if (open.length > 0) throw fail("unmatched `{'", 0);
  return commands;
}

function parseReplacement(text: string): ReplacementPart[] {
  const parts: ReplacementPart[] = [];
  for (const match of text.matchAll(/\\(\d)|\\([ULulE])|(&)|\\([\s\S])|([^\\&]+)/g)) {
    const [, group, letterCase, whole, escaped, plain] = match;
    if (group !== undefined) parts.push({ group: Number(group) });
    else if (letterCase !== undefined) parts.push({ letterCase: letterCase as 'U' });
    else if (whole !== undefined) parts.push({ group: 0 });
    else if (escaped !== undefined) parts.push(escaped === 'n' ? '\n' : escaped === 't' ? '\t' : escaped);
    else parts.push(plain ?? '');
  }
  return parts;
}
