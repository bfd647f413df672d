import { createRandom } from '#sim/random.ts';
import { UsageError } from '#sim/usage-error.ts';
import type { Exercise } from './exercise.ts';

const PLACEHOLDER = /@([a-z][A-Za-z0-9]*)@/g;

/** The values of an exercise's parameters for a seed. The same seed gives the same values. */
export function drawParameters(exercise: Pick<Exercise, 'uuid' | 'parameters'>, seed: string): Readonly<Record<string, string>> {
  const random = createRandom(`${exercise.uuid}/${seed}`);
  const values: Record<string, string> = {};
  for (const [name, parameter] of Object.entries(exercise.parameters ?? {})) {
    values[name] = parameter.kind === 'choice' ? random.pick(parameter.of) : String(parameter.from + random.below(parameter.to - parameter.from + 1));
  }
  return values;
}

/**
 * Puts the values in place of `@name@`.
 * @throws UsageError naming a placeholder that is no parameter
 */
export function fillIn(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(PLACEHOLDER, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new UsageError(`@${name}@ is not a parameter of this exercise`);
    return value;
  });
}

/** The names of the placeholders in a text, each once, in order of appearance. */
export function placeholdersIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(PLACEHOLDER)].map((match) => match[1] ?? ''))];
}
