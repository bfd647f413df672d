import { InvariantError } from '#sim/assert.ts';
import { UsageError } from '#sim/usage-error.ts';
import { type CliCommand, formatCommandHelp } from './cli-command.ts';
import { grade } from './commands/grade.ts';
import { kubectl } from './commands/kubectl.ts';
import { replay } from './commands/replay.ts';
import { runExercise } from './commands/run.ts';
import { serve } from './commands/serve.ts';
import { verify } from './commands/verify.ts';

const commands: readonly CliCommand[] = [verify, grade, runExercise, replay, serve, kubectl];

function formatHelp(): string {
  const width = Math.max(...commands.map((command) => command.name.length));
  const lines = commands.map((command) => `  ${command.name.padEnd(width)}  ${command.short}`);
  return `drydock: a Kubernetes course on a simulated cluster\n\nUsage: drydock COMMAND …\n\nCommands:\n${lines.join('\n')}\n\n"drydock COMMAND --help" tells more about one.\n`;
}

async function main(words: readonly string[]): Promise<number> {
  const [name, ...args] = words;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(formatHelp());
    return name === undefined ? 2 : 0;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (!command) throw new UsageError(`there is no command "${name}"; "drydock --help" lists them`, 2);
  if (!command.takesAllArguments && (args.includes('--help') || args.includes('-h'))) {
    process.stdout.write(formatCommandHelp(command));
    return 0;
  }
  return command.run(args);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof UsageError) {
    console.error(`drydock: ${error.message}`);
    process.exitCode = error.exitCode;
  } else if (error instanceof InvariantError) {
    console.error(`drydock: this is a bug in the simulator: ${error.message}\n${error.stack ?? ''}`);
    process.exitCode = 70;
  } else throw error;
}
