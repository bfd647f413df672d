/** A text as a shell reads it back: bare when it needs no quotes. `$'…'` where it holds control characters. */
export function quoteWord(text: string): string {
  if (text === '') return "''";
  return /^[\w@%+=:,./-]+$/.test(text) ? text : quoteAlways(text);
}

/** A text in single quotes, whatever it holds. */
export function quoteAlways(text: string): string {
  return hasControl(text) ? ansiQuote(text) : `'${text.replaceAll("'", "'\\''")}'`;
}

/** As `printf %q` writes a word: a backslash before each character that means something. */
export function quoteWithBackslashes(text: string): string {
  if (text === '') return "''";
  return hasControl(text) ? ansiQuote(text) : text.replace(/[^\w@%+=:,./\u0080-\u{10ffff}-]/gu, '\\$&').replace(/^~/, '\\~');
}

/** A value as `declare -p` shows it: in double quotes. */
export function quoteDouble(text: string): string {
  return hasControl(text) ? ansiQuote(text) : `"${text.replace(/[\\"$`]/g, '\\$&')}"`;
}

const hasControl = (text: string): boolean => /[\x00-\x1f\x7f]/.test(text);

const controlNames: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\t': '\\t',
  '\r': '\\r',
  '\x07': '\\a',
  '\b': '\\b',
  '\v': '\\v',
  '\f': '\\f',
  '\x1b': '\\E',
};

function ansiQuote(text: string): string {
  const escaped = text
    .replace(/[\\']/g, '\\$&')
    .replace(/[\x00-\x1f\x7f]/g, (char) => controlNames[char] ?? `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`);
  return `$'${escaped}'`;
}

const simpleEscapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

/** What an escape sequence means in `echo -e`, `printf` and `$'…'`. */
export interface EscapeDialect {
  /** `echo -e` and `%b`: octal is `\0nnn`; `$'…'` and printf formats: `\nnn`. */
  readonly octal: 'leading-zero' | 'plain';
  /** Whether `\'` and `\"` are escapes. */
  readonly quotes: boolean;
}

/** Replaces backslash escapes. @returns the text, and whether `\c` said to stop output there */
export function expandEscapes(text: string, dialect: EscapeDialect): { text: string; stopped: boolean } {
  if (!text.includes('\\')) return { text, stopped: false };
  const octal = dialect.octal === 'leading-zero' ? '0([0-7]{0,3})' : '([0-7]{1,3})';
  const pattern = new RegExp(`\\\\(?:([abeEfnrtv\\\\])|(["'?])|x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|${octal}|(c))`, 'g');
  let out = '';
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    const [whole, simple, quote, hex, short, long, digits, stop] = match;
    if (quote !== undefined && !dialect.quotes) continue;
    out += text.slice(from, match.index);
    if (stop) return { text: out, stopped: true };
    from = match.index + whole.length;
    if (simple !== undefined) out += simpleEscapes[simple] ?? '';
    else if (quote !== undefined) out += quote;
    else if (digits !== undefined) out += String.fromCharCode(Number.parseInt(digits || '0', 8) & 255);
    else out += String.fromCodePoint(Number.parseInt(hex ?? short ?? long ?? '0', 16));
  }
  return { text: out + text.slice(from), stopped: false };
}
