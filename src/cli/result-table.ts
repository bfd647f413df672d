import { styleText } from 'node:util';
import type { Language } from '#course/exercise.ts';
import type { CheckResult, GradingResult } from '#course/grading/result.ts';

const marks: Readonly<Record<CheckResult['outcome'], string>> = { passed: '✓', failed: '✗', 'not-started': '·', 'lab-broken': '!', unsupported: '?' };

const paint = (color: 'green' | 'red' | 'dim' | 'bold', text: string): string => (process.stdout.isTTY ? styleText(color, text) : text);

/** Results for a person: per exercise its checks, and below a failed one what was expected and seen. @param columns the terminal's width */
export function formatResultTable(results: readonly GradingResult[], language: Language, columns: number): string {
  const blocks = results.map((result) => {
    const head = `${paint('bold', result.exercise)}  ${result.outcome === 'error' ? paint('red', `not graded: ${result.error ?? ''}`) : `${result.passedChecks} of ${result.totalChecks} checks passed`}`;
    const trace = result.traceHash ? paint('dim', `  trace ${result.traceHash}`) : '';
    return [head + trace, ...result.checks.flatMap((check) => formatCheck(check, language, columns))].join('\n');
  });
  const passed = results.filter((result) => result.outcome === 'passed').length;
  return `${blocks.join('\n\n')}\n\n${passed} of ${results.length} exercises passed\n`;
}

function formatCheck(check: CheckResult, language: Language, columns: number): string[] {
  const isPassed = check.outcome === 'passed';
  const lost = isPassed && !check.holds ? ' (passed, but no longer holds)' : '';
  const line = `  ${paint(isPassed ? 'green' : 'red', marks[check.outcome])} ${check.goal[language]}${lost}`;
  if (isPassed) return [line];
  const details = [check.expected && `expected: ${check.expected[language]}`, check.seen && `seen: ${check.seen[language]}`, check.why?.[language]];
  return [line, ...details.filter((detail): detail is string => Boolean(detail)).flatMap((detail) => wrap(detail, columns - 6).map((part) => `      ${part}`))];
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + word.length + 1 > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
