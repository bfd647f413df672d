import { parseArgs } from 'node:util';
import { createLab } from '#course/lab/lab.ts';
import { exercises } from '#exercises/catalog.ts';
import { defaultLimits } from '#sim/limits.ts';
import { UsageError } from '#sim/usage-error.ts';
import type { CliCommand } from '../cli-command.ts';
import { readExercise } from '../exercise-files.ts';
import { nodeHost } from '../node-host.ts';

const TICK_MS = 20;
/** While a command runs in the foreground, time runs faster, so that a wait is short. */
const BUSY_SPEED = 60;

export const runExercise: CliCommand = {
  name: 'run',
  usage: 'EXERCISE [--seed S]',
  short: 'Do an exercise in this terminal',
  options: [['--seed S', 'the seed that names and numbers are drawn from']],
  async run(args) {
    const { exercise, seed } = readOptions(args);
    if (!process.stdin.isTTY) throw new UsageError('run needs a terminal; "drydock grade" grades scripts');
    // A terminal that does not know its size says 0.
    const columns = process.stdout.columns || 80;
    const rows = process.stdout.rows || 24;
    let atPrompt = false;
    let due = false;
    const lab = await createLab({
      source: readExercise(exercise),
      seed,
      host: nodeHost,
      limits: defaultLimits,
      columns,
      rows,
      onOutput: (text) => void process.stdout.write(text),
      onPrompt(isPrompt) {
        due ||= isPrompt && !atPrompt;
        atPrompt = isPrompt;
      },
    });
    process.stdin.setRawMode(true);
    process.stdin.setEncoding('utf8');
    process.stdin.on('data', (data: string) => lab.input(data));
    process.stdout.on('resize', () => lab.resize(process.stdout.columns, process.stdout.rows));
    console.log(`${exercises[exercise]?.title.en ?? exercise} (exit or ^D ends)\r`);
    let last = performance.now();
    while (!lab.hasEnded) {
      await new Promise((resolve) => setTimeout(resolve, TICK_MS));
      const now = performance.now();
      await lab.advance((now - last) * (lab.atPrompt ? 1 : BUSY_SPEED));
      last = now;
      if (due && lab.atPrompt) {
        due = false;
        const before = lab.results;
        for (const check of await lab.judgeNow()) {
          const wasPassed = before.some((old) => old.id === check.id && old.outcome === 'passed');
          if (check.outcome === 'passed' && !wasPassed) process.stdout.write(`\r\n\u001b[32m✓ ${check.goal.en}\u001b[0m\r\n`);
        }
      }
    }
    process.stdin.setRawMode(false);
    process.stdin.pause();
    return lab.results.length > 0 && lab.results.every((check) => check.outcome === 'passed') ? 0 : 1;
  },
};

function readOptions(args: readonly string[]): { readonly exercise: string; readonly seed: string } {
  try {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { seed: { type: 'string', default: '1' } } });
    const [exercise, ...more] = positionals;
    if (exercise === undefined || more.length > 0) throw new UsageError(`run: expected one EXERCISE: ${Object.keys(exercises).join(', ')}`, 2);
    return { exercise, seed: values.seed };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(error instanceof Error ? error.message : String(error), 2);
  }
}
