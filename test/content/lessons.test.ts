import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readAnswers, readExercise } from '#cli/exercise-files.ts';
import { nodeHost } from '#cli/node-host.ts';
import { createLab } from '#course/lab/lab.ts';
import { drawParameters, fillIn, placeholdersIn } from '#course/parameters.ts';
import { exercises } from '#exercises/catalog.ts';
import { defaultLimits } from '#sim/limits.ts';

const contentFolder = new URL('../../content/', import.meta.url);
const PART = /<Command line=(?:"([^"]*)"|\{`([^`]*)`\})|<Exercise\s+id="([^"]+)"/g;

interface Part {
  readonly command?: string;
  readonly exercise?: string;
}

/** What a shell or a tool says of a command that it does not know; an error a lesson wants to show is another. */
const NOT_THERE = /command not found|unknown (flag|shorthand|command)|not supported|unsupported/;
const READING_MS = 3000;

/** Opens the lab of an exercise, as a reader finds it. */
const openLab = (id: string) =>
  createLab({ source: readExercise(id), seed: '1', host: nodeHost, limits: defaultLimits, columns: 120, rows: 40, onOutput: () => {} });

/** What a lesson lets its reader do, in order. */
function partsOf(lesson: string): readonly Part[] {
  const text = readFileSync(new URL(lesson, contentFolder), 'utf8');
  return [...text.matchAll(PART)].map(([, quoted, template, exercise]) => (exercise === undefined ? { command: quoted ?? template ?? '' } : { exercise }));
}

const lessons = readdirSync(new URL('en/', contentFolder), { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('.mdx'))
  .map((name) => name.replaceAll('\\', '/'))
  .sort();

describe.each(lessons)('%s', (lesson) => {
  test('has the same commands and exercises in both languages', () => {
    expect(partsOf(`zh-cn/${lesson}`)).toEqual(partsOf(`en/${lesson}`));
  });

  test('names in its commands only what the exercise beside them has', () => {
    const parts = partsOf(`en/${lesson}`);
    parts.forEach((part, index) => {
      if (part.command === undefined) return;
      // The exercise that comes next is open; after the last one it is the last that stays open.
      const open = parts.slice(index).find((later) => later.exercise) ?? parts.findLast((earlier) => earlier.exercise);
      const exercise = exercises[open?.exercise ?? ''];
      const known = Object.keys(drawParameters({ uuid: exercise?.uuid ?? '', ...(exercise?.parameters && { parameters: exercise.parameters }) }, '1'));
      const foreign = placeholdersIn(part.command).filter((name) => !known.includes(name));
      expect({ command: part.command, foreign }).toEqual({ command: part.command, foreign: [] });
    });
  });

  test('asks for nothing that its labs do not have', async () => {
    const parts = partsOf(`en/${lesson}`).map((part) => ({ ...part, command: part.command?.replaceAll('&quot;', '"') }));
    const ids = parts.flatMap((part) => part.exercise ?? []);
    let lab = await openLab(ids[0] ?? '');
    const strange: string[] = [];
    for (const { command, exercise } of parts) {
      if (command !== undefined) {
        const { output } = await lab.runScript(fillIn(command, lab.parameters));
        if (NOT_THERE.test(output)) strange.push(`${command}: ${output}`);
        await lab.advance(READING_MS);
      } else if (exercise !== undefined) {
        await lab.runScript(fillIn(readAnswers(exercise).solution, lab.parameters));
        const next = ids[ids.indexOf(exercise) + 1];
        if (next !== undefined) lab = await openLab(next);
      }
    }
    expect(strange).toEqual([]);
  });
});
