import { quoteGo } from '../json.ts';
import { GoTemplateError } from './template-error.ts';

export type TokenKind =
  | 'field'
  | 'variable'
  | 'dot'
  | 'identifier'
  | 'string'
  | 'number'
  | 'char'
  | 'pipe'
  | 'open'
  | 'close'
  | 'declare'
  | 'assign'
  | 'comma'
  | 'space';

/** Where something stands in the template: lines count from 1, columns from 0, as error texts have them. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface Token extends Place {
  readonly kind: TokenKind;
  /** As written; for a string, what it stands for. */
  readonly text: string;
  readonly value?: string | number | bigint;
}

/** A template cut into texts and the actions between them. */
export type Piece = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'action'; readonly tokens: readonly Token[]; readonly line: number };

/** @param name of the template, for error texts */
export function cutTemplate(template: string, name: string): Piece[] {
  const pieces: Piece[] = [];
  let position = 0;
  let trimNext = false;
  for (;;) {
    const open = template.indexOf('{{', position);
    let text = template.slice(position, open < 0 ? template.length : open);
    if (trimNext) text = text.trimStart();
    const trimsLeft = /^\{\{-\s/.test(template.slice(open < 0 ? template.length : open));
    if (trimsLeft) text = text.trimEnd();
    if (text !== '') pieces.push({ kind: 'text', text });
    if (open < 0) return pieces;
    const start = open + (trimsLeft ? 3 : 2);
    const line = template.slice(0, open).split('\n').length;
    const end = findActionEnd(template, start, name, line);
    const inner = template.slice(start, end);
    trimNext = /\s-$/.test(inner) || inner === '-';
    const body = trimNext ? inner.slice(0, -1) : inner;
    if (!/^\s*\/\*[\s\S]*\*\/\s*$/.test(body)) pieces.push({ kind: 'action', tokens: tokenize(template, start, start + body.length, name), line });
    position = end + 2;
  }
}

function findActionEnd(template: string, start: number, name: string, line: number): number {
  for (let index = start; index < template.length; index += 1) {
    const char = template[index];
    if (template.startsWith('}}', index)) return index;
    if (template.startsWith('/*', index)) {
      const end = template.indexOf('*/', index);
      if (end < 0) throw new GoTemplateError(`template: ${name}:${line}: unclosed comment`);
      index = end + 1;
    } else if (char === '"' || char === '`' || char === "'") {
      const end = findQuoteEnd(template, index);
      if (end < 0)
        throw new GoTemplateError(
          `template: ${name}:${line}: ${char === '`' ? 'unterminated raw quoted string' : char === '"' ? 'unterminated quoted string' : 'unterminated character constant'}`,
        );
      index = end;
    }
  }
  throw new GoTemplateError(`template: ${name}:${line}: unclosed action`);
}

function findQuoteEnd(text: string, start: number): number {
  const quote = text[start];
  for (let index = start + 1; index < text.length; index += 1) {
    if (text[index] === quote) return index;
    if (quote !== '`' && text[index] === '\n') return -1;
    if (quote !== '`' && text[index] === '\\') index += 1;
  }
  return -1;
}

const patterns: readonly (readonly [TokenKind, RegExp])[] = [
  ['space', /^\s+/],
  ['declare', /^:=/],
  ['assign', /^=/],
  ['pipe', /^\|/],
  ['open', /^\(/],
  ['close', /^\)/],
  ['comma', /^,/],
  ['number', /^[-+]?(?:0[xX][0-9a-fA-F_]+|\d[\d_]*(?:\.\d*)?(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?)/],
  ['field', /^\.[\p{L}_][\p{L}\p{N}_]*/u],
  ['dot', /^\./],
  ['variable', /^\$[\p{L}\p{N}_]*/u],
  ['identifier', /^[\p{L}_][\p{L}\p{N}_]*/u],
  ['string', /^"(?:\\.|[^"\\])*"|^`[^`]*`/],
  ['char', /^'(?:\\.|[^'\\])+'/],
];

function placeOf(template: string, index: number): Place {
  const lines = template.slice(0, index).split('\n');
  return { line: lines.length, column: lines.at(-1)?.length ?? 0 };
}

function tokenize(template: string, start: number, end: number, name: string): Token[] {
  const tokens: Token[] = [];
  for (let index = start; index < end; ) {
    const rest = template.slice(index, end);
    const place = placeOf(template, index);
    const found = patterns.map(([kind, pattern]) => ({ kind, text: pattern.exec(rest)?.[0] })).find(({ text }) => text !== undefined);
    if (found?.text === undefined) {
      const code = (rest.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
      throw new GoTemplateError(`template: ${name}:${place.line}: unexpected unrecognized character in action: U+${code} '${rest[0]}' in command`);
    }
    const { kind, text } = found;
    tokens.push({ kind, text, ...place, ...tokenValue(kind, text, name, place.line) });
    index += text.length;
  }
  return tokens;
}

/** Whole numbers are Go's int, here a bigint; numbers with a point or an exponent are floats, as all numbers of an object are. */
function tokenValue(kind: TokenKind, text: string, name: string, line: number): { value?: string | number | bigint } {
  if (kind === 'number') {
    const plain = text.replaceAll('_', '');
    const [, sign = '', digits = ''] = /^([-+]?)(.*)$/.exec(plain) ?? [];
    const isFloat = /[.eE]/.test(digits) && !/^0[xX]/.test(digits);
    if (isFloat) return { value: Number(plain) };
    if (/^0[0-7]*[89]/.test(digits)) throw new GoTemplateError(`template: ${name}:${line}: illegal number syntax: ${quoteGo(text)}`);
    const magnitude = BigInt(/^0\d+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
    return { value: sign === '-' ? -magnitude : magnitude };
  }
  if (kind === 'string') return { value: text.startsWith('`') ? text.slice(1, -1) : unquote(text.slice(1, -1)) };
  return kind === 'char' ? { value: BigInt(unquote(text.slice(1, -1)).codePointAt(0) ?? 0) } : {};
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v' };

function unquote(text: string): string {
  return text.replace(/\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|x[0-9a-fA-F]{2}|[0-7]{3}|.)/g, (_, code: string) => {
    if (code.length === 1) return escapes[code] ?? code;
    return String.fromCodePoint(/^[0-7]{3}$/.test(code) ? Number.parseInt(code, 8) : Number.parseInt(code.slice(1), 16));
  });
}
