import { ShellError } from '../control-flow.ts';
import { hasShopt, type Shell } from '../shell.ts';
import type { TestExpression } from '../syntax.ts';
import { expandArithmetic, expandToPattern, expandToRegExp, expandToText } from '../words/expand-word.ts';
import { matchesPattern } from '../words/pattern.ts';
import { toJavaScriptRegExp } from '../words/posix-regexp.ts';
import { compareNumbers, isNumberOperator, testBinary, testUnary } from './test-operators.ts';

/** `[[ … ]]`. @returns 0 when it holds, 1 when not. @throws ShellError status 2 for a bad regular expression */
export async function evaluateTest(shell: Shell, expression: TestExpression): Promise<number> {
  return (await holds(shell, expression)) ? 0 : 1;
}

async function holds(shell: Shell, expression: TestExpression): Promise<boolean> {
  switch (expression.type) {
    case 'TestGroup':
      return holds(shell, expression.expression);
    case 'TestNot':
      return (await holds(shell, expression.operand)) === (expression.negations.length % 2 === 0);
    case 'TestLogical': {
      const stopsAt = expression.operator === '||';
      for (const operand of expression.operands) if ((await holds(shell, operand)) === stopsAt) return stopsAt;
      return !stopsAt;
    }
    case 'TestUnary':
      return testUnary(shell, expression.operator, await expandToText(shell, expression.operand));
    case 'TestBinary':
      return compare(shell, expression);
  }
}

async function compare(shell: Shell, { operator, left, right }: Extract<TestExpression, { type: 'TestBinary' }>): Promise<boolean> {
  const leftText = await expandToText(shell, left);
  if (operator === '=' || operator === '==' || operator === '!=') {
    return matchesPattern(await expandToPattern(shell, right), leftText, hasShopt(shell, 'nocasematch')) === (operator !== '!=');
  }
  if (operator === '=~') return matchRegExp(shell, leftText, await expandToRegExp(shell, right));
  const rightText = await expandToText(shell, right);
  if (isNumberOperator(operator)) return compareNumbers(operator, await expandArithmetic(shell, leftText), await expandArithmetic(shell, rightText));
  return testBinary(shell, operator, leftText, rightText);
}

function matchRegExp(shell: Shell, text: string, source: string): boolean {
  const expression = toJavaScriptRegExp(source, 'extended', hasShopt(shell, 'nocasematch') ? 'ui' : 'u');
  if (!expression) throw new ShellError(`syntax error in regular expression: ${source}`, 2);
  const match = expression.exec(text);
  shell.variables.setArray('BASH_REMATCH', match ? match.map((group) => group ?? '') : []);
  return match !== null;
}
