import { formatYaml } from '#machinery/yaml.ts';
import { UsageError } from '#sim/usage-error.ts';
import { type Command, defineCommand } from '../../command.ts';
import { allFlag, fileFlags, selectorFlag } from '../../flags/resource-flags.ts';
import { formatSortedJson } from '../../printers/go-value.ts';
import { visitObjects } from '../../resources/fetch-targets.ts';
import { lastAppliedOf } from '../../resources/last-applied.ts';
import { planTargets } from '../../resources/targets.ts';

export const viewLastAppliedCommand: Command = defineCommand<undefined>({
  name: 'view-last-applied',
  usage: 'apply view-last-applied (TYPE [NAME | -l label] | TYPE/NAME | -f FILENAME)',
  short: 'View the latest last-applied-configuration annotations of a resource/object',
  long: `View the configurations that were applied last, by type and name or by file.

 They are printed as YAML; -o json prints JSON.`,
  examples: `  # View what was applied last to a deployment
  kubectl apply view-last-applied deployment/nginx
  
  # View it as JSON, by file
  kubectl apply view-last-applied -f deploy.yaml -o json`,
  flags: [
    allFlag,
    ...fileFlags('naming the objects'),
    { name: 'output', shorthand: 'o', type: 'string', default: 'yaml', usage: 'Output format: yaml or json.' },
    selectorFlag,
  ],
  async run(_, { args, flags, kubectl, process }) {
    const output = flags.string('output');
    if (output !== 'yaml' && output !== 'json') {
      throw new UsageError(`Unexpected -o output mode: ${output}, the flag 'output' must be one of yaml|json`);
    }
    const selection = await planTargets(kubectl, process, {
      args,
      files: { filenames: flags.strings('filename'), kustomize: flags.string('kustomize'), recursive: flags.bool('recursive') },
      labelSelector: flags.string('selector'),
      selectAll: flags.bool('all'),
    });
    await visitObjects(kubectl, selection, async ({ object, name }) => {
      const text = lastAppliedOf(object);
      if (text === undefined) throw new UsageError(`no last-applied-configuration annotation found on resource: ${name}`);
      const applied = JSON.parse(text) as object;
      await process.print(output === 'json' ? `${formatSortedJson(applied)}\n` : formatYaml(applied));
    });
    return undefined;
  },
});
