import { CelError } from './cel-error.ts';
import { type Token, tokenize } from './tokens.ts';

/** An expression as a tree. */
export type CelNode =
  | { readonly kind: 'literal'; readonly value: null | boolean | number | string; readonly isDouble: boolean }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'select'; readonly of: CelNode; readonly field: string }
  /** `has(a.b)` */
  | { readonly kind: 'has'; readonly of: CelNode; readonly field: string }
  | { readonly kind: 'index'; readonly of: CelNode; readonly index: CelNode }
  | { readonly kind: 'call'; readonly name: string; readonly target: CelNode | undefined; readonly args: readonly CelNode[] }
  /** `list.all(x, …)` and its like. */
  | { readonly kind: 'macro'; readonly name: string; readonly of: CelNode; readonly variable: string; readonly bodies: readonly CelNode[] }
  | { readonly kind: 'list'; readonly items: readonly CelNode[] }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [CelNode, CelNode])[] }
  | { readonly kind: 'not' | 'negate'; readonly of: CelNode }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: CelNode; readonly right: CelNode }
  | { readonly kind: 'conditional'; readonly test: CelNode; readonly then: CelNode; readonly otherwise: CelNode };

const MACROS = new Set(['all', 'exists', 'exists_one', 'map', 'filter']);
/** Binary operators from the weakest to the strongest. */
const LEVELS: readonly (readonly string[])[] = [['||'], ['&&'], ['<', '<=', '>', '>=', '==', '!=', 'in'], ['+', '-'], ['*', '/', '%']];
const DEEPEST = 100;

/** Reads an expression of the Common Expression Language. @throws CelError */
export function parseCel(source: string): CelNode {
  const reader = createReader(tokenize(source));
  const node = parseExpression(reader);
  reader.expectEnd();
  return node;
}

interface Reader {
  depth: number;
  peek(): Token;
  next(): Token;
  /** Takes an operator or word if it is next. */
  take(text: string): boolean;
  expect(text: string): void;
  expectEnd(): void;
}

function createReader(tokens: readonly Token[]): Reader {
  let at = 0;
  const end: Token = { kind: 'end', text: '<EOF>', position: 0 };
  const reader: Reader = {
    depth: 0,
    peek: () => tokens[at] ?? end,
    next: () => tokens[at++] ?? end,
    take(text) {
      const token = reader.peek();
      if (token.text !== text || token.kind === 'string') return false;
      at++;
      return true;
    },
    expect(text) {
      if (!reader.take(text)) throw unexpected(reader.peek());
    },
    expectEnd() {
      if (reader.peek().kind !== 'end') throw unexpected(reader.peek());
    },
  };
  return reader;
}

function unexpected({ text }: Token): CelError {
  return new CelError(`Syntax error: mismatched input '${text}'`);
}

function parseExpression(reader: Reader): CelNode {
  if (++reader.depth > DEEPEST) throw new CelError('expression recursion limit exceeded');
  const test = parseBinary(reader, 0);
  let node = test;
  if (reader.take('?')) {
    const then = parseBinary(reader, 0);
    reader.expect(':');
    node = { kind: 'conditional', test, then, otherwise: parseExpression(reader) };
  }
  reader.depth--;
  return node;
}

function parseBinary(reader: Reader, level: number): CelNode {
  const operators = LEVELS[level];
  if (!operators) return parseUnary(reader);
  let left = parseBinary(reader, level + 1);
  for (;;) {
    const operator = operators.find((text) => reader.take(text));
    if (operator === undefined) return left;
    left = { kind: 'binary', operator, left, right: parseBinary(reader, level + 1) };
  }
}

function parseUnary(reader: Reader): CelNode {
  if (reader.take('!')) return { kind: 'not', of: parseUnary(reader) };
  if (reader.take('-')) return { kind: 'negate', of: parseUnary(reader) };
  return parseMember(reader);
}

function parseMember(reader: Reader): CelNode {
  let node = parsePrimary(reader);
  for (;;) {
    if (reader.take('[')) {
      node = { kind: 'index', of: node, index: parseExpression(reader) };
      reader.expect(']');
    } else if (reader.take('.')) {
      const name = parseName(reader);
      node = reader.take('(') ? parseMethod(node, name, parseList(reader, ')')) : { kind: 'select', of: node, field: unescapeName(name) };
    } else return node;
  }
}

function parseName(reader: Reader): string {
  const token = reader.next();
  if (token.kind !== 'name') throw unexpected(token);
  return token.text;
}

function parseMethod(target: CelNode, name: string, args: readonly CelNode[]): CelNode {
  const [variable, ...bodies] = args;
  if (!MACROS.has(name) || !variable || bodies.length === 0) return { kind: 'call', name, target, args };
  if (variable.kind !== 'name') throw new CelError('argument must be a simple name');
  return { kind: 'macro', name, of: target, variable: variable.name, bodies };
}

function parseList(reader: Reader, close: string): readonly CelNode[] {
  const items: CelNode[] = [];
  while (!reader.take(close)) {
    items.push(parseExpression(reader));
    if (!reader.take(',')) {
      reader.expect(close);
      break;
    }
  }
  return items;
}

function parsePrimary(reader: Reader): CelNode {
  const token = reader.next();
  if (token.value !== undefined) return { kind: 'literal', value: token.value, isDouble: token.kind === 'double' };
  if (token.kind === 'name') return parseNamed(token.text, reader);
  if (token.text === '(') {
    const node = parseExpression(reader);
    reader.expect(')');
    return node;
  }
  if (token.text === '[') return { kind: 'list', items: parseList(reader, ']') };
  if (token.text === '{') return parseMap(reader);
  throw unexpected(token);
}

function parseNamed(name: string, reader: Reader): CelNode {
  if (name === 'true' || name === 'false') return { kind: 'literal', value: name === 'true', isDouble: false };
  if (name === 'null') return { kind: 'literal', value: null, isDouble: false };
  if (!reader.take('(')) return { kind: 'name', name };
  const args = parseList(reader, ')');
  if (name !== 'has') return { kind: 'call', name, target: undefined, args };
  const [path] = args;
  if (args.length !== 1 || path?.kind !== 'select') throw new CelError('invalid argument to has() macro');
  return { kind: 'has', of: path.of, field: path.field };
}

function parseMap(reader: Reader): CelNode {
  const entries: (readonly [CelNode, CelNode])[] = [];
  while (!reader.take('}')) {
    const key = parseExpression(reader);
    reader.expect(':');
    entries.push([key, parseExpression(reader)]);
    if (!reader.take(',')) {
      reader.expect('}');
      break;
    }
  }
  return { kind: 'map', entries };
}

const UNESCAPED: Readonly<Record<string, string>> = { underscores: '__', dot: '.', dash: '-', slash: '/' };

/** A field whose name is no word of the language is written `__dash__`, `__namespace__`. */
function unescapeName(name: string): string {
  if (!name.includes('__')) return name;
  const [, reserved] = /^__(true|false|null|in|as|break|const|continue|else|for|function|if|import|let|loop|package|namespace|return)__$/.exec(name) ?? [];
  return reserved ?? name.replace(/__(underscores|dot|dash|slash)__/g, (_, word: string) => UNESCAPED[word] ?? '');
}
