import { migrate } from './progress-file.ts';

/** What a learner has reached in one exercise. */
export interface ExerciseProgress {
  /** What the exercise's names and numbers are drawn from. */
  readonly seed: string;
  /** Ids of the checks that have passed. */
  readonly passed: readonly string[];
  /** How many hints were looked at. */
  readonly hints: number;
  /** Whether every check has passed. */
  readonly finished: boolean;
}

/** Everything reached on one device. */
export interface Progress {
  readonly version: 1;
  /** The lesson that was open last, as `pods/rollouts/`. */
  readonly lesson?: string;
  /** By the exercise's permanent uuid. */
  readonly exercises: Readonly<Record<string, ExerciseProgress>>;
}

const KEY = 'drydock.progress';
const nothing: Progress = { version: 1, exercises: {} };

/** What is known when the browser stores nothing; it lasts as long as the page. */
let inMemory: Progress | undefined;

/** Everything reached on this device. */
export function readProgress(): Progress {
  if (inMemory) return inMemory;
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    return migrate(value) ?? nothing;
  } catch {
    // Storage is blocked, or somebody else wrote there: start from nothing; the next write says whether storing works.
    return nothing;
  }
}

/** @returns whether the browser stored it; if not, it is kept for as long as the page lives */
function write(progress: Progress): boolean {
  try {
    localStorage.setItem(KEY, JSON.stringify(progress));
    inMemory = undefined;
    return true;
  } catch {
    inMemory = progress;
    return false;
  }
}

/** A seed nobody has to remember: 40 random bits. */
function newSeed(): string {
  return [...crypto.getRandomValues(new Uint8Array(5))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What was reached in an exercise. The first look at an exercise draws its seed. */
export function progressOf(uuid: string): ExerciseProgress {
  const known = readProgress().exercises[uuid];
  if (known) return known;
  const fresh: ExerciseProgress = { seed: newSeed(), passed: [], hints: 0, finished: false };
  changeProgress(uuid, fresh);
  return fresh;
}

/** Changes what was reached in an exercise. @returns whether the browser stored it */
export function changeProgress(uuid: string, change: Partial<ExerciseProgress>): boolean {
  const progress = readProgress();
  const before = progress.exercises[uuid] ?? { seed: newSeed(), passed: [], hints: 0, finished: false };
  return write({ ...progress, exercises: { ...progress.exercises, [uuid]: { ...before, ...change } } });
}

/** Remembers the lesson one is in, for "continue where you left". */
export function rememberLesson(path: string): void {
  const progress = readProgress();
  if (progress.lesson !== path) write({ ...progress, lesson: path });
}

/** Puts other progress in the place of what is here (a merge of both). @returns whether the browser stored it */
export function replaceProgress(progress: Progress): boolean {
  return write(progress);
}
