import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkers } from '#checkers/catalog.ts';
import { type Language, languages } from '#course/exercise.ts';
import type { ExerciseAnswers, ExerciseSource } from '#course/exercise-source.ts';
import { exercises } from '#exercises/catalog.ts';
import { UsageError } from '#sim/usage-error.ts';

/** The checkout this program belongs to. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Where an exercise's files lie. */
export const exerciseFolder = (id: string): string => join(root, 'exercises', id);

/**
 * Reads an exercise with its files.
 * @throws UsageError when there is no such exercise
 */
export function readExercise(id: string): ExerciseSource {
  const exercise = exercises[id];
  const checker = checkers[id];
  if (!exercise) throw new UsageError(`there is no exercise "${id}"; there are ${Object.keys(exercises).join(', ')}`);
  if (!checker) throw new UsageError(`the exercise "${id}" has no checker: expected checkers/${id}.ts and a line in checkers/catalog.ts`);
  const folder = exerciseFolder(id);
  return { id, exercise, checker, setup: readFolder(join(folder, 'setup')), files: readFolder(join(folder, 'files')) };
}

/** Reads what only authors and graders see. A missing file is an empty text; the contract names it. */
export function readAnswers(id: string): ExerciseAnswers {
  const folder = exerciseFolder(id);
  const tasks: Partial<Record<Language, string>> = {};
  for (const language of languages) {
    const file = join(folder, `task.${language.toLowerCase()}.mdx`);
    if (existsSync(file)) tasks[language] = readFileSync(file, 'utf8');
  }
  const solution = join(folder, 'solution.sh');
  return { solution: existsSync(solution) ? readFileSync(solution, 'utf8') : '', wrong: readFolder(join(folder, 'wrong')), tasks };
}

/** Every file below a folder, by its path with `/`; none when there is no folder. */
export function readFolder(folder: string): Readonly<Record<string, string>> {
  if (!existsSync(folder)) return {};
  const files: Record<string, string> = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files[relative(folder, path).split(sep).join('/')] = readFileSync(path, 'utf8');
  }
  return Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
}
