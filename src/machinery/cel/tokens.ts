import { CelError } from './cel-error.ts';

/** One word of an expression. */
export interface Token {
  readonly kind: 'int' | 'double' | 'string' | 'name' | 'operator' | 'end';
  readonly text: string;
  /** What a literal stands for. */
  readonly value?: number | string;
  readonly position: number;
}

const SPACE = /[\s]+|\/\/[^\n]*/y;
const DOUBLE = /\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+/y;
const INT = /0[xX][0-9a-fA-F]+u?|\d+u?/y;
const NAME = /[A-Za-z_]\w*/y;
const TEXT = /(r?)(?:"""([\s\S]*?)"""|'''([\s\S]*?)'''|"((?:\\.|[^"\\\n])*)"|'((?:\\.|[^'\\\n])*)')/y;
const RAW_TEXT = /[rR](?:"([^"\n]*)"|'([^'\n]*)')/y;
const OPERATOR = /&&|\|\||==|!=|<=|>=|[-+*/%!<>?:.,()[\]{}]/y;

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v' };

/** Splits an expression into words. @throws CelError */
export function tokenize(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(source) ?? undefined;
    if (found) at += found[0].length;
    return found;
  };
  for (;;) {
    while (match(SPACE));
    const position = at;
    if (at >= source.length) return [...tokens, { kind: 'end', text: '<EOF>', position }];
    const raw = match(RAW_TEXT);
    if (raw) {
      tokens.push({ kind: 'string', text: raw[0], value: raw[1] ?? raw[2] ?? '', position });
      continue;
    }
    const text = match(TEXT);
    if (text) {
      tokens.push({ kind: 'string', text: text[0], value: unescapeText(text[2] ?? text[3] ?? text[4] ?? text[5] ?? ''), position });
      continue;
    }
    const double = match(DOUBLE);
    const int = double ? undefined : match(INT);
    const number = double ?? int;
    if (number) {
      tokens.push({ kind: double ? 'double' : 'int', text: number[0], value: Number(number[0].replace(/u$/, '')), position });
      continue;
    }
    const name = match(NAME);
    const word = name ?? match(OPERATOR);
    if (!word) throw new CelError(`Syntax error: token recognition error at: '${source[at]}'`);
    tokens.push({ kind: name ? 'name' : 'operator', text: word[0], position });
  }
}

function unescapeText(text: string): string {
  return text.replace(
    /\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|U([0-9a-fA-F]{8})|(.))/g,
    (_, short?: string, byte?: string, long?: string, letter?: string) => {
      const code = short ?? byte ?? long;
      return code === undefined ? (ESCAPES[letter ?? ''] ?? letter ?? '') : String.fromCodePoint(Number.parseInt(code, 16));
    },
  );
}
