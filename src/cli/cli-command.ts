/** One command of `drydock`. */
export interface CliCommand {
  readonly name: string;
  /** After the name: `FOLDER [--format json|junit|table]`. */
  readonly usage: string;
  readonly short: string;
  /** Options and what they mean, one line each, as shown by `--help`. */
  readonly options: readonly (readonly [option: string, meaning: string])[];
  /** Whether `--help` and everything else after the name is the command's own to read. */
  readonly takesAllArguments?: boolean;
  /** @returns the exit code. @throws UsageError for words it does not understand */
  run(args: readonly string[]): Promise<number>;
}

/** The text of `drydock COMMAND --help`. */
export function formatCommandHelp(command: CliCommand): string {
  const width = Math.max(0, ...command.options.map(([option]) => option.length));
  const options = command.options.map(([option, meaning]) => `  ${option.padEnd(width)}  ${meaning}\n`).join('');
  return `${command.short}\n\nUsage: drydock ${command.name} ${command.usage}\n${options ? `\nOptions:\n${options}` : ''}`;
}
