/** Shell patterns (`*`, `?`, `[…]`, `@(a|b)`) as regular expressions; a backslash makes the next character literal. */

const classes: Readonly<Record<string, string>> = {
  alnum: '\\p{L}\\p{N}',
  alpha: '\\p{L}',
  ascii: '\\x00-\\x7f',
  blank: ' \\t',
  cntrl: '\\x00-\\x1f\\x7f',
  digit: '0-9',
  graph: '\\x21-\\x7e',
  lower: '\\p{Ll}',
  print: '\\x20-\\x7e',
  punct: '!-\\/:-@\\[-`{-~',
  space: '\\s',
  upper: '\\p{Lu}',
  word: '\\p{L}\\p{N}_',
  xdigit: '0-9A-Fa-f',
};

/** The inside of a regular expression's brackets for a POSIX class: `digit` → `0-9`. */
export function characterClass(name: string): string | undefined {
  return classes[name];
}

/** Escapes a text for use inside a regular expression. */
export function escapeRegExp(text: string): string {
  // A dash has no escape of its own outside of brackets.
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replaceAll('-', '\\x2d');
}

/** Escapes a text for use inside a shell pattern. */
export function escapePattern(text: string): string {
  return text.replace(/[*?[\]\\!+@()|]/g, '\\$&');
}

/** Whether a pattern can match anything but itself. */
export function hasWildcard(pattern: string): boolean {
  return /(^|[^\\])(\\\\)*([*?]|\[[^\]]|[?*+@!]\()/.test(pattern);
}

/** A pattern without wildcards as the text it means. */
export function unescapePattern(pattern: string): string {
  return pattern.replace(/\\(.)/gs, '$1');
}

const cache = new Map<string, string>();

/**
 * The regular expression source of a pattern, without anchors.
 * @param forPath whether `*` and `?` stop at a slash
 */
export function patternSource(pattern: string, forPath = false): string {
  const key = forPath ? `/${pattern}` : `:${pattern}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const source = translate(pattern, forPath);
  if (cache.size > 1000) cache.clear();
  cache.set(key, source);
  return source;
}

/** Whether a whole text matches a pattern. */
export function matchesPattern(pattern: string, text: string, ignoreCase = false): boolean {
  return new RegExp(`^(?:${patternSource(pattern)})$`, ignoreCase ? 'sui' : 'su').test(text);
}

function translate(pattern: string, forPath: boolean): string {
  const any = forPath ? '[^/]' : '.';
  let out = '';
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at] as string;
    if (char === '\\') {
      out += escapeRegExp(pattern[++at] ?? '\\');
    } else if ('?*+@!'.includes(char) && pattern[at + 1] === '(') {
      const end = closingParenthesis(pattern, at + 1);
      if (end < 0) out += escapeRegExp(char);
      else {
        out += extendedGlob(char, pattern.slice(at + 2, end), pattern.slice(end + 1), forPath);
        at = end;
      }
    } else if (char === '*') out += `${any}*`;
    else if (char === '?') out += any;
    else if (char === '[') {
      const bracket = readBracket(pattern, at);
      out += bracket?.source ?? '\\[';
      at = bracket?.end ?? at;
    } else out += escapeRegExp(char);
  }
  return out;
}

function extendedGlob(operator: string, body: string, rest: string, forPath: boolean): string {
  const alternatives = splitAlternatives(body)
    .map((alternative) => translate(alternative, forPath))
    .join('|');
  if (operator === '@') return `(?:${alternatives})`;
  if (operator === '!') return `(?!(?:${alternatives})${translate(rest, forPath)}$)${forPath ? '[^/]' : '.'}*`;
  return `(?:${alternatives})${operator}`;
}

function closingParenthesis(pattern: string, open: number): number {
  let depth = 0;
  for (let at = open; at < pattern.length; at++) {
    if (pattern[at] === '\\') at++;
    else if (pattern[at] === '(') depth++;
    else if (pattern[at] === ')' && --depth === 0) return at;
  }
  return -1;
}

function splitAlternatives(body: string): string[] {
  const alternatives: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < body.length; at++) {
    if (body[at] === '\\') at++;
    else if (body[at] === '(') depth++;
    else if (body[at] === ')') depth--;
    else if (body[at] === '|' && depth === 0) {
      alternatives.push(body.slice(from, at));
      from = at + 1;
    }
  }
  return [...alternatives, body.slice(from)];
}

/** A bracket expression; undefined when it is not closed and `[` is an ordinary character. */
export function readBracket(pattern: string, open: number): { source: string; end: number } | undefined {
  let at = open + 1;
  const isNegated = pattern[at] === '!' || pattern[at] === '^';
  if (isNegated) at++;
  let body = '';
  for (let isFirst = true; ; isFirst = false) {
    const char = pattern[at];
    if (char === undefined) return undefined;
    if (char === ']' && !isFirst) break;
    const named = /^\[:(\w+):\]/.exec(pattern.slice(at));
    if (named) {
      body += characterClass(named[1] ?? '') ?? '';
      at += named[0].length;
    } else if (char === '\\') {
      body += escapeRegExp(pattern[at + 1] ?? '\\');
      at += 2;
    } else {
      const isRange = char === '-' && !isFirst && pattern[at + 1] !== ']';
      body += isRange ? '-' : /[\\\][^/&-]/.test(char) ? `\\${char === '&' ? 'x26' : char}` : char;
      at++;
    }
  }
  return { source: body === '' ? '[]' : `[${isNegated ? '^' : ''}${body}]`, end: at };
}
