import { LimitError, type Limits } from '#sim/limits.ts';
import type { Host } from '#sim/simulation.ts';
import { UsageError } from '#sim/usage-error.ts';
import type { ExerciseSource } from '../exercise-source.ts';
import { createLab, type Lab, replayLab } from '../lab/lab.ts';
import { TIMED_OUT } from '../lab/run-script.ts';
import { parseTranscript } from '../lab/transcript.ts';
import { type GradingResult, summarise, ungraded } from './result.ts';

/** What was handed in for one exercise. */
export type Submission =
  | { readonly kind: 'script'; readonly text: string }
  | { readonly kind: 'manifests'; readonly files: Readonly<Record<string, string>> }
  | { readonly kind: 'lab'; readonly text: string };

export interface GradeOptions {
  readonly host: Host;
  readonly limits: Limits;
  /** The seed of scripts and manifests; an exported lab has its own. */
  readonly seed: string;
}

/**
 * Grades one submission: replays it in a lab of its own and runs the checks on the settled state.
 * What cannot be graded (a damaged file, an endless script) is a result with outcome `error`, never an exception.
 */
export async function gradeSubmission(source: ExerciseSource, submission: Submission, options: GradeOptions): Promise<GradingResult> {
  const identity = { exercise: source.id, uuid: source.exercise.uuid, seed: options.seed };
  try {
    const lab = await runSubmission(source, submission, options);
    if (submission.kind !== 'lab') await lab.settleCluster();
    const checks = submission.kind === 'lab' && lab.results.length > 0 && lab.isJudgedAtEnd ? lab.results : await lab.judgeNow();
    return summarise(
      { ...identity, seed: lab.simulation.seed.split('/').at(-1) ?? '', traceHash: lab.simulation.trace.hash, virtualMs: lab.elapsedMs },
      checks,
    );
  } catch (error) {
    if (error instanceof UsageError || error instanceof LimitError) return ungraded(identity, error.message);
    throw error;
  }
}

async function runSubmission(source: ExerciseSource, submission: Submission, options: GradeOptions): Promise<Lab> {
  const settings = { source, host: options.host, limits: options.limits, columns: 80, rows: 24, onOutput: () => {} };
  if (submission.kind === 'lab') {
    const transcript = parseTranscript(submission.text);
    if (transcript.exercise !== source.id) throw new UsageError(`this lab is of the exercise ${transcript.exercise}, not of ${source.id}`);
    return replayLab(transcript, settings);
  }
  const lab = await createLab({ ...settings, seed: options.seed });
  const script = submission.kind === 'script' ? submission.text : manifestScript(submission.files);
  const { code, output } = await lab.runScript(script);
  if (code === TIMED_OUT) throw new UsageError(`the script did not come to an end\n${output}`);
  return lab;
}

function manifestScript(files: Readonly<Record<string, string>>): string {
  const names = Object.keys(files).sort();
  const documents = names.map((name) => (files[name] ?? '').trimEnd()).join('\n---\n');
  return `kubectl apply -f - <<'END_OF_MANIFESTS'\n${documents}\nEND_OF_MANIFESTS\n`;
}
