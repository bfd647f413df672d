import type { Checker } from '#course/checker.ts';
import type { Exercise } from '#course/exercise.ts';
import type { ExerciseSource } from '#course/exercise-source.ts';
import { playgroundSource } from '#course/playground.ts';

// Every exercise is a chunk of its own: a lab loads its exercise and no other.
const exercises = import.meta.glob<Exercise>('/exercises/*/*/exercise.ts', { import: 'default' });
const checkers = import.meta.glob<Checker>('/checkers/*/*.ts', { import: 'default' });
const setupFiles = import.meta.glob<string>('/exercises/*/*/setup/*', { query: '?raw', import: 'default' });
const homeFiles = import.meta.glob<string>('/exercises/*/*/files/**/*', { query: '?raw', import: 'default' });

/** Loads the files of one folder: path below it to content. */
async function filesUnder(folder: string, files: Record<string, () => Promise<string>>): Promise<Record<string, string>> {
  const paths = Object.keys(files).filter((path) => path.startsWith(folder));
  const entries = paths.map(async (path) => [path.slice(folder.length), (await files[path]?.()) ?? ''] as const);
  return Object.fromEntries(await Promise.all(entries));
}

/** An exercise with its files, from the bundle. @throws Error when this version of the course has no such exercise */
export async function loadExerciseSource(id: string): Promise<ExerciseSource> {
  const playground = playgroundSource(id);
  if (playground) return playground;
  const exercise = exercises[`/exercises/${id}/exercise.ts`];
  const checker = checkers[`/checkers/${id}.ts`];
  if (!exercise || !checker) throw new Error(`this version of the course has no exercise ${id}`);
  return {
    id,
    exercise: await exercise(),
    checker: await checker(),
    setup: await filesUnder(`/exercises/${id}/setup/`, setupFiles),
    files: await filesUnder(`/exercises/${id}/files/`, homeFiles),
  };
}
