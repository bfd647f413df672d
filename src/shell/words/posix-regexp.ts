import { characterClass } from './pattern.ts';

/** POSIX basic (grep, sed) or extended (grep -E, `=~`, awk) regular expressions. */
export type RegExpDialect = 'basic' | 'extended';

/**
 * A POSIX regular expression as JavaScript's, with GNU's `\w`, `\b`, `\<`, `\+` and the like.
 * @returns undefined when it is malformed
 */
export function toJavaScriptRegExp(source: string, dialect: RegExpDialect, flags: string): RegExp | undefined {
  try {
    return new RegExp(translateRegExp(source, dialect), flags);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The source of the JavaScript regular expression. */
export function translateRegExp(source: string, dialect: RegExpDialect): string {
  const isBasic = dialect === 'basic';
  let out = '';
  for (let at = 0; at < source.length; at++) {
    const char = source[at] as string;
    if (char === '[') {
      const bracket = readBracket(source, at);
      out += bracket.source;
      at = bracket.end;
    } else if (char === '\\') out += translateEscape(source[++at], isBasic);
    else if (isBasic && '(){}|+?'.includes(char)) out += `\\${char}`;
    else if (char === '*' && isAtStart(out, isBasic)) out += '\\*';
    else if (isBasic && char === '^' && !isAtStart(out, isBasic)) out += '\\^';
    else if (isBasic && char === '$' && !isAtEnd(source, at)) out += '\\$';
    else if (char === '{' && !/^\{\d*,?\d*\}/.test(source.slice(at))) out += '\\{';
    else if (char === '{' && source[at + 1] === ',') {
      out += '{0';
    } else if (char === '}' && !/\{\d+(,\d*)?$/.test(out)) out += '\\}';
    else if (char === ']') out += '\\]';
    else out += char;
  }
  return out;
}

/** Where a `*` or a `^` is an ordinary character in a basic expression (and a `*` in an extended one). */
function isAtStart(out: string, isBasic: boolean): boolean {
  return out === '' || /(^|[^\\])\($/.test(out) || (isBasic && (out === '^' || out.endsWith('(^'))) || /(^|[^\\])\|$/.test(out);
}

function isAtEnd(source: string, at: number): boolean {
  const rest = source.slice(at + 1);
  return rest === '' || rest.startsWith('\\)') || rest.startsWith('\\|');
}

function translateEscape(char: string | undefined, isBasic: boolean): string {
  if (char === undefined) return '\\\\';
  if (char === '<') return '\\b(?=\\w)';
  if (char === '>') return '\\b(?<=\\w)';
  if (char === '`') return '^';
  if (char === "'") return '$';
  if (isBasic && '(){}|+?'.includes(char)) return char;
  if ('wWsSbB'.includes(char) || /[1-9]/.test(char)) return `\\${char}`;
  if ('ntrfv'.includes(char)) return `\\${char}`;
  return /[.*+?^${}()|[\]\\/]/.test(char) ? `\\${char}` : char === '-' ? '-' : char;
}

/** A bracket expression; in POSIX a backslash inside is an ordinary character. */
function readBracket(source: string, open: number): { source: string; end: number } {
  let at = open + 1;
  let body = '';
  const isNegated = source[at] === '^';
  if (isNegated) at++;
  for (let isFirst = true; at < source.length; isFirst = false) {
    const char = source[at] as string;
    if (char === ']' && !isFirst) break;
    const named = /^\[([:.=])(.*?)\1\]/.exec(source.slice(at));
    if (named) {
      body += named[1] === ':' ? (characterClass(named[2] ?? '') ?? '') : escapeInBracket(named[2] ?? '');
      at += named[0].length;
      continue;
    }
    const isRange = char === '-' && !isFirst && source[at + 1] !== ']';
    // GNU's tools read \n and \t here; a backslash before anything else is itself.
    if (char === '\\' && /[ntrfv\]\\]/.test(source[at + 1] ?? '') && source[at + 1] !== ']') {
      body += `\\${source[at + 1]}`;
      at += 2;
      continue;
    }
    body += isRange ? '-' : escapeInBracket(char);
    at++;
  }
  return { source: `[${isNegated ? '^' : ''}${body}]`, end: at };
}

const escapeInBracket = (text: string): string => text.replace(/[\\\][^/&-]/g, (char) => (char === '&' ? '\\x26' : `\\${char}`));
