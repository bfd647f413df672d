import { decodeText } from '#os/bytes.ts';

/** One directive of an nginx configuration. */
export interface Directive {
  readonly name: string;
  readonly args: readonly string[];
  /** The directives between its braces; undefined for one that ends with `;`. */
  readonly block: readonly Directive[] | undefined;
  readonly file: string;
  readonly line: number;
}

/** What nginx says after `[emerg]` when it refuses a configuration. */
export class NginxConfigError extends Error {
  override readonly name = 'NginxConfigError';

  constructor(problem: string, where?: { readonly file: string; readonly line: number }) {
    super(where ? `${problem} in ${where.file}:${where.line}` : problem);
  }
}

interface Token {
  readonly text: string;
  readonly line: number;
  /** `;`, `{` and `}` that were not quoted. */
  readonly isMark: boolean;
}

/** One file of a configuration. */
export interface ParsedFile {
  /** Tells this result from every other one. */
  readonly id: number;
  readonly directives: readonly Directive[];
  /** Its `include` directives, however deep. */
  readonly includes: readonly Directive[];
}

/** By content: a thousand containers share the bytes of one file of their image. */
const parsed = new WeakMap<Uint8Array, Map<string, ParsedFile>>();
let parsedCount = 0;

/**
 * Parses one file. Includes are left as directives.
 * @throws NginxConfigError with nginx's own words
 */
export function parseNginxConfig(content: Uint8Array, file: string): ParsedFile {
  const known = parsed.get(content) ?? new Map<string, ParsedFile>();
  const before = known.get(file);
  if (before) return before;
  const directives = parseFresh(decodeText(content), file);
  const result = { id: ++parsedCount, directives, includes: findIncludes(directives) };
  parsed.set(content, known.set(file, result));
  return result;
}

function findIncludes(directives: readonly Directive[]): readonly Directive[] {
  return directives.flatMap((directive) => (directive.name === 'include' ? [directive] : findIncludes(directive.block ?? [])));
}

function parseFresh(text: string, file: string): readonly Directive[] {
  const tokens = tokenize(text, file);
  let at = 0;

  const parseBlock = (isNested: boolean): Directive[] => {
    const directives: Directive[] = [];
    for (;;) {
      const first = tokens[at++];
      if (!first) {
        if (isNested) throw new NginxConfigError('unexpected end of file, expecting "}"', { file, line: lastLine(text) });
        return directives;
      }
      if (first.isMark && first.text === '}') {
        if (!isNested) throw new NginxConfigError('unexpected "}"', { file, line: first.line });
        return directives;
      }
      if (first.isMark) throw new NginxConfigError(`unexpected "${first.text}"`, { file, line: first.line });
      directives.push(parseDirective(first));
    }
  };

  const parseDirective = (first: Token): Directive => {
    const args: string[] = [];
    for (;;) {
      const token = tokens[at++];
      if (!token) throw new NginxConfigError('unexpected end of file, expecting ";" or "}"', { file, line: lastLine(text) });
      const head = { name: first.text, args, file, line: first.line };
      if (!token.isMark) args.push(token.text);
      else if (token.text === ';') return { ...head, block: undefined };
      else if (token.text === '{') return { ...head, block: parseBlock(true) };
      else throw new NginxConfigError('unexpected "}"', { file, line: token.line });
    }
  };

  return parseBlock(false);
}

function lastLine(text: string): number {
  return text.replace(/\n$/, '').split('\n').length;
}

function tokenize(text: string, file: string): readonly Token[] {
  const tokens: Token[] = [];
  let line = 1;
  let at = 0;
  while (at < text.length) {
    const char = text[at] ?? '';
    if (char === '\n') line++;
    if (/\s/.test(char)) at++;
    else if (char === '#') at = endOf(text, '\n', at);
    else if (char === ';' || char === '{' || char === '}') {
      tokens.push({ text: char, line, isMark: true });
      at++;
    } else {
      const word = char === '"' || char === "'" ? readQuoted(text, at, file, line) : readWord(text, at);
      tokens.push({ text: word.text, line, isMark: false });
      line += text.slice(at, word.end).split('\n').length - 1;
      at = word.end;
    }
  }
  return tokens;
}

function endOf(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? text.length : found;
}

function readQuoted(text: string, start: number, file: string, line: number): { text: string; end: number } {
  const quote = text[start];
  let word = '';
  for (let at = start + 1; at < text.length; at++) {
    const char = text[at];
    if (char === quote) return { text: word, end: at + 1 };
    if (char === '\\' && at + 1 < text.length) word += unescapeChar(text[++at] ?? '');
    else word += char;
  }
  throw new NginxConfigError('unexpected end of file, expecting ";" or "}"', { file, line });
}

function unescapeChar(char: string): string {
  const known: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '"': '"', "'": "'", '\\': '\\', ' ': ' ' };
  return known[char] ?? `\\${char}`;
}

function readWord(text: string, start: number): { text: string; end: number } {
  let word = '';
  let at = start;
  for (; at < text.length; at++) {
    const char = text[at] ?? '';
    if (/[\s;]/.test(char)) break;
    if (char === '{' && !word.endsWith('$')) break;
    if (char === '$' && text[at + 1] === '{') {
      const end = endOf(text, '}', at);
      word += text.slice(at, end + 1);
      at = end;
    } else if (char === '\\' && at + 1 < text.length) word += text[at] + (text[++at] ?? '');
    else word += char;
  }
  return { text: word, end: at };
}
