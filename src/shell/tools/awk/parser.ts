import { UsageError } from '#sim/usage-error.ts';
import type { Expression, FunctionDefinition, OutputRedirect, Program, Rule, Statement, Target } from './syntax-tree.ts';
import { scanTokens, type Token } from './tokens.ts';

const comparisons = new Set(['<', '<=', '==', '!=', '>', '>=']);
const assignments = new Set(['=', '+=', '-=', '*=', '/=', '%=', '^=']);

/** Parses an awk program. @throws UsageError */
export function parseProgram(source: string): Program {
  const tokens = scanTokens(source);
  let at = 0;
  let readsAhead = false;
  /** Inside the arguments of print a bare `>` redirects. */
  let greaterRedirects = false;
  /** Inside the head of a for loop `in` belongs to the loop. */
  let inEndsExpression = false;

  const token = (): Token => tokens[at] as Token;
  const peek = (ahead: number): Token | undefined => tokens[at + ahead];
  const is = (text: string): boolean => (token().kind === 'operator' || token().kind === 'keyword') && token().text === text;
  const fail = (): UsageError =>
    new UsageError(
      `cmd. line:${token().line}: syntax error at or near ${token().kind === 'newline' || token().kind === 'end' ? 'end of line' : token().text}`,
      2,
    );
  const accept = (text: string): boolean => {
    if (!is(text)) return false;
    at++;
    return true;
  };
  const expect = (text: string): void => {
    if (!accept(text)) throw fail();
  };
  const takeName = (): string => {
    if (token().kind !== 'name' && token().kind !== 'call') throw fail();
    return (tokens[at++] as Token).text;
  };
  const skipNewlines = (): void => {
    while (token().kind === 'newline') at++;
  };
  const skipTerminators = (): void => {
    while (token().kind === 'newline' || is(';')) at++;
  };

  const list = (closing: string): Expression[] => {
    const items: Expression[] = [];
    skipNewlines();
    while (!is(closing)) {
      items.push(expression());
      skipNewlines();
      if (!accept(',')) break;
      skipNewlines();
    }
    expect(closing);
    return items;
  };

  /** Inside brackets the restrictions of print and for do not hold. */
  const unrestricted = <T>(body: () => T): T => {
    const before = [greaterRedirects, inEndsExpression] as const;
    greaterRedirects = false;
    inEndsExpression = false;
    const result = body();
    [greaterRedirects, inEndsExpression] = before;
    return result;
  };

  const isTarget = (node: Expression): node is Target => node.type === 'variable' || node.type === 'field' || node.type === 'element';

  function primary(): Expression {
    const current = token();
    switch (current.kind) {
      case 'number':
        at++;
        return { type: 'number', value: Number(current.text) };
      case 'string':
        at++;
        return { type: 'string', value: current.text };
      case 'regexp':
        at++;
        return { type: 'regexp', source: current.text };
      case 'name': {
        at++;
        if (!accept('[')) return { type: 'variable', name: current.text };
        return { type: 'element', name: current.text, keys: unrestricted(() => list(']')) };
      }
      case 'call':
        at++;
        expect('(');
        return { type: 'call', name: current.text, args: unrestricted(() => list(')')), isBuiltin: false };
      case 'builtin': {
        at++;
        const args = accept('(') ? unrestricted(() => list(')')) : [];
        return { type: 'call', name: current.text, args, isBuiltin: true };
      }
      default:
    }
    if (accept('getline')) return getline();
    if (accept('$')) return { type: 'field', index: is('++') || is('--') ? unary() : is('-') ? unary() : primary() };
    if (accept('(')) {
      const items = unrestricted(() => list(')'));
      if (items.length === 0) throw fail();
      const [only] = items;
      return items.length === 1 && only ? { type: 'group', items: [only] } : { type: 'group', items };
    }
    throw fail();
  }

  function getline(): Expression {
    const startsTarget = token().kind === 'name' || is('$');
    const node = startsTarget ? primary() : undefined;
    const target = node && isTarget(node) ? node : undefined;
    const file = accept('<') ? postfix() : undefined;
    if (!file) readsAhead = true;
    return { type: 'getline', target, file };
  }

  function postfix(): Expression {
    const node = primary();
    if (!isTarget(node) || !(is('++') || is('--'))) return node;
    return { type: 'step', by: (tokens[at++] as Token).text === '++' ? 1 : -1, isPrefix: false, target: node };
  }

  function power(): Expression {
    const left = postfix();
    if (!accept('^')) return left;
    // The exponent may carry a sign, and binds to the right.
    return { type: 'binary', operator: '^', left, right: is('-') || is('+') || is('!') ? unary() : power() };
  }

  function unary(): Expression {
    if (is('++') || is('--')) {
      const by = (tokens[at++] as Token).text === '++' ? 1 : -1;
      const target = primary();
      if (!isTarget(target)) throw fail();
      return { type: 'step', by, isPrefix: true, target };
    }
    if (is('!') || is('-') || is('+')) return { type: 'unary', operator: (tokens[at++] as Token).text, operand: unary() };
    return power();
  }

  const leftAssociative = (operators: readonly string[], next: () => Expression): Expression => {
    let left = next();
    while (token().kind === 'operator' && operators.includes(token().text)) {
      const operator = (tokens[at++] as Token).text;
      left = { type: 'binary', operator, left, right: next() };
    }
    return left;
  };
  const multiplicative = (): Expression => leftAssociative(['*', '/', '%'], unary);
  const additive = (): Expression => leftAssociative(['+', '-'], multiplicative);

  function startsOperand(): boolean {
    const { kind, text } = token();
    if (kind === 'keyword') return false;
    if (['number', 'string', 'regexp', 'name', 'call', 'builtin'].includes(kind)) return true;
    return kind === 'operator' && ['$', '!', '(', '-', '+', '++', '--'].includes(text);
  }

  function concatenation(): Expression {
    let left = additive();
    while (startsOperand() && !is('-') && !is('+') && !is('!')) left = { type: 'binary', operator: ' ', left, right: additive() };
    return left;
  }

  function comparison(): Expression {
    const left = concatenation();
    if (token().kind === 'operator' && comparisons.has(token().text) && !(is('>') && greaterRedirects)) {
      const operator = (tokens[at++] as Token).text;
      return { type: 'binary', operator, left, right: concatenation() };
    }
    if (is('|') && peek(1)?.text === 'getline') throw new UsageError("`command | getline' is not supported", 2);
    return left;
  }

  const matching = (): Expression => leftAssociative(['~', '!~'], comparison);

  function membership(): Expression {
    let left = matching();
    while (is('in') && !inEndsExpression) {
      at++;
      left = { type: 'member', keys: left.type === 'group' ? left.items : [left], name: takeName() };
    }
    return left;
  }

  const logical = (operator: '&&' | '||', next: () => Expression): Expression => {
    let left = next();
    while (accept(operator)) {
      skipNewlines();
      left = { type: 'binary', operator, left, right: next() };
    }
    return left;
  };

  function expression(): Expression {
    const left = logical('||', () => logical('&&', membership));
    if (accept('?')) {
      skipNewlines();
      const yes = expression();
      skipNewlines();
      expect(':');
      skipNewlines();
      return { type: 'choice', test: left, yes, no: expression() };
    }
    if (token().kind !== 'operator' || !assignments.has(token().text)) return left;
    return assignTo(left);
  }

  /** `a = b`; the left side may be the end of a longer expression: `!x = y`, `1 == $1 = 2` are not taken. */
  function assignTo(left: Expression): Expression {
    const operator = (tokens[at++] as Token).text.slice(0, -1);
    if (!isTarget(left)) throw fail();
    skipNewlines();
    return { type: 'assign', operator, target: left, value: expression() };
  }

  function printStatement(isFormatted: boolean): Statement {
    greaterRedirects = true;
    let args: Expression[] = [];
    if (!endsStatement() && !is('>') && !is('>>') && !is('|')) {
      args.push(expression());
      while (accept(',')) {
        skipNewlines();
        args.push(expression());
      }
      const [only] = args;
      if (args.length === 1 && only?.type === 'group') args = [...only.items];
    }
    greaterRedirects = false;
    const operator = ['>', '>>', '|'].find(is);
    if (operator === undefined) return { type: 'print', isFormatted, args, redirect: undefined };
    at++;
    const redirect: OutputRedirect = { operator: operator as OutputRedirect['operator'], target: concatenation() };
    return { type: 'print', isFormatted, args, redirect };
  }

  const endsStatement = (): boolean => token().kind === 'newline' || token().kind === 'end' || is(';') || is('}');

  function simpleStatement(): Statement {
    if (accept('print')) return printStatement(false);
    if (accept('printf')) return printStatement(true);
    if (accept('delete')) {
      const name = takeName();
      return { type: 'delete', name, keys: accept('[') ? list(']') : undefined };
    }
    return { type: 'expression', expression: expression() };
  }

  function block(): Statement {
    expect('{');
    const statements: Statement[] = [];
    skipTerminators();
    while (!is('}')) {
      statements.push(statement());
      skipTerminators();
    }
    at++;
    return { type: 'block', statements };
  }

  function body(): Statement {
    skipNewlines();
    if (!accept(';')) return statement();
    return { type: 'block', statements: [] };
  }

  function condition(): Expression {
    expect('(');
    const test = unrestricted(expression);
    skipNewlines();
    expect(')');
    return test;
  }

  function ifStatement(): Statement {
    const test = condition();
    const yes = body();
    const mark = at;
    skipTerminators();
    if (!accept('else')) {
      at = mark;
      return { type: 'if', test, yes, no: undefined };
    }
    return { type: 'if', test, yes, no: body() };
  }

  function forStatement(): Statement {
    expect('(');
    if (token().kind === 'name' && peek(1)?.text === 'in' && peek(3)?.text === ')') {
      const variable = takeName();
      at++;
      const name = takeName();
      expect(')');
      return { type: 'for-in', variable, name, body: body() };
    }
    const start = is(';') ? undefined : simpleStatement();
    expect(';');
    skipNewlines();
    const test = is(';') ? undefined : expression();
    expect(';');
    skipNewlines();
    const step = is(')') ? undefined : simpleStatement();
    expect(')');
    return { type: 'for', start, test, step, body: body() };
  }

  function statement(): Statement {
    if (is('{')) return block();
    if (accept('if')) return ifStatement();
    if (accept('while')) {
      const test = condition();
      return { type: 'while', test, body: body(), testsFirst: true };
    }
    if (accept('do')) {
      const inner = body();
      skipTerminators();
      expect('while');
      return { type: 'while', test: condition(), body: inner, testsFirst: false };
    }
    if (accept('for')) return forStatement();
    const current = token();
    if (current.kind === 'keyword' && ['next', 'nextfile', 'break', 'continue'].includes(current.text)) {
      at++;
      return { type: current.text as 'next' };
    }
    if (current.kind === 'keyword' && ['exit', 'return'].includes(current.text)) {
      at++;
      return { type: current.text as 'exit', value: endsStatement() ? undefined : expression() };
    }
    const simple = simpleStatement();
    if (!endsStatement()) throw fail();
    return simple;
  }

  function readFunction(): [string, FunctionDefinition] {
    const name = takeName();
    expect('(');
    const parameters: string[] = [];
    skipNewlines();
    while (!is(')')) {
      parameters.push(takeName());
      skipNewlines();
      if (!accept(',')) break;
      skipNewlines();
    }
    expect(')');
    skipNewlines();
    return [name, { parameters, body: block() }];
  }

  function readRule(): Rule {
    if (accept('BEGIN')) return { pattern: 'BEGIN', until: undefined, action: block() };
    if (accept('END')) return { pattern: 'END', until: undefined, action: block() };
    const pattern = is('{') ? undefined : expression();
    const until = pattern && accept(',') ? expression() : undefined;
    return { pattern, until, action: is('{') ? block() : undefined };
  }

  const rules: Rule[] = [];
  const functions = new Map<string, FunctionDefinition>();
  skipTerminators();
  while (token().kind !== 'end') {
    if (accept('function')) {
      const [name, definition] = readFunction();
      functions.set(name, definition);
    } else rules.push(readRule());
    skipTerminators();
  }
  return { rules, functions, readsAhead };
}
