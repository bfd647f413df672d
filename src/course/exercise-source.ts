import type { Checker } from './checker.ts';
import type { Exercise, Language } from './exercise.ts';

/** An exercise with all its files read: what Node reads from disk and the browser from the bundle. Texts still hold their `@parameters@`. */
export interface ExerciseSource {
  /** Its path: `rollouts/roll-back`. */
  readonly id: string;
  readonly exercise: Exercise;
  readonly checker: Checker;
  /** Manifests by the name used in `exercise.setup`. */
  readonly setup: Readonly<Record<string, string>>;
  /** The learner's home folder: path to content. */
  readonly files: Readonly<Record<string, string>>;
}

/** What only authors and graders see of an exercise. */
export interface ExerciseAnswers {
  readonly solution: string;
  /** Scripts by the name used in `exercise.wrong`. */
  readonly wrong: Readonly<Record<string, string>>;
  /** The task's MDX per language. */
  readonly tasks: Readonly<Partial<Record<Language, string>>>;
}
