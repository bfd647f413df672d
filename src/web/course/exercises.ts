import type { MDXInstance } from 'astro';
import { checkers } from '#checkers/catalog.ts';
import type { Checker } from '#course/checker.ts';
import { commandsOf } from '#course/commands-of.ts';
import type { Exercise, Language } from '#course/exercise.ts';
import { exercises } from '#exercises/catalog.ts';

/** What a page shows of an exercise. */
export interface ExercisePage {
  readonly id: string;
  readonly exercise: Exercise;
  readonly checker: Checker;
  readonly Task: MDXInstance<Record<string, never>>['Content'];
}

const tasks = import.meta.glob<MDXInstance<Record<string, never>>>('/exercises/*/*/task.*.mdx', { eager: true });

/** An exercise with its text in one language. @throws Error naming the file that is missing */
export function exercisePage(id: string, language: Language): ExercisePage {
  const find = <T>(all: Readonly<Record<string, T>>, key: string, where: string): T => {
    const found = all[key];
    if (!found) throw new Error(`a lesson sets the exercise ${id}, but ${where} does not have it`);
    return found;
  };
  const task = `/exercises/${id}/task.${language.toLowerCase()}.mdx`;
  return {
    id,
    exercise: find(exercises, id, 'exercises/catalog.ts'),
    checker: find(checkers, id, 'checkers/catalog.ts'),
    Task: find(tasks, task, task.slice(1)).Content,
  };
}

const solutions = import.meta.glob<string>('/exercises/*/*/solution.sh', { query: '?raw', import: 'default', eager: true });

/** An exercise's solution, one command a step; undefined when it has none. Placeholders are still in it. */
export function solutionOf(id: string): readonly string[] | undefined {
  const script = solutions[`/exercises/${id}/solution.sh`];
  return script === undefined ? undefined : commandsOf(script);
}
