/** Where Go's encoding/json stops, and what it says there. */
class SyntaxProblem extends Error {}

const END = 'unexpected end of JSON input';

/** What Go's encoding/json says of a text that is no JSON; undefined when it is. */
export function goJsonSyntaxError(text: string): string | undefined {
  const scanner = createScanner(text);
  try {
    scanner.value('looking for beginning of value');
    scanner.skipBlanks();
    if (!scanner.isAtEnd()) scanner.fail('after top-level value');
    return undefined;
  } catch (problem) {
    if (problem instanceof SyntaxProblem) return problem.message;
    throw problem;
  }
}

interface Scanner {
  isAtEnd(): boolean;
  skipBlanks(): void;
  value(context: string): void;
  fail(context: string): never;
}

function createScanner(text: string): Scanner {
  let at = 0;
  const peek = (): string => text[at] ?? '';

  const fail = (context: string): never => {
    if (at >= text.length) throw new SyntaxProblem(END);
    throw new SyntaxProblem(`invalid character ${quoteRune(String.fromCodePoint(text.codePointAt(at) ?? 0))} ${context}`);
  };
  const skipBlanks = (): void => {
    while (at < text.length && ' \t\r\n'.includes(peek())) at++;
  };

  const string = (): void => {
    at++;
    while (peek() !== '"') {
      if (at >= text.length || peek() < ' ') fail('in string literal');
      if (peek() === '\\') escapeCode();
      else at++;
    }
    at++;
  };
  const escapeCode = (): void => {
    at++;
    const kind = peek();
    if (kind === '' || !'bfnrt\\/"u'.includes(kind)) fail('in string escape code');
    at++;
    for (let digit = 0; kind === 'u' && digit < 4; digit++, at++) if (!/^[0-9a-fA-F]$/.test(peek())) fail('in \\u hexadecimal character escape');
  };
  const digits = (context: string): void => {
    if (!/^\d$/.test(peek())) fail(context);
    while (/^\d$/.test(peek())) at++;
  };
  const number = (): void => {
    if (peek() === '-') at++;
    if (peek() === '0') at++;
    else digits('in numeric literal');
    if (peek() === '.') {
      at++;
      digits('after decimal point in numeric literal');
    }
    if (peek() !== 'e' && peek() !== 'E') return;
    at++;
    if (peek() === '+' || peek() === '-') at++;
    digits('in exponent of numeric literal');
  };
  const literal = (word: string): void => {
    for (const letter of word) {
      if (peek() !== letter) fail(`in literal ${word} (expecting ${quoteRune(letter)})`);
      at++;
    }
  };
  const object = (): void => {
    at++;
    skipBlanks();
    if (peek() === '}') {
      at++;
      return;
    }
    for (;;) {
      skipBlanks();
      if (peek() !== '"') fail('looking for beginning of object key string');
      string();
      skipBlanks();
      if (peek() !== ':') fail('after object key');
      at++;
      value('looking for beginning of value');
      skipBlanks();
      if (peek() !== ',' && peek() !== '}') fail('after object key:value pair');
      if (text[at++] === '}') return;
    }
  };
  const array = (): void => {
    at++;
    skipBlanks();
    if (peek() === ']') {
      at++;
      return;
    }
    for (;;) {
      value('looking for beginning of value');
      skipBlanks();
      if (peek() !== ',' && peek() !== ']') fail('after array element');
      if (text[at++] === ']') return;
    }
  };
  const value = (context: string): void => {
    skipBlanks();
    const first = peek();
    if (first === '{') object();
    else if (first === '[') array();
    else if (first === '"') string();
    else if (first === 't') literal('true');
    else if (first === 'f') literal('false');
    else if (first === 'n') literal('null');
    else if (/^[-\d]$/.test(first)) number();
    else fail(context);
  };

  return { isAtEnd: () => at >= text.length, skipBlanks, value, fail };
}

function quoteRune(rune: string): string {
  if (rune === "'") return "'\\''";
  if (rune === '"') return `'"'`;
  if (rune === '\\') return "'\\\\'";
  const escapes: Readonly<Record<string, string>> = { '\n': "'\\n'", '\t': "'\\t'", '\r': "'\\r'" };
  if (rune < ' ') return escapes[rune] ?? `'\\x${rune.charCodeAt(0).toString(16).padStart(2, '0')}'`;
  return `'${rune}'`;
}
