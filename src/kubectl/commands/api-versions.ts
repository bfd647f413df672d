import { defineCommand, type Invocation } from '../command.ts';
import { usageErrorOf } from '../kubectl-error.ts';

async function run(_: undefined, { args, kubectl, process, commandPath }: Invocation): Promise<undefined> {
  if (args.length > 0) throw usageErrorOf(commandPath, `unexpected arguments: [${args.join(' ')}]`);
  const groups = await kubectl.groups();
  const versions = groups.flatMap((group) => group.versions.map((version) => (group.name === '' ? version : `${group.name}/${version}`)));
  await process.print(
    versions
      .sort()
      .map((version) => `${version}\n`)
      .join(''),
  );
}

export const apiVersionsCommand = defineCommand<undefined>({
  name: 'api-versions',
  usage: 'api-versions',
  short: 'Print the supported API versions on the server, in the form of "group/version"',
  long: 'Print the supported API versions on the server, in the form of "group/version".',
  examples: `  # Print the supported API versions
  kubectl api-versions`,
  flags: [],
  run,
});
