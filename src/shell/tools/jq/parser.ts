import { type Definition, type Filter, JqSyntaxError, type Pattern } from './syntax-tree.ts';

type Token =
  | { readonly kind: 'name' | 'field' | 'variable' | 'format' | 'operator' | 'keyword' | 'end'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'string'; readonly text: string; readonly parts: readonly (string | Filter)[] };

const keywords = new Set('def as if then elif else end and or reduce foreach try catch label import include __loc__'.split(' '));
const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', '/': '/', '\\': '\\', '"': '"' };
const operatorPattern = /^(?:\?\/\/|\/\/=|\|=|\+=|-=|\*=|\/=|%=|==|!=|<=|>=|\/\/|\.\.|[.[\](){}|,:;=<>+\-*/%?$])/;

const identity: Filter = { type: 'identity' };

/** Parses a jq program. @throws JqSyntaxError */
export function parseFilter(source: string): Filter {
  const [filter, rest] = createParser(source, 0).program();
  if (rest < source.length) throw new JqSyntaxError('syntax error, unexpected end of file');
  return filter;
}

/** Parses definitions: `def f: …; def g: …;`. @throws JqSyntaxError */
export function parseDefinitions(source: string): readonly Definition[] {
  return createParser(source, 0).definitions();
}

function createParser(source: string, start: number) {
  let at = start;
  let token: Token = scan();

  function scan(): Token {
    const blank = /^(?:\s+|#[^\n]*)+/.exec(source.slice(at));
    if (blank) at += blank[0].length;
    const rest = source.slice(at);
    if (rest === '') return { kind: 'end', text: '' };
    const take = (kind: 'name' | 'field' | 'variable' | 'format' | 'operator' | 'keyword' | 'number', text: string): Token => {
      at += text.length;
      return { kind, text };
    };
    if (rest[0] === '"') return scanString();
    const number = /^(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/.exec(rest);
    if (number) return take('number', number[0]);
    const field = /^\.[A-Za-z_]\w*/.exec(rest);
    if (field) return take('field', field[0]);
    const variable = /^\$(?:[A-Za-z_]\w*::)*[A-Za-z_]\w*/.exec(rest);
    if (variable) return take('variable', variable[0]);
    const format = /^@[A-Za-z0-9_]+/.exec(rest);
    if (format) return take('format', format[0]);
    const name = /^(?:[A-Za-z_]\w*::)*[A-Za-z_]\w*/.exec(rest);
    if (name) return take(keywords.has(name[0]) ? 'keyword' : 'name', name[0]);
    const operator = operatorPattern.exec(rest);
    if (operator) return take('operator', operator[0]);
    throw new JqSyntaxError('syntax error, unexpected INVALID_CHARACTER');
  }

  /** A string; `\(…)` inside is a program of its own. */
  function scanString(): Token {
    const parts: (string | Filter)[] = [];
    let text = '';
    at++;
    for (;;) {
      const char = source[at++];
      if (char === undefined) throw new JqSyntaxError('syntax error, unexpected end of file, expecting QQString_TEXT or QQString_INTERP_START or QQString_END');
      if (char === '"') break;
      if (char !== '\\') {
        text += char;
        continue;
      }
      const escaped = source[at++] ?? '';
      if (escaped === '(') {
        const [inner, end] = createParser(source, at).until(')');
        parts.push(text, inner);
        text = '';
        at = end;
      } else if (escaped === 'u') {
        text += String.fromCharCode(Number.parseInt(source.slice(at, at + 4), 16));
        at += 4;
      } else if (escapes[escaped] !== undefined) text += escapes[escaped];
      else throw new JqSyntaxError('syntax error, invalid escape in string literal');
    }
    return { kind: 'string', text: '', parts: [...parts, text] };
  }

  const next = (): Token => {
    const taken = token;
    token = scan();
    return taken;
  };
  const is = (text: string): boolean => (token.kind === 'operator' || token.kind === 'keyword') && token.text === text;
  const accept = (text: string): boolean => {
    if (!is(text)) return false;
    next();
    return true;
  };
  const fail = (): JqSyntaxError =>
    new JqSyntaxError(`syntax error, unexpected ${token.kind === 'end' ? 'end of file' : token.kind === 'name' ? 'IDENT' : token.text || 'string'}`);
  const expect = (text: string): void => {
    if (!accept(text)) throw fail();
  };

  function pipe(): Filter {
    if (is('def')) {
      const definition = readDefinition();
      return { type: 'define', definition, body: pipe() };
    }
    if (accept('label')) {
      const name = takeVariable();
      expect('|');
      return { type: 'label', name, body: pipe() };
    }
    const left = comma();
    if (accept('as')) {
      const patterns = [readPattern()];
      while (accept('?//')) patterns.push(readPattern());
      expect('|');
      return { type: 'bind', source: left, patterns, body: pipe() };
    }
    return accept('|') ? { type: 'pipe', left, right: pipe() } : left;
  }

  function comma(): Filter {
    let left = alternative();
    while (accept(',')) left = { type: 'comma', left, right: alternative() };
    return left;
  }

  /** `//` binds to the right and is looser than the assignments. */
  function alternative(): Filter {
    const left = update();
    return accept('//') ? { type: 'alternative', left, right: alternative() } : left;
  }

  function update(): Filter {
    const left = or();
    const operator = ['=', '|=', '+=', '-=', '*=', '/=', '%=', '//='].find(is);
    if (operator === undefined) return left;
    next();
    return { type: 'update', operator, left, right: or() };
  }

  function or(): Filter {
    let left = and();
    while (accept('or')) left = { type: 'or', left, right: and() };
    return left;
  }

  function and(): Filter {
    let left = comparison();
    while (accept('and')) left = { type: 'and', left, right: comparison() };
    return left;
  }

  function comparison(): Filter {
    const left = additive();
    const operator = ['==', '!=', '<', '<=', '>', '>='].find(is);
    if (operator === undefined) return left;
    next();
    return { type: 'binary', operator, left, right: additive() };
  }

  const leftAssociative = (operators: readonly string[], operand: () => Filter): Filter => {
    let left = operand();
    for (let operator = operators.find(is); operator !== undefined; operator = operators.find(is)) {
      next();
      left = { type: 'binary', operator, left, right: operand() };
    }
    return left;
  };
  const additive = (): Filter => leftAssociative(['+', '-'], multiplicative);
  const multiplicative = (): Filter => leftAssociative(['*', '/', '%'], unary);

  function unary(): Filter {
    if (accept('-')) return { type: 'negate', operand: unary() };
    if (accept('reduce')) return readReduce();
    if (accept('foreach')) return readForeach();
    if (accept('try')) {
      const body = postfixWithoutTry();
      return { type: 'try', body, handler: accept('catch') ? postfixWithoutTry() : undefined };
    }
    return postfix();
  }
  const postfixWithoutTry = (): Filter => (is('reduce') || is('foreach') || is('try') || is('-') ? unary() : postfix());

  function readReduce(): Filter {
    const source = postfix();
    expect('as');
    const pattern = readPattern();
    expect('(');
    const start = pipe();
    expect(';');
    const step = pipe();
    expect(')');
    return { type: 'reduce', source, pattern, start, update: step };
  }

  function readForeach(): Filter {
    const source = postfix();
    expect('as');
    const pattern = readPattern();
    expect('(');
    const start = pipe();
    expect(';');
    const step = pipe();
    const extract = accept(';') ? pipe() : undefined;
    expect(')');
    return { type: 'foreach', source, pattern, start, update: step, extract };
  }

  function postfix(): Filter {
    let filter = term();
    for (;;) {
      if (token.kind === 'field') filter = { type: 'index', of: filter, key: { type: 'literal', value: next().text.slice(1) } };
      else if (is('.') && /^\s*["[]/.test(source.slice(at))) {
        next();
        if (token.kind === 'string') filter = { type: 'index', of: filter, key: stringFilter(undefined) };
      } else if (is('[')) filter = bracket(filter);
      else if (accept('?')) filter = { type: 'try', body: filter, handler: undefined };
      else return filter;
    }
  }

  function bracket(of: Filter): Filter {
    expect('[');
    if (accept(']')) return { type: 'iterate', of };
    if (accept(':')) {
      const to = pipe();
      expect(']');
      return { type: 'slice', of, from: undefined, to };
    }
    const key = pipe();
    if (!accept(':')) {
      expect(']');
      return { type: 'index', of, key };
    }
    const to = is(']') ? undefined : pipe();
    expect(']');
    return { type: 'slice', of, from: key, to };
  }

  function stringFilter(format: string | undefined): Filter {
    const current = next();
    if (current.kind !== 'string') throw fail();
    const [only] = current.parts;
    if (current.parts.length === 1 && typeof only === 'string') return { type: 'literal', value: only };
    return { type: 'string', parts: current.parts, format };
  }

  function term(): Filter {
    switch (token.kind) {
      case 'number':
        return { type: 'literal', value: Number(next().text) };
      case 'string':
        return stringFilter(undefined);
      case 'field':
        return { type: 'index', of: identity, key: { type: 'literal', value: next().text.slice(1) } };
      case 'variable': {
        const name = next().text.slice(1);
        return { type: 'variable', name };
      }
      case 'format': {
        const name = next().text.slice(1);
        return isKind('string') ? stringFilter(name) : { type: 'format', name };
      }
      case 'name':
        return call();
      default:
    }
    if (accept('..')) return { type: 'recurse' };
    if (accept('.')) {
      if (isKind('string')) return { type: 'index', of: identity, key: stringFilter(undefined) };
      return identity;
    }
    if (accept('(')) {
      const inner = pipe();
      expect(')');
      return inner;
    }
    if (accept('[')) {
      if (accept(']')) return { type: 'array', items: undefined };
      const items = pipe();
      expect(']');
      return { type: 'array', items };
    }
    if (accept('{')) return object();
    if (accept('if')) return conditional();
    if (is('def')) {
      const definition = readDefinition();
      return { type: 'define', definition, body: pipe() };
    }
    if (is('reduce') || is('foreach') || is('try')) return unary();
    throw fail();
  }

  function call(): Filter {
    const { text: name } = next();
    if (name === 'null' || name === 'true' || name === 'false') return { type: 'literal', value: name === 'null' ? null : name === 'true' };
    if (name === 'break') return { type: 'break', name: takeVariable() };
    const args: Filter[] = [];
    if (accept('(')) {
      do args.push(pipe());
      while (accept(';'));
      expect(')');
    }
    return { type: 'call', name, args };
  }

  function conditional(): Filter {
    const test = pipe();
    expect('then');
    const yes = pipe();
    if (accept('elif')) return { type: 'if', test, yes, no: conditional() };
    const no = accept('else') ? pipe() : undefined;
    expect('end');
    return { type: 'if', test, yes, no };
  }

  function object(): Filter {
    const entries: { key: Filter; value: Filter }[] = [];
    while (!is('}')) {
      entries.push(objectEntry());
      if (!accept(',')) break;
    }
    expect('}');
    return { type: 'object', entries };
  }

  function objectEntry(): { key: Filter; value: Filter } {
    let key: Filter;
    let short: Filter | undefined;
    if (token.kind === 'variable') {
      const name = next().text.slice(1);
      return { key: { type: 'literal', value: name }, value: { type: 'variable', name } };
    }
    if (token.kind === 'string' || token.kind === 'format') key = term();
    else if (token.kind === 'name' || token.kind === 'keyword' || token.kind === 'number') key = { type: 'literal', value: next().text };
    else if (accept('(')) {
      key = pipe();
      expect(')');
    } else throw fail();
    if (!is(':')) short = { type: 'index', of: identity, key };
    else next();
    return { key, value: short ?? objectValue() };
  }

  /** A value of an object: no comma, which separates entries. */
  function objectValue(): Filter {
    let value = alternative();
    while (accept('|')) value = { type: 'pipe', left: value, right: alternative() };
    return value;
  }

  const isKind = (kind: Token['kind']): boolean => token.kind === kind;
  const takeVariable = (): string => {
    if (!isKind('variable')) throw fail();
    return next().text.slice(1);
  };

  function readPattern(): Pattern {
    if (isKind('variable')) return { type: 'variable', name: takeVariable() };
    if (accept('[')) {
      const items: Pattern[] = [];
      do items.push(readPattern());
      while (accept(','));
      expect(']');
      return { type: 'array', items };
    }
    expect('{');
    const entries: { key: Filter; variable: string | undefined; pattern: Pattern | undefined }[] = [];
    do {
      const variable = isKind('variable') ? takeVariable() : undefined;
      const key: Filter =
        variable !== undefined ? { type: 'literal', value: variable } : isKind('name') || isKind('keyword') ? { type: 'literal', value: next().text } : term();
      entries.push({ key, variable, pattern: accept(':') ? readPattern() : undefined });
    } while (accept(','));
    expect('}');
    return { type: 'object', entries };
  }

  function readDefinition(): Definition {
    expect('def');
    if (!isKind('name') && !isKind('keyword')) throw fail();
    const { text: name } = next();
    const parameters: string[] = [];
    if (accept('(')) {
      do parameters.push(isKind('variable') ? `$${takeVariable()}` : next().text);
      while (accept(';'));
      expect(')');
    }
    expect(':');
    const body = pipe();
    expect(';');
    return { name, parameters, body };
  }

  return {
    program(): [Filter, number] {
      const filter = isKind('end') ? identity : pipe();
      if (!isKind('end')) throw fail();
      return [filter, source.length];
    },
    /** Parses up to a closing operator. @returns the filter and the offset behind the operator */
    until(closing: string): [Filter, number] {
      const filter = pipe();
      if (!is(closing)) throw fail();
      return [filter, at];
    },
    definitions(): readonly Definition[] {
      const found: Definition[] = [];
      while (is('def')) found.push(readDefinition());
      return found;
    },
  };
}
