import { describe, JqError } from './access.ts';
import type { ValueFunction } from './evaluate.ts';
import { isArray, type Json } from './json.ts';

function compile(pattern: Json, flags: Json): RegExp {
  if (typeof pattern !== 'string') throw new JqError(`${describe(pattern)} cannot be matched, as it is not a string`);
  const letters = typeof flags === 'string' ? flags : '';
  for (const letter of letters) if (!'gimnslx'.includes(letter)) throw new JqError(`${letters} is not a valid modifier string`);
  const source = letters.includes('x') ? pattern.replace(/\\.|#.*$|\s+/gm, (part) => (part.startsWith('\\') ? part : '')) : pattern;
  try {
    return new RegExp(source.replace(/\\h/g, '[0-9a-fA-F]'), `gdu${letters.includes('i') ? 'i' : ''}${letters.includes('s') ? 's' : ''}`);
  } catch (error) {
    if (error instanceof SyntaxError) throw new JqError(`${pattern} (at offset 0) is not a valid regex`);
    throw error;
  }
}

function textOf(input: Json): string {
  if (typeof input !== 'string') throw new JqError(`${describe(input)} cannot be matched, as it is not a string`);
  return input;
}

/** The matches as `match` describes them; all of them with the flag `g`. */
function findMatches(input: Json, pattern: Json, flags: Json, isGlobal: boolean): Json[] {
  const text = textOf(input);
  const expression = compile(pattern, flags);
  const found: Json[] = [];
  const offsetOf = (index: number): number => [...text.slice(0, index)].length;
  for (const match of text.matchAll(expression)) {
    const names = Object.entries(match.groups ?? {});
    const captures = match.slice(1).map((group, index): Json => {
      const bounds = match.indices?.[index + 1];
      const name = names.find(([, value]) => value === group)?.[0];
      const named = names[index]?.[0] ?? name ?? null;
      return new Map<string, Json>([
        ['offset', bounds ? offsetOf(bounds[0]) : -1],
        ['length', group === undefined ? 0 : [...group].length],
        ['string', group ?? null],
        ['name', named],
      ]);
    });
    found.push(
      new Map<string, Json>([
        ['offset', offsetOf(match.index)],
        ['length', [...match[0]].length],
        ['string', match[0]],
        ['captures', captures],
      ]),
    );
    if (!isGlobal) break;
  }
  return found;
}

/** `test("a", "i")` and `test(["a", "i"])`. */
const spread = (pattern: Json, flags: Json): [Json, Json] => (isArray(pattern) ? [pattern[0] ?? null, pattern[1] ?? null] : [pattern, flags]);

export const regExpFunctions: Readonly<Record<string, ValueFunction>> = {
  'test/1': (input, [given = null]) => {
    const [pattern, flags] = spread(given, null);
    return compile(pattern, flags).test(textOf(input));
  },
  'test/2': (input, [pattern = null, flags = null]) => compile(pattern, flags).test(textOf(input)),
  /** A list; `match` and the functions made of it iterate over it. */
  '_match/3': (input, [given = null, givenFlags = null, isGlobal = null]) => {
    const [pattern, flags] = spread(given, givenFlags);
    return findMatches(input, pattern, flags, isGlobal === true || (typeof flags === 'string' && flags.includes('g')));
  },
  'split/2': (input, [pattern = null, flags = null]) => {
    const text = textOf(input);
    const pieces: string[] = [];
    let from = 0;
    for (const match of text.matchAll(compile(pattern, flags))) {
      pieces.push(text.slice(from, match.index));
      from = match.index + match[0].length;
    }
    return [...pieces, text.slice(from)];
  },
};
