import type { Requirement, SelectorOperator } from './selector.ts';

type Token = { readonly kind: 'identifier' | 'operator' | 'end'; readonly text: string };

const operatorOfToken: Readonly<Record<string, SelectorOperator>> = {
  in: 'in',
  notin: 'notin',
  '=': '=',
  '==': '==',
  '!=': '!=',
  '>': 'gt',
  '<': 'lt',
};

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  for (const [found] of text.matchAll(/==|!=|[=!(),<>]|[^\s=!(),<>]+/g))
    tokens.push({ kind: /^[=!(),<>]/.test(found) ? 'operator' : 'identifier', text: found });
  return [...tokens, { kind: 'end', text: '' }];
}

/**
 * The requirements of a selector's text in the order written, not validated. `in` and `notin` are words: where a key or
 * value is due they are one.
 * @param fail makes the error to throw from upstream's message
 */
export function parseRequirements(text: string, fail: (message: string) => Error): Requirement[] {
  const tokens = tokenize(text);
  const end: Token = { kind: 'end', text: '' };
  let position = 0;
  const peek = () => tokens[position] ?? end;
  const next = () => tokens[position++] ?? end;
  const requirementError = (message: string) => fail(`unable to parse requirement: ${message}`);

  const parseValues = (): string[] => {
    const open = next();
    if (open.text !== '(' || open.kind !== 'operator') throw requirementError(`found '${open.text}' expected: '('`);
    const values: string[] = [];
    let value = '';
    for (;;) {
      const token = next();
      if (token.kind === 'identifier') {
        value = token.text;
        const following = peek();
        if (following.text !== ',' && following.text !== ')') throw requirementError(`found '${following.text}', expected: ',' or ')'`);
      } else if (token.text === ',' || token.text === ')') {
        values.push(value);
        value = '';
        if (token.text === ')') return [...new Set(values)].sort();
      } else if (values.length === 0) throw requirementError(`found '${token.text}', expected: ',', ')' or identifier`);
      else throw requirementError(`found '${token.text}', expected: ',', or identifier`);
    }
  };

  const parseExactValue = (): string => {
    if (peek().kind === 'end' || peek().text === ',') return '';
    const token = next();
    if (token.kind !== 'identifier') throw requirementError(`found '${token.text}', expected: identifier`);
    return token.text;
  };

  const parseRequirement = (): Requirement => {
    const isNegated = peek().text === '!' && peek().kind === 'operator';
    if (isNegated) position += 1;
    const key = next();
    if (key.kind !== 'identifier') throw requirementError(`found '${key.text}', expected: identifier`);
    if (isNegated) return { key: key.text, operator: '!', values: [] };
    if (peek().kind === 'end' || peek().text === ',') return { key: key.text, operator: 'exists', values: [] };
    const token = next();
    const operator = operatorOfToken[token.text];
    if (operator === undefined) throw requirementError(`found '${token.text}', expected: in, notin, =, ==, !=, gt, lt`);
    return { key: key.text, operator, values: operator === 'in' || operator === 'notin' ? parseValues() : [parseExactValue()] };
  };

  const requirements: Requirement[] = [];
  const startsRequirement = (token: Token) => token.kind === 'identifier' || token.text === '!';
  if (peek().kind === 'end') return requirements;
  if (!startsRequirement(peek())) throw fail(`found '${peek().text}', expected: !, identifier, or 'end of string'`);
  for (;;) {
    requirements.push(parseRequirement());
    const separator = next();
    if (separator.kind === 'end') return requirements;
    if (separator.text !== ',') throw fail(`found '${separator.text}', expected: ',' or 'end of string'`);
    if (!startsRequirement(peek())) throw fail(`found '${peek().text}', expected: identifier after ','`);
  }
}
