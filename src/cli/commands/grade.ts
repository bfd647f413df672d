import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Language, languages } from '#course/exercise.ts';
import { gradeSubmission } from '#course/grading/grade.ts';
import { formatJunit } from '#course/grading/junit.ts';
import type { GradingResult } from '#course/grading/result.ts';
import { exercises } from '#exercises/catalog.ts';
import { defaultLimits } from '#sim/limits.ts';
import { UsageError } from '#sim/usage-error.ts';
import type { CliCommand } from '../cli-command.ts';
import { readExercise } from '../exercise-files.ts';
import { nodeHost } from '../node-host.ts';
import { formatResultTable } from '../result-table.ts';
import { findSubmissions } from '../submissions.ts';

const formats = ['table', 'json', 'junit'] as const;

/** Wraps parseArgs' own errors, which are plain TypeErrors. */
function readOptions(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        format: { type: 'string', default: 'table' },
        output: { type: 'string' },
        seed: { type: 'string', default: '1' },
        language: { type: 'string', default: 'en' },
        shard: { type: 'string', default: '1/1' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), 2);
  }
}

/** Every n-th of a list, as `i/n` says. @throws UsageError */
function takeShard<T>(list: readonly T[], shard: string): readonly T[] {
  const match = /^(\d+)\/(\d+)$/.exec(shard);
  const [index, count] = [Number(match?.[1]), Number(match?.[2])];
  if (!match || count < 1 || index < 1 || index > count) throw new UsageError(`--shard ${shard}: expected i/n with 1 ≤ i ≤ n`, 2);
  return list.filter((_, i) => i % count === index - 1);
}

function formatResults(results: readonly GradingResult[], format: string, language: Language): string {
  if (format === 'json') return `${JSON.stringify(results, null, 2)}\n`;
  if (format === 'junit') return formatJunit(results, language);
  return formatResultTable(results, language, process.stdout.columns ?? 100);
}

export const grade: CliCommand = {
  name: 'grade',
  usage: 'FOLDER [--format table|json|junit] [--output FILE] [--seed S] [--language en|zh-CN] [--shard i/n]',
  short: 'Grade the submissions in a folder',
  options: [
    ['--format F', 'table (for people), json (the result format), junit (for CI systems)'],
    ['--output FILE', 'write the results there instead of printing them'],
    ['--seed S', 'the seed that names and numbers were drawn from; an exported lab has its own'],
    ['--language L', 'language of the texts: en, zh-CN'],
    ['--shard i/n', 'grade only every n-th submission, beginning with the i-th'],
  ],
  async run(args) {
    const { values, positionals } = readOptions(args);
    const [folder, ...more] = positionals;
    if (folder === undefined || more.length > 0) throw new UsageError('grade: expected one FOLDER', 2);
    const format = formats.find((name) => name === values.format);
    if (!format) throw new UsageError(`--format ${values.format}: expected one of ${formats.join(', ')}`, 2);
    const language = languages.find((name) => name === values.language);
    if (!language) throw new UsageError(`--language ${values.language}: expected one of ${languages.join(', ')}`, 2);
    const submissions = takeShard(findSubmissions(folder, Object.keys(exercises)), values.shard);
    const results: GradingResult[] = [];
    for (const { exercise, submission } of submissions) {
      if (process.stderr.isTTY) process.stderr.write(`\r\u001b[Kgrading ${exercise} (${results.length + 1} of ${submissions.length})`);
      results.push(await gradeSubmission(readExercise(exercise), submission, { host: nodeHost, limits: defaultLimits, seed: values.seed }));
    }
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
    const text = formatResults(results, format, language);
    if (values.output) writeFileSync(values.output, text);
    else process.stdout.write(text);
    return results.every((result) => result.outcome === 'passed') ? 0 : 1;
  },
};
