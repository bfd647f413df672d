import { existsSync, readFileSync } from 'node:fs';
import { replayLab } from '#course/lab/lab.ts';
import { parseTranscript } from '#course/lab/transcript.ts';
import { defaultLimits } from '#sim/limits.ts';
import { UsageError } from '#sim/usage-error.ts';
import type { CliCommand } from '../cli-command.ts';
import { readExercise } from '../exercise-files.ts';
import { nodeHost } from '../node-host.ts';

export const replay: CliCommand = {
  name: 'replay',
  usage: 'FILE [--screen]',
  short: 'Replay an exported lab and print its trace hash',
  options: [['--screen', 'also print what the terminal showed']],
  async run(args) {
    const screen = args.includes('--screen');
    const [file, ...more] = args.filter((arg) => arg !== '--screen');
    if (file === undefined || more.length > 0 || file.startsWith('-')) throw new UsageError('replay: expected one FILE', 2);
    if (!existsSync(file)) throw new UsageError(`${file}: no such file`);
    const transcript = parseTranscript(readFileSync(file, 'utf8'));
    let shown = '';
    const lab = await replayLab(transcript, {
      source: readExercise(transcript.exercise),
      host: nodeHost,
      limits: defaultLimits,
      columns: 80,
      rows: 24,
      onOutput(text) {
        shown += text;
      },
    });
    if (screen) process.stdout.write(`${shown}\n`);
    console.log(lab.simulation.trace.hash);
    return 0;
  },
};
