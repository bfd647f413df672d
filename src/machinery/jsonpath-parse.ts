/** A template that cannot be read or evaluated; the texts are kubectl's. */
export class JsonPathError extends Error {
  override readonly name = 'JsonPathError';
}

/** One step of a path, from a set of values to another. */
export type JsonPathStep =
  | { readonly kind: 'field'; readonly name: string }
  | {
      readonly kind: 'slice';
      readonly start: number | undefined;
      readonly end: number | undefined;
      readonly step: number | undefined;
      readonly single: boolean;
    }
  | { readonly kind: 'wildcard' }
  | { readonly kind: 'recursive' }
  | { readonly kind: 'union'; readonly paths: readonly (readonly JsonPathStep[])[] }
  | { readonly kind: 'filter'; readonly left: readonly JsonPathStep[]; readonly operator: string; readonly right: readonly JsonPathStep[] }
  | { readonly kind: 'literal'; readonly value: string | number | boolean };

/** One piece of a template. */
export type JsonPathNode =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'path'; readonly steps: readonly JsonPathStep[] }
  | { readonly kind: 'range'; readonly steps: readonly JsonPathStep[]; readonly body: readonly JsonPathNode[] };

/** A template, ready to be evaluated. */
export interface JsonPath {
  readonly nodes: readonly JsonPathNode[];
}

/**
 * Reads a template like `{range .items[*]}{.metadata.name}{"\n"}{end}`.
 * @throws JsonPathError
 */
export function parseJsonPath(template: string): JsonPath {
  const root: JsonPathNode[] = [];
  const open: JsonPathNode[][] = [root];
  let position = 0;
  while (position < template.length) {
    const brace = template.indexOf('{', position);
    const textEnd = brace < 0 ? template.length : brace;
    if (textEnd > position) open.at(-1)?.push({ kind: 'text', text: template.slice(position, textEnd) });
    if (brace < 0) break;
    position = parseAction(template, brace + 1, open);
  }
  return { nodes: root };
}

/** Reads one `{…}` and returns the position after it. */
function parseAction(template: string, start: number, open: JsonPathNode[][]): number {
  const reader = new StepReader(template, start, '}');
  const word = reader.takeWord();
  if (word === 'end') {
    if (open.length === 1) throw new JsonPathError('not in range, nothing to end');
    open.pop();
  }
  const steps = reader.readSteps();
  if (word === 'range') {
    const body: JsonPathNode[] = [];
    open.at(-1)?.push({ kind: 'range', steps, body });
    open.push(body);
  } else if (word !== 'end') open.at(-1)?.push({ kind: 'path', steps });
  return reader.position + 1;
}

const terminators = ' \t\r\n.,[]$@{}';

/** Reads the steps of a path up to its end: a closing brace, or the end of a piece of text. */
class StepReader {
  position: number;
  readonly #text: string;
  readonly #end: '}' | '';

  constructor(text: string, position: number, end: '}' | '') {
    this.#text = text;
    this.position = position;
    this.#end = end;
  }

  /** `range` or `end` at the start of an action; '' when there is neither. */
  takeWord(): string {
    const [matched, word = ''] = /^\s*(range|end)(?=[\s}{$@.[,]|$)/.exec(this.#text.slice(this.position)) ?? [''];
    this.position += matched.length;
    return word;
  }

  readSteps(): JsonPathStep[] {
    const steps: JsonPathStep[] = [];
    for (;;) {
      const char = this.#text[this.position];
      if (char === undefined) {
        if (this.#end === '}') throw new JsonPathError('unclosed action');
        return steps;
      }
      if (char === this.#end) return steps;
      const step = this.#readStep(char);
      if (step !== undefined) steps.push(step);
    }
  }

  #readStep(char: string): JsonPathStep | undefined {
    if (/\s/.test(char) || char === '@' || char === '$') {
      if (char === '\n' || char === '\r') throw new JsonPathError('unclosed action');
      this.position += 1;
      return undefined;
    }
    if (char === '"' || char === "'") return { kind: 'literal', value: this.#readQuoted(char) };
    if (char === '[') return this.#readBracket();
    if (char === '.') {
      this.position += 1;
      if (this.#text[this.position] !== '.') return this.#readField();
      // The second dot of `..` stays where a field follows.
      if (terminators.includes(this.#text[this.position + 1] ?? ' ')) this.position += 1;
      return { kind: 'recursive' };
    }
    if (/[-+\d]/.test(char)) return this.#readNumber();
    if (/[\p{L}_]/u.test(char)) return this.#readIdentifier();
    const code = (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    throw new JsonPathError(`unrecognized character in action: U+${code} '${char}'`);
  }

  #readField(): JsonPathStep | undefined {
    const start = this.position;
    while (this.position < this.#text.length && !terminators.includes(this.#text[this.position] ?? '')) {
      this.position += this.#text[this.position] === '\\' ? 2 : 1;
    }
    const name = this.#text.slice(start, this.position);
    if (name === '') return undefined;
    return name === '*' ? { kind: 'wildcard' } : { kind: 'field', name: name.replaceAll('\\', '') };
  }

  #readNumber(): JsonPathStep {
    const number = /^[-+]?[\d.]*/.exec(this.#text.slice(this.position))?.[0] ?? '';
    this.position += number.length;
    if (!/^[-+]?(\d+(\.\d*)?|\.\d+)$/.test(number)) throw new JsonPathError(`cannot parse number ${number}`);
    return { kind: 'literal', value: Number(number) };
  }

  #readIdentifier(): JsonPathStep {
    const word = /^[^\s.,[\]$@{}]*/.exec(this.#text.slice(this.position))?.[0] ?? '';
    this.position += word.length;
    if (/^(true|True|TRUE|false|False|FALSE)$/.test(word)) return { kind: 'literal', value: word.toLowerCase() === 'true' };
    throw new JsonPathError(`unrecognized identifier ${word}`);
  }

  #readQuoted(quote: string): string {
    const start = this.position;
    for (this.position += 1; this.#text[this.position] !== quote; this.position += this.#text[this.position] === '\\' ? 2 : 1) {
      const char = this.#text[this.position];
      if (char === undefined || char === '\n') throw new JsonPathError('unterminated quoted string');
    }
    this.position += 1;
    return unquote(this.#text.slice(start + 1, this.position - 1));
  }

  #readBracket(): JsonPathStep {
    const start = this.position + 1;
    const isFilter = this.#text.startsWith('?(', start);
    const end = findClosing(this.#text, start, isFilter);
    if (end < 0) throw new JsonPathError(isFilter ? 'unterminated filter' : 'unterminated array');
    this.position = end + 1;
    const content = this.#text.slice(start, end);
    return isFilter ? parseFilter(content.slice(2, -1)) : parseSubscript(content);
  }
}

/** The index of the `]` that ends a subscript, or of the one after `)` that ends a filter; quotes hide both. -1 when missing. */
function findClosing(text: string, start: number, isFilter: boolean): number {
  let quote = '';
  let depth = 0;
  for (let index = start; index < text.length; index += 1) {
    const char = text[index] ?? '';
    if (quote !== '') {
      if (char === '\\') index += 1;
      else if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '(') depth += 1;
    else if (char === ')') depth -= 1;
    else if (char === ']' && (isFilter ? depth === 0 && text[index - 1] === ')' : true)) return index;
    else if (char === '\n') return -1;
  }
  return -1;
}

function unquote(text: string): string {
  const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', '"': '"', "'": "'", b: '\b', f: '\f', v: '\v', a: '\x07' };
  return text.replace(/\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)/g, (_, code: string) =>
    code.length > 1 ? String.fromCharCode(Number.parseInt(code.slice(1), 16)) : (escapes[code] ?? code),
  );
}

function parseSteps(text: string): JsonPathStep[] {
  return new StepReader(text, 0, '').readSteps();
}

function parseFilter(text: string): JsonPathStep {
  const [, left, operator, right] = /^([^!<>=]+)([!<>=]+)(.+?)$/s.exec(text) ?? [];
  if (left === undefined || operator === undefined || right === undefined) return { kind: 'filter', left: parseSteps(text), operator: 'exists', right: [] };
  return { kind: 'filter', left: parseSteps(left), operator, right: parseSteps(right) };
}

function parseSubscript(text: string): JsonPathStep {
  const parts = text.match(/(?:'[^']*'|"[^"]*"|[^,'"])+|^$/g) ?? [];
  const steps = parts.map((part) => parseSubscriptPart(part.trim()));
  return steps.length === 1 && steps[0]?.length === 1 && steps[0][0] !== undefined ? steps[0][0] : { kind: 'union', paths: steps };
}

function parseSubscriptPart(text: string): readonly JsonPathStep[] {
  if (text === '*') return [{ kind: 'slice', start: undefined, end: undefined, step: undefined, single: false }];
  const key = /^'([^']*)'$/.exec(text)?.[1] ?? /^"([^"]*)"$/.exec(text)?.[1];
  // As upstream, a quoted key is read like a field: its dots must be escaped.
  if (key !== undefined) return parseSteps(`.${key}`);
  const match = /^(-?\d*)(:-?\d*)?(:-?\d*)?$/.exec(text);
  if (match === null || text === '') throw new JsonPathError(`invalid array index ${text}`);
  const [, start = '', end, step] = match;
  const number = (part: string | undefined) => (part === undefined || part === '' ? undefined : Number(part));
  return [{ kind: 'slice', start: number(start), end: number(end?.slice(1)), step: number(step?.slice(1)), single: end === undefined }];
}

/**
 * The template that a loose path of `--sort-by` or `-o custom-columns` means: `.metadata.name`, `metadata.name` and
 * `{.metadata.name}` are all `{.metadata.name}`; '' stays ''.
 * @throws JsonPathError
 */
export function relaxJsonPath(text: string): string {
  if (text === '') return '';
  const [matched, inner, bare] = /^\{\.?([^{}]+)\}$|^\.?([^{}]+)$/.exec(text) ?? [];
  if (matched === undefined) {
    throw new JsonPathError(`unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'`);
  }
  return `{.${inner ?? bare}}`;
}
