import { isStatusError } from '#machinery/status-errors.ts';
import type { CheckContext, Checker, Finding } from '../checker.ts';
import type { LocalText } from '../exercise.ts';
import type { CheckResult } from './result.ts';

/** Runs one check. A StatusError it lets fly is a broken lab, told with the server's words; any other error is a bug and flies on. */
async function judgeOne(check: Checker[string], context: CheckContext): Promise<Finding> {
  try {
    return await check.check(context);
  } catch (error) {
    if (!isStatusError(error)) throw error;
    return { outcome: 'lab-broken', why: sameText(error.message) };
  }
}

const sameText = (text: string): LocalText => ({ en: text, 'zh-CN': text });

/**
 * Judges the state reached. Checks are latched: one that passed in an earlier judgement stays passed and says whether it still holds.
 * @param before results of the judgement before, if any
 */
export async function judge(
  checker: Checker,
  contextFor: (hasPassed: boolean) => CheckContext,
  before: readonly CheckResult[],
): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  for (const [id, check] of Object.entries(checker)) {
    const hasPassed = before.some((result) => result.id === id && result.outcome === 'passed');
    const finding = await judgeOne(check, contextFor(hasPassed));
    results.push(resultOf(id, check.goal, finding, hasPassed));
  }
  return results;
}

function resultOf(id: string, goal: LocalText, finding: Finding, hasPassed: boolean): CheckResult {
  const holds = finding.outcome === 'passed';
  const { outcome, ...details } = finding;
  return { id, goal, outcome: hasPassed ? 'passed' : outcome, holds, ...details };
}
