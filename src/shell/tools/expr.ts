import type { Program } from '#os/process.ts';
import { UsageError } from '#sim/usage-error.ts';
import { toJavaScriptRegExp } from '../words/posix-regexp.ts';

/** Binary operators, loosest first. */
const levels: readonly (readonly string[])[] = [['|'], ['&'], ['<', '<=', '=', '==', '!=', '>=', '>'], ['+', '-'], ['*', '/', '%'], [':']];

const isNull = (text: string): boolean => text === '' || /^-?0+$/.test(text);
const integer = (text: string): bigint => {
  if (!/^-?\d+$/.test(text)) throw new UsageError('non-integer argument', 2);
  return BigInt(text);
};

/** expr(1): sums, comparisons and matches over its arguments. */
export const expr: Program = async (process) => {
  const words = process.argv.slice(1);
  try {
    if (words.length === 0) throw new UsageError(`missing operand\nTry 'expr --help' for more information.`, 2);
    const value = evaluateWords(words);
    await process.print(`${value}\n`);
    return isNull(value) ? 1 : 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    await process.printError(`expr: ${error.message}\n`);
    return error.exitCode;
  }
};

function evaluateWords(words: readonly string[]): string {
  let at = 0;
  const next = (): string => {
    const word = words[at++];
    if (word === undefined) throw new UsageError(`syntax error: missing argument after '${words.at(-1)}'`, 2);
    return word;
  };
  const primary = (): string => {
    const word = next();
    switch (word) {
      case '(': {
        const value = binary(0);
        if (next() !== ')') throw new UsageError("syntax error: expecting ')'", 2);
        return value;
      }
      case 'length':
        return String([...primary()].length);
      case 'match':
        return match(primary(), primary());
      case 'substr': {
        const [text, from, length] = [primary(), Number(primary()), Number(primary())];
        return [...text].slice(from - 1, from - 1 + length).join('');
      }
      case 'index': {
        const [text, chars] = [primary(), primary()];
        return String([...text].findIndex((char) => chars.includes(char)) + 1);
      }
      default:
        return word;
    }
  };
  const binary = (level: number): string => {
    const operators = levels[level];
    if (!operators) return primary();
    let left = binary(level + 1);
    while (operators.includes(words[at] ?? '')) left = combine(words[at++] ?? '', left, binary(level + 1));
    return left;
  };
  const value = binary(0);
  if (at < words.length) throw new UsageError(`syntax error: unexpected argument '${words[at]}'`, 2);
  return value;
}

function combine(operator: string, left: string, right: string): string {
  if (operator === '|') return isNull(left) ? (isNull(right) ? '0' : right) : left;
  if (operator === '&') return isNull(left) || isNull(right) ? '0' : left;
  if (operator === ':') return match(left, right);
  if ('+-*/%'.includes(operator)) return calculate(operator, integer(left), integer(right));
  const areNumbers = /^-?\d+$/.test(left) && /^-?\d+$/.test(right);
  const order = areNumbers ? Number(BigInt(left) - BigInt(right)) : left < right ? -1 : left > right ? 1 : 0;
  const holds = { '<': order < 0, '<=': order <= 0, '=': order === 0, '==': order === 0, '!=': order !== 0, '>=': order >= 0, '>': order > 0 }[operator];
  return holds ? '1' : '0';
}

function calculate(operator: string, left: bigint, right: bigint): string {
  if ((operator === '/' || operator === '%') && right === 0n) throw new UsageError('division by zero', 2);
  const value =
    operator === '+' ? left + right : operator === '-' ? left - right : operator === '*' ? left * right : operator === '/' ? left / right : left % right;
  return String(value);
}

/** The part in `\(…\)` that matches from the start, or the length of the match. */
function match(text: string, pattern: string): string {
  const expression = toJavaScriptRegExp(`^${pattern.replace(/^\^/, '')}`, 'basic', 'u');
  if (!expression) throw new UsageError('Invalid regular expression', 2);
  const found = expression.exec(text);
  const hasGroup = /\\\(/.test(pattern);
  return hasGroup ? (found?.[1] ?? '') : String([...(found?.[0] ?? '')].length);
}
