import type { MDXInstance } from 'astro';
import type { Checker } from '#course/checker.ts';
import type { Exercise, Language } from '#course/exercise.ts';

/** What a page shows of an exercise. */
export interface ExercisePage {
  readonly id: string;
  readonly exercise: Exercise;
  readonly checker: Checker;
  readonly Task: MDXInstance<Record<string, never>>['Content'];
}

const exercises = import.meta.glob<Exercise>('/exercises/*/*/exercise.ts', { eager: true, import: 'default' });
const checkers = import.meta.glob<Checker>('/checkers/*/*.ts', { eager: true, import: 'default' });
const tasks = import.meta.glob<MDXInstance<Record<string, never>>>('/exercises/*/*/task.*.mdx', { eager: true });

/** An exercise with its text in one language. @throws Error naming the file that is missing */
export function exercisePage(id: string, language: Language): ExercisePage {
  const find = <T>(files: Record<string, T>, path: string): T => {
    const found = files[path];
    if (!found) throw new Error(`a lesson sets the exercise ${id}, but ${path.slice(1)} is missing`);
    return found;
  };
  return {
    id,
    exercise: find(exercises, `/exercises/${id}/exercise.ts`),
    checker: find(checkers, `/checkers/${id}.ts`),
    Task: find(tasks, `/exercises/${id}/task.${language.toLowerCase()}.mdx`).Content,
  };
}
