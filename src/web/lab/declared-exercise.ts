import type { Exercise } from '#course/exercise.ts';

/** What a lesson page carries of an exercise before its lab is loaded. */
export interface DeclaredExercise {
  readonly id: string;
  readonly uuid: string;
  readonly parameters: NonNullable<Exercise['parameters']>;
}
