import { FatalExpansionError, ShellError } from '../control-flow.ts';
import { type Expression, parseArithmetic, type Target } from './expression.ts';

/** The variables an expression reads and writes. */
export interface ArithmeticScope {
  /** undefined when it is not set. `subscript` is the text between brackets. */
  get(name: string, subscript: string | undefined): string | undefined;
  set(name: string, subscript: string | undefined, value: string): void;
  /** `set -u`: an unset variable is an error. */
  readonly isStrict: boolean;
}

const MAX_DEPTH = 1024;

/** Evaluates a text in 64-bit arithmetic, as `(( ))` does. @throws ShellError with bash's text */
export function evaluateArithmetic(text: string, scope: ArithmeticScope, depth = 0): bigint {
  if (depth > MAX_DEPTH) throw new ShellError(`${text}: expression recursion level exceeded (error token is "${text}")`);
  if (/^\d{1,15}$/.test(text) && (text === '0' || !text.startsWith('0'))) return BigInt(text);
  const wrap = (value: bigint): bigint => BigInt.asIntN(64, value);

  const read = (target: Target): bigint => {
    const value = scope.get(target.name, target.subscript);
    if (value !== undefined) return value === '' ? 0n : evaluateArithmetic(value, scope, depth + 1);
    if (scope.isStrict) throw new FatalExpansionError(`${target.name}: unbound variable`, 1);
    return 0n;
  };
  const write = (target: Target, value: bigint): bigint => {
    scope.set(target.name, target.subscript, String(value));
    return value;
  };
  const combine = (operator: string, left: bigint, right: bigint, rightText: string): bigint => {
    if ((operator === '/' || operator === '%') && right === 0n) throw new ShellError(`${text.trimStart()}: division by 0 (error token is "${rightText}")`);
    if (operator === '**' && right < 0n) throw new ShellError(`${text.trimStart()}: exponent less than 0 (error token is "${rightText}")`);
    const operation = operations[operator];
    if (!operation) throw new ShellError(`${text}: syntax error in expression (error token is "${operator}")`);
    return wrap(operation(left, right));
  };

  const evaluate = (expression: Expression): bigint => {
    switch (expression.type) {
      case 'number':
        return expression.value;
      case 'variable':
        return read(expression);
      case 'unary': {
        const value = evaluate(expression.operand);
        if (expression.operator === '-') return wrap(-value);
        if (expression.operator === '!') return value === 0n ? 1n : 0n;
        return expression.operator === '~' ? ~value : value;
      }
      case 'step': {
        const before = read(expression.target);
        const after = write(expression.target, wrap(before + expression.by));
        return expression.isPrefix ? after : before;
      }
      case 'choice':
        return evaluate(expression.test) !== 0n ? evaluate(expression.yes) : evaluate(expression.no);
      case 'assign': {
        const value = evaluate(expression.value);
        return write(
          expression.target,
          expression.operator === '' ? value : combine(expression.operator, read(expression.target), value, expression.valueText),
        );
      }
      case 'binary': {
        const left = evaluate(expression.left);
        if (expression.operator === '&&') return left !== 0n && evaluate(expression.right) !== 0n ? 1n : 0n;
        if (expression.operator === '||') return left !== 0n || evaluate(expression.right) !== 0n ? 1n : 0n;
        return combine(expression.operator, left, evaluate(expression.right), expression.rightText);
      }
    }
  };
  return evaluate(parseArithmetic(text));
}

const truth = (holds: boolean): bigint => (holds ? 1n : 0n);

const operations: Readonly<Record<string, (left: bigint, right: bigint) => bigint>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
  '**': (left, right) => powerWrapped(left, right),
  '<<': (left, right) => left << (right & 63n),
  '>>': (left, right) => left >> (right & 63n),
  '&': (left, right) => left & right,
  '|': (left, right) => left | right,
  '^': (left, right) => left ^ right,
  '<': (left, right) => truth(left < right),
  '>': (left, right) => truth(left > right),
  '<=': (left, right) => truth(left <= right),
  '>=': (left, right) => truth(left >= right),
  '==': (left, right) => truth(left === right),
  '!=': (left, right) => truth(left !== right),
  ',': (_left, right) => right,
};

/** Powers modulo 2^64, so that a huge exponent costs nothing. */
function powerWrapped(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = BigInt.asIntN(64, result * square);
    square = BigInt.asIntN(64, square * square);
  }
  return result;
}
