import { ShellError } from '../control-flow.ts';

/** A parsed arithmetic expression, in C's grammar with `**`. */
export type Expression =
  | { readonly type: 'number'; readonly value: bigint }
  | { readonly type: 'variable'; readonly name: string; readonly subscript: string | undefined }
  | { readonly type: 'unary'; readonly operator: string; readonly operand: Expression }
  | { readonly type: 'step'; readonly target: Target; readonly by: bigint; readonly isPrefix: boolean }
  | { readonly type: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression; readonly rightText: string }
  | { readonly type: 'assign'; readonly target: Target; readonly operator: string; readonly value: Expression; readonly valueText: string }
  | { readonly type: 'choice'; readonly test: Expression; readonly yes: Expression; readonly no: Expression };

export type Target = Extract<Expression, { type: 'variable' }>;

interface Token {
  readonly kind: 'number' | 'name' | 'operator' | 'end';
  readonly text: string;
  readonly at: number;
}

const operators = /^(?:<<=|>>=|\*\*|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&^|]=|[-+*/%<>=!~&^|?:,()])/;
const assignments = new Set(['=', '+=', '-=', '*=', '/=', '%=', '<<=', '>>=', '&=', '^=', '|=']);

/** Binary operators, loosest first. */
const levels: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<', '<=', '>', '>='],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];

const cache = new Map<string, Expression>();

/** Parses an expression whose `$` expansions are done. @throws ShellError with bash's text */
export function parseArithmetic(text: string): Expression {
  const known = cache.get(text);
  if (known) return known;
  const expression = createParser(text).whole();
  if (cache.size > 1000) cache.clear();
  cache.set(text, expression);
  return expression;
}

function createParser(source: string) {
  let at = 0;
  let token = scan();

  function scan(): Token {
    while (at < source.length && /\s/.test(source[at] as string)) at++;
    const start = at;
    const rest = source.slice(at);
    const take = (kind: Token['kind'], text: string): Token => {
      at += text.length;
      return { kind, text, at: start };
    };
    if (rest === '') return { kind: 'end', text: '', at: start };
    const number = /^\d[\w#@]*/.exec(rest);
    if (number) return take('number', number[0]);
    const name = /^[A-Za-z_]\w*/.exec(rest);
    if (name) return take('name', name[0]);
    const operator = operators.exec(rest);
    if (operator) return take('operator', operator[0]);
    throw fail('syntax error: operand expected', start);
  }

  function fail(problem: string, from = token.at): ShellError {
    return new ShellError(`${source.trimStart()}: ${problem} (error token is "${source.slice(from)}")`);
  }
  const next = (): Token => {
    const taken = token;
    token = scan();
    return taken;
  };
  const isOperator = (text: string): boolean => token.kind === 'operator' && token.text === text;
  const isAtEnd = (): boolean => token.kind === 'end';
  const accept = (text: string): boolean => {
    if (!isOperator(text)) return false;
    next();
    return true;
  };

  function subscript(): string | undefined {
    if (source[at] !== '[') return undefined;
    let depth = 0;
    const open = at;
    for (; at < source.length; at++) {
      if (source[at] === '[') depth++;
      else if (source[at] === ']' && --depth === 0) {
        at++;
        return source.slice(open + 1, at - 1);
      }
    }
    throw fail('bad array subscript', open);
  }

  function primary(): Expression {
    if (token.kind === 'number') return { type: 'number', value: parseNumber(next().text, source) };
    if (token.kind === 'name') {
      const { text } = token;
      const index = subscript(); // directly behind the name, before the next token is read
      token = scan();
      const target: Target = { type: 'variable', name: text, subscript: index };
      if (isOperator('++') || isOperator('--')) return { type: 'step', target, by: next().text === '++' ? 1n : -1n, isPrefix: false };
      return target;
    }
    if (accept('(')) {
      const inner = comma();
      if (!accept(')')) throw fail("missing `)'");
      return inner;
    }
    throw fail('syntax error: operand expected');
  }

  function unary(): Expression {
    if (token.kind === 'operator') {
      if (token.text === '++' || token.text === '--') {
        const by = next().text === '++' ? 1n : -1n;
        const target = unary();
        if (target.type !== 'variable') throw fail('syntax error: operand expected');
        return { type: 'step', target, by, isPrefix: true };
      }
      if ('+-!~'.includes(token.text)) return { type: 'unary', operator: next().text, operand: unary() };
    }
    return primary();
  }

  /** `**` binds to the right, tighter than multiplication. */
  function power(): Expression {
    const left = unary();
    if (!accept('**')) return left;
    const from = token.at;
    const right = power();
    return { type: 'binary', operator: '**', left, right, rightText: source.slice(from) };
  }

  function binary(level: number): Expression {
    const own = levels[level];
    if (!own) return power();
    let left = binary(level + 1);
    while (token.kind === 'operator' && own.includes(token.text)) {
      const operator = next().text;
      const from = token.at;
      const right = binary(level + 1);
      left = { type: 'binary', operator, left, right, rightText: source.slice(from, token.at) };
    }
    return left;
  }

  function assignment(): Expression {
    const left = binary(0);
    if (accept('?')) {
      const yes = comma();
      if (!accept(':')) throw fail("`:' expected for conditional expression");
      return { type: 'choice', test: left, yes, no: assignment() };
    }
    if (token.kind !== 'operator' || !assignments.has(token.text)) return left;
    if (left.type !== 'variable') throw fail('attempted assignment to non-variable');
    const operator = next().text.slice(0, -1);
    const from = token.at;
    const value = assignment();
    return { type: 'assign', target: left, operator, value, valueText: source.slice(from) };
  }

  function comma(): Expression {
    let left = assignment();
    while (isOperator(',')) {
      next();
      left = { type: 'binary', operator: ',', left, right: assignment(), rightText: '' };
    }
    return left;
  }

  return {
    whole(): Expression {
      if (isAtEnd()) return { type: 'number', value: 0n };
      const expression = comma();
      if (!isAtEnd()) throw fail('syntax error in expression');
      return expression;
    },
  };
}

/** `10`, `0x1f`, `017`, `2#101`. */
function parseNumber(text: string, source: string): bigint {
  const based = /^(\d+)#([\w@]+)$/.exec(text);
  if (based) return parseInBase(based[2] ?? '', Number(based[1]), text, source);
  if (/^0[xX][0-9a-fA-F]+$/.test(text)) return BigInt(text);
  if (/^0\d/.test(text)) return parseInBase(text.slice(1), 8, text, source);
  if (/^\d+$/.test(text)) return BigInt.asIntN(64, BigInt(text));
  throw new ShellError(`${source}: value too great for base (error token is "${text}")`);
}

function parseInBase(digits: string, base: number, text: string, source: string): bigint {
  const alphabet = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ@_';
  if (base < 2 || base > 64) throw new ShellError(`${source}: invalid arithmetic base (error token is "${text}")`);
  let value = 0n;
  for (const digit of digits) {
    const place = alphabet.indexOf(base <= 36 ? digit.toLowerCase() : digit);
    if (place < 0 || place >= base) throw new ShellError(`${source}: value too great for base (error token is "${text}")`);
    value = value * BigInt(base) + BigInt(place);
  }
  return BigInt.asIntN(64, value);
}
