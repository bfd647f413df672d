import type { ExerciseProgress, Progress } from './progress.ts';

/** A file that carries what was reached to another device. */
interface ProgressFile {
  readonly format: 'drydock-progress';
  readonly progress: Progress;
}

/** The text of a progress file. */
export function formatProgress(progress: Progress): string {
  const file: ProgressFile = { format: 'drydock-progress', progress };
  return `${JSON.stringify(file, null, 1)}\n`;
}

/**
 * Reads a progress file.
 * @throws Error saying what is wrong with it
 */
export function parseProgress(text: string): Progress {
  const file: unknown = JSON.parse(text);
  if (!isRecord(file) || file['format'] !== 'drydock-progress') throw new Error('"format" is not "drydock-progress"');
  const progress = migrate(file['progress']);
  if (!progress) throw new Error('it was written by a newer version of the course, or it is damaged');
  return progress;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Brings stored progress to the present version; what a damaged entry lacks is filled in.
 * Version 1 is the first; a later one adds its step here, so that old exports stay readable.
 * @returns undefined for what is no progress or from the future
 */
export function migrate(stored: unknown): Progress | undefined {
  if (!isRecord(stored) || stored['version'] !== 1 || !isRecord(stored['exercises'])) return undefined;
  const entries = Object.entries(stored['exercises']).flatMap(([uuid, value]) => {
    if (!isRecord(value) || typeof value['seed'] !== 'string') return [];
    const passed = Array.isArray(value['passed']) ? value['passed'].filter((id) => typeof id === 'string') : [];
    const hints = typeof value['hints'] === 'number' ? value['hints'] : 0;
    return [[uuid, { seed: value['seed'], passed, hints, finished: value['finished'] === true }] as const];
  });
  const lesson = stored['lesson'];
  return { version: 1, ...(typeof lesson === 'string' && { lesson }), exercises: Object.fromEntries(entries) };
}

/**
 * Puts two devices' progress together: what was reached on either is reached. Merging again changes nothing.
 * An exercise begun on both keeps this device's names (its lab is here), unless only the other one has reached something.
 */
export function mergeProgress(here: Progress, other: Progress): Progress {
  const exercises: Record<string, ExerciseProgress> = { ...other.exercises, ...here.exercises };
  for (const [uuid, theirs] of Object.entries(other.exercises)) {
    const ours = here.exercises[uuid];
    if (ours) exercises[uuid] = mergeExercise(ours, theirs);
  }
  const lesson = here.lesson ?? other.lesson;
  return { version: 1, ...(lesson !== undefined && { lesson }), exercises };
}

function mergeExercise(ours: ExerciseProgress, theirs: ExerciseProgress): ExerciseProgress {
  const isUntouched = ours.passed.length === 0 && ours.hints === 0 && !ours.finished;
  return {
    seed: isUntouched ? theirs.seed : ours.seed,
    passed: [...new Set([...ours.passed, ...theirs.passed])],
    hints: Math.max(ours.hints, theirs.hints),
    finished: ours.finished || theirs.finished,
  };
}
