import { ShellError } from '../control-flow.ts';
import { compareNumbers, isBinaryOperator, isNumberOperator, isUnaryOperator, testBinary, testUnary } from '../interpreter/test-operators.ts';
import type { Builtin, Shell } from '../shell.ts';

/** `test` and `[`. @returns 0 when it holds, 1 when not. @throws ShellError status 2 */
export function evaluateTestWords(shell: Shell, words: readonly string[]): number {
  if (words.length === 0) return 1;
  const parser = createTestParser(shell, words);
  return parser.evaluate() ? 0 : 1;
}

function createTestParser(shell: Shell, words: readonly string[]) {
  let at = 0;
  const peek = (ahead = 0): string | undefined => words[at + ahead];

  const or = (): boolean => {
    let value = and();
    while (peek() === '-o') {
      at++;
      const right = and();
      value = value || right;
    }
    return value;
  };
  const and = (): boolean => {
    let value = not();
    while (peek() === '-a') {
      at++;
      const right = not();
      value = value && right;
    }
    return value;
  };
  const not = (): boolean => {
    if (peek() === '!' && words.length - at > 1) {
      at++;
      return !not();
    }
    return primary();
  };
  const primary = (): boolean => {
    const first = peek();
    if (first === undefined) throw new ShellError('argument expected', 2);
    const second = peek(1);
    // With three words the middle one decides, whatever the first looks like.
    if (second !== undefined && isBinaryOperator(second) && peek(2) !== undefined) {
      const right = peek(2) ?? '';
      at += 3;
      return compare(shell, second, first, right);
    }
    if (first === '(' && second !== undefined && words.length - at > 2) return group();
    if (isUnaryOperator(first) && second !== undefined) {
      at += 2;
      return testUnary(shell, first, second);
    }
    at++;
    return first !== '';
  };
  const group = (): boolean => {
    at++;
    const value = or();
    if (peek() !== ')') throw new ShellError("`)' expected", 2);
    at++;
    return value;
  };

  return {
    evaluate(): boolean {
      const value = or();
      if (at < words.length) throw unexpected(words, at);
      return value;
    },
  };
}

function unexpected(words: readonly string[], at: number): ShellError {
  const word = words[at] ?? '';
  if (words.length === 2 && at === 1) return new ShellError(`${words[0]}: unary operator expected`, 2);
  if (words.length === 3 && at === 1) return new ShellError(`${word}: binary operator expected`, 2);
  return new ShellError('too many arguments', 2);
}

function compare(shell: Shell, operator: string, left: string, right: string): boolean {
  if (!isNumberOperator(operator)) return testBinary(shell, operator, left, right);
  return compareNumbers(operator, integer(left), integer(right));
}

function integer(text: string): bigint {
  const match = /^\s*([+-]?)(\d+)\s*$/.exec(text);
  if (!match) throw new ShellError(`${text}: integer expression expected`, 2);
  return BigInt(match[2] ?? '0') * (match[1] === '-' ? -1n : 1n);
}

const test: Builtin = (shell, args) => evaluateTestWords(shell, args);

const bracket: Builtin = (shell, args) => {
  if (args.at(-1) !== ']') throw new ShellError("missing `]'", 2);
  return evaluateTestWords(shell, args.slice(0, -1));
};

export const testBuiltins: Readonly<Record<string, Builtin>> = { test, '[': bracket };
