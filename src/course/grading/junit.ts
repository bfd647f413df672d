import type { Language } from '../exercise.ts';
import type { CheckResult, GradingResult } from './result.ts';

/** Results as JUnit XML: a suite per exercise, a case per check. CI systems show it as tests. */
export function formatJunit(results: readonly GradingResult[], language: Language): string {
  const suites = results.map((result) => formatSuite(result, language));
  const total = results.reduce((sum, result) => sum + Math.max(1, result.totalChecks), 0);
  const failures = results.reduce((sum, result) => sum + result.totalChecks - result.passedChecks, 0);
  const errors = results.filter((result) => result.outcome === 'error').length;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="drydock" tests="${total}" failures="${failures}" errors="${errors}">\n${suites.join('')}</testsuites>\n`;
}

function formatSuite(result: GradingResult, language: Language): string {
  const name = escapeXml(result.exercise);
  const seconds = (result.virtualMs / 1000).toFixed(3);
  const cases =
    result.outcome === 'error'
      ? `    <testcase classname="${name}" name="grading"><error message="${escapeXml(result.error ?? '')}"/></testcase>\n`
      : result.checks.map((check) => formatCase(name, check, language)).join('');
  const counts =
    result.outcome === 'error'
      ? 'tests="1" failures="0" errors="1"'
      : `tests="${result.totalChecks}" failures="${result.totalChecks - result.passedChecks}" errors="0"`;
  return `  <testsuite name="${name}" ${counts} time="${seconds}">\n${cases}  </testsuite>\n`;
}

function formatCase(suite: string, check: CheckResult, language: Language): string {
  const open = `    <testcase classname="${suite}" name="${escapeXml(`${check.id}: ${check.goal[language]}`)}"`;
  if (check.outcome === 'passed') return `${open}/>\n`;
  const message = check.why?.[language] ?? `expected: ${check.expected?.[language] ?? check.goal[language]}; seen: ${check.seen?.[language] ?? check.outcome}`;
  return `${open}><failure type="${check.outcome}" message="${escapeXml(message)}"/></testcase>\n`;
}

// Control characters other than tab and line ends cannot stand in XML 1.0 at all.
function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/\n/g, '&#10;');
}
