import type { Finding } from '../checker.ts';
import type { LocalText } from '../exercise.ts';

/** One check of one exercise, judged. A check that passed once stays passed; `holds` says whether it still does. */
export interface CheckResult {
  readonly id: string;
  readonly goal: LocalText;
  readonly outcome: Finding['outcome'];
  readonly holds: boolean;
  readonly expected?: LocalText;
  readonly seen?: LocalText;
  /** For lab-broken and unsupported. */
  readonly why?: LocalText;
}

/** What grading one submission of one exercise comes to: the one result format; every other one is made from it. */
export interface GradingResult {
  readonly format: 'drydock-result';
  readonly version: 1;
  readonly exercise: string;
  readonly uuid: string;
  readonly seed: string;
  /** `passed` when every check passed. */
  readonly outcome: 'passed' | 'failed' | 'error';
  readonly checks: readonly CheckResult[];
  readonly passedChecks: number;
  readonly totalChecks: number;
  /** Over everything that happened in the lab; the same transcript gives the same hash everywhere. */
  readonly traceHash: string;
  /** How long the lab lasted, in virtual milliseconds. */
  readonly virtualMs: number;
  /** For `error`: why it could not be graded. */
  readonly error?: string;
}

/** Puts a result together from its checks. */
export function summarise(of: Pick<GradingResult, 'exercise' | 'uuid' | 'seed' | 'traceHash' | 'virtualMs'>, checks: readonly CheckResult[]): GradingResult {
  const passedChecks = checks.filter((check) => check.outcome === 'passed').length;
  return {
    format: 'drydock-result',
    version: 1,
    ...of,
    outcome: checks.length > 0 && passedChecks === checks.length ? 'passed' : 'failed',
    checks,
    passedChecks,
    totalChecks: checks.length,
  };
}

/** The result of a submission that could not be graded. */
export function ungraded(of: Pick<GradingResult, 'exercise' | 'uuid' | 'seed'>, error: string): GradingResult {
  return {
    format: 'drydock-result',
    version: 1,
    ...of,
    outcome: 'error',
    checks: [],
    passedChecks: 0,
    totalChecks: 0,
    traceHash: '',
    virtualMs: 0,
    error,
  };
}
