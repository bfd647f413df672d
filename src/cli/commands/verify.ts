import { parseArgs } from 'node:util';
import { verifyExercise } from '#course/grading/verify.ts';
import { exercises } from '#exercises/catalog.ts';
import { defaultLimits } from '#sim/limits.ts';
import { UsageError } from '#sim/usage-error.ts';
import type { CliCommand } from '../cli-command.ts';
import { readAnswers, readExercise } from '../exercise-files.ts';
import { nodeHost } from '../node-host.ts';

function readOptions(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { seeds: { type: 'string', default: '2' }, quiet: { type: 'boolean', default: false } },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), 2);
  }
}

export const verify: CliCommand = {
  name: 'verify',
  usage: '[EXERCISE …] [--seeds N] [--quiet]',
  short: 'Prove that exercises keep their contract',
  options: [
    ['--seeds N', 'try parametrised exercises with this many seeds (default 2)'],
    ['--quiet', 'print only what fails'],
  ],
  async run(args) {
    const { values, positionals } = readOptions(args);
    const count = Number(values.seeds);
    if (!Number.isInteger(count) || count < 1) throw new UsageError(`--seeds ${values.seeds}: expected a number from 1`, 2);
    const ids = positionals.length > 0 ? positionals : Object.keys(exercises);
    let [passed, failed] = [0, 0];
    for (const id of ids) {
      const source = readExercise(id);
      const seeds = source.exercise.parameters ? Array.from({ length: count }, (_, i) => String(i + 1)) : ['1'];
      for await (const one of verifyExercise(source, readAnswers(id), { host: nodeHost, limits: defaultLimits, seeds })) {
        if (one.passed) passed++;
        else failed++;
        if (!one.passed || !values.quiet) console.log(`${one.passed ? '✓' : '✗'} ${one.exercise} ${one.name}${one.detail ? `: ${one.detail}` : ''}`);
      }
    }
    console.log(`${passed} passed, ${failed} failed`);
    return failed === 0 ? 0 : 1;
  },
};
