import type { Limits } from '#sim/limits.ts';
import type { Host } from '#sim/simulation.ts';
import { type Language, languages } from '../exercise.ts';
import { findExerciseProblems } from '../exercise-problems.ts';
import type { ExerciseAnswers, ExerciseSource } from '../exercise-source.ts';
import { createLab, type Lab } from '../lab/lab.ts';
import { fillIn } from '../parameters.ts';
import type { CheckResult } from './result.ts';

/** One thing the contract of exercises demands, and whether it holds. */
export interface VerifyCase {
  readonly exercise: string;
  readonly name: string;
  readonly passed: boolean;
  /** What was seen instead. */
  readonly detail: string;
}

export interface VerifyOptions {
  readonly host: Host;
  readonly limits: Limits;
  readonly seeds: readonly string[];
}

/** Objects that have nothing to do with any exercise; none may be disturbed by them. */
const UNRELATED = `kubectl create namespace elsewhere
kubectl create deployment bystander --image=nginx:1.27 --replicas=2 -n elsewhere
kubectl create configmap note --from-literal=a=b -n elsewhere
kubectl run loner --image=busybox:1.36 -n elsewhere -- sleep 100000
`;

/** Proves the contract of one exercise, for every seed and language. One case per demand. */
export async function* verifyExercise(source: ExerciseSource, answers: ExerciseAnswers, options: VerifyOptions): AsyncGenerator<VerifyCase> {
  const verdict = (name: string, problems: readonly string[]): VerifyCase => ({
    exercise: source.id,
    name,
    passed: problems.length === 0,
    detail: problems.join('; '),
  });
  const problems = findExerciseProblems(source, answers);
  yield verdict(
    'is complete',
    problems.map((problem) => `${problem.file}: ${problem.message}`),
  );
  if (problems.length > 0) return;

  for (const seed of options.seeds) {
    const at = options.seeds.length > 1 ? ` (seed ${seed})` : '';
    yield verdict(`fails untouched${at}`, passedOf(await judgeAfter(source, seed, options, [])));

    const solved = await runLab(source, seed, options, [answers.solution]);
    const first = await judgeSettled(solved);
    yield verdict(`passes with its solution${at}`, failuresOf(first));
    const second = await judgeSettled(solved);
    yield verdict(`passes when checked again${at}`, [
      ...failuresOf(second),
      ...second.filter((check) => !check.holds).map((check) => `${check.id} no longer holds`),
    ]);

    const again = await runLab(source, seed, options, [answers.solution]);
    await judgeSettled(again);
    await judgeSettled(again);
    const [hash, otherHash] = [solved.simulation.trace.hash, again.simulation.trace.hash];
    yield verdict(`gives the same trace twice${at}`, hash === otherHash ? [] : [`${hash} and ${otherHash}`]);

    yield verdict(`is not disturbed by unrelated objects${at}`, failuresOf(await judgeAfter(source, seed, options, [UNRELATED, answers.solution])));

    for (const wrong of source.exercise.wrong) {
      const results = await judgeAfter(source, seed, options, [answers.wrong[wrong.script] ?? '']);
      const named = results.find((check) => check.id === wrong.failsAt);
      yield verdict(
        `refuses ${wrong.script} at ${wrong.failsAt}${at}`,
        named?.outcome === 'failed' ? [] : [`${wrong.failsAt} is ${named?.outcome ?? 'not there'}`],
      );
      yield verdict(`says what it saw of ${wrong.script}${at}`, silentIn(results));
    }
  }
}

const passedOf = (results: readonly CheckResult[]): string[] =>
  results.filter((check) => check.outcome === 'passed').map((check) => `${check.id} passes although nothing was done`);

const failuresOf = (results: readonly CheckResult[]): string[] =>
  results.filter((check) => check.outcome !== 'passed').map((check) => `${check.id}: ${check.outcome}: ${check.seen?.en ?? check.why?.en ?? ''}`);

/** Checks that fail without a text in every language. */
function silentIn(results: readonly CheckResult[]): string[] {
  const isSilent = (check: CheckResult, language: Language): boolean => !check.expected?.[language]?.trim() || !check.seen?.[language]?.trim();
  const failed = results.filter((check) => check.outcome === 'failed');
  return failed.flatMap((check) => languages.filter((language) => isSilent(check, language)).map((language) => `${check.id} says nothing in ${language}`));
}

async function runLab(source: ExerciseSource, seed: string, options: VerifyOptions, scripts: readonly string[]): Promise<Lab> {
  const lab = await createLab({ source, seed, host: options.host, limits: options.limits, columns: 80, rows: 24, onOutput: () => {} });
  for (const script of scripts) await lab.runScript(fillIn(script, lab.parameters));
  return lab;
}

async function judgeSettled(lab: Lab): Promise<readonly CheckResult[]> {
  await lab.settleCluster();
  return lab.judgeNow();
}

async function judgeAfter(source: ExerciseSource, seed: string, options: VerifyOptions, scripts: readonly string[]): Promise<readonly CheckResult[]> {
  return judgeSettled(await runLab(source, seed, options, scripts));
}
