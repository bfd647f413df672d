import { UsageError } from '#sim/usage-error.ts';

export interface Token {
  readonly kind: 'number' | 'string' | 'regexp' | 'name' | 'call' | 'keyword' | 'builtin' | 'operator' | 'newline' | 'end';
  readonly text: string;
  readonly line: number;
}

const keywords = new Set('BEGIN END if else while do for in break continue next nextfile exit return delete function func getline print printf'.split(' '));
const builtins = new Set(
  'length substr index split sub gsub match sprintf sin cos atan2 exp log sqrt int rand srand tolower toupper system close fflush gensub systime strftime'.split(
    ' ',
  ),
);
const operator = /^(?:\*\*=|\*\*|\+\+|--|&&|\|\||[-+*/%^<>!=]=|!~|>>|[-+*/%^!<>|?:~$=,;(){}[\]])/;

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', '"': '"', '/': '/', a: '\x07', b: '\b', f: '\f', v: '\v' };

/** The escapes of an awk string; one that is none keeps its backslash, for regular expressions. */
export function unescapeString(text: string): string {
  return text.replace(/\\([0-7]{1,3}|[\s\S])/g, (whole, code: string) => {
    if (/^[0-7]/.test(code)) return String.fromCharCode(Number.parseInt(code, 8));
    return code === '\n' ? '' : (escapes[code] ?? whole);
  });
}

/** Cuts a program into tokens. @throws UsageError */
export function scanTokens(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let line = 1;
  const add = (kind: Token['kind'], text: string, length: number): void => {
    tokens.push({ kind, text, line });
    at += length;
  };
  /** After a value a slash divides; elsewhere it begins a regular expression. */
  const isAfterValue = (): boolean => {
    const last = tokens.at(-1);
    if (!last) return false;
    return (
      ['number', 'string', 'name', 'builtin', 'regexp'].includes(last.kind) || (last.kind === 'operator' && [')', ']', '$', '++', '--'].includes(last.text))
    );
  };
  while (at < source.length) {
    const rest = source.slice(at);
    const blank = /^(?:[ \t\r]+|\\\r?\n|#[^\n]*)/.exec(rest);
    if (blank) {
      if (blank[0].includes('\n')) line++;
      at += blank[0].length;
      continue;
    }
    if (rest[0] === '\n') {
      add('newline', '\n', 1);
      line++;
      continue;
    }
    const string = /^"((?:[^"\\\n]|\\[\s\S])*)"/.exec(rest);
    if (string) {
      add('string', unescapeString(string[1] ?? ''), string[0].length);
      continue;
    }
    const number = /^(?:0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)/.exec(rest);
    if (number) {
      add('number', number[0], number[0].length);
      continue;
    }
    const name = /^[A-Za-z_]\w*/.exec(rest)?.[0];
    if (name) {
      const kind = keywords.has(name) ? 'keyword' : builtins.has(name) ? 'builtin' : rest[name.length] === '(' ? 'call' : 'name';
      add(kind, name === 'func' ? 'function' : name, name.length);
      continue;
    }
    const regexp = rest[0] === '/' && !isAfterValue() ? /^\/((?:[^/\\[\n]|\\.|\[\^?\]?(?:[^\]\\]|\\.|\[:\w+:\])*\])*)\//.exec(rest) : null;
    if (regexp) {
      add('regexp', regexp[1] ?? '', regexp[0].length);
      continue;
    }
    const found = operator.exec(rest)?.[0];
    if (!found) throw new UsageError(`cmd. line:${line}: syntax error at or near ${rest.slice(0, 10).split('\n')[0]}`, 2);
    add('operator', found === '**' ? '^' : found === '**=' ? '^=' : found, found.length);
  }
  tokens.push({ kind: 'newline', text: '\n', line }, { kind: 'end', text: '', line });
  return tokens;
}
