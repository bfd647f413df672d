import { defineCommand, type Invocation } from '../command.ts';
import { globalFlags } from '../flags/global-flags.ts';
import { formatGlobalOptions } from '../help.ts';

export const optionsCommand = defineCommand<undefined>({
  name: 'options',
  usage: 'options',
  short: 'Print the list of flags inherited by all commands',
  long: 'Print the list of flags inherited by all commands.',
  examples: `  # Print flags inherited by all commands
  kubectl options`,
  flags: [],
  hidden: true,
  async run(_: undefined, { process }: Invocation) {
    await process.print(formatGlobalOptions(globalFlags));
    return undefined;
  },
});
