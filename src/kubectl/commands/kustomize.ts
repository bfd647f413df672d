import { formatYaml } from '#machinery/yaml.ts';
import { UsageError } from '#sim/usage-error.ts';
import { defineCommand, type Flag } from '../command.ts';
import { kustomizeFolder } from '../kustomize/kustomize-folder.ts';

interface KustomizeOptions {
  readonly folder: string;
  readonly isRestricted: boolean;
  /** '' prints. */
  readonly output: string;
}

const flags: readonly Flag[] = [
  {
    name: 'load-restrictor',
    type: 'string',
    default: 'LoadRestrictionsRootOnly',
    usage: "Whether files must lie in the kustomization's folder or below: LoadRestrictionsRootOnly or LoadRestrictionsNone.",
  },
  { name: 'output', shorthand: 'o', type: 'string', default: '', usage: 'File to write to, instead of printing.' },
];

export const kustomizeCommand = defineCommand<KustomizeOptions>({
  name: 'kustomize',
  usage: 'kustomize DIR',
  short: 'Build a kustomization target from a directory or URL',
  long: `Builds a set of objects from a kustomization.yaml.

 DIR is a folder that holds one; without it, the current folder.`,
  examples: `  # Build the current folder
  kubectl kustomize
  
  # Build another one
  kubectl kustomize ./overlays/production`,
  flags,
  complete({ args, flags: given }) {
    if (args.length > 1) throw new UsageError('specify one path to kustomization.yaml');
    const restrictor = given.string('load-restrictor');
    if (restrictor !== 'LoadRestrictionsRootOnly' && restrictor !== 'LoadRestrictionsNone') {
      throw new UsageError(`illegal flag value --load-restrictor ${restrictor}; legal values: [LoadRestrictionsRootOnly LoadRestrictionsNone]`);
    }
    return { folder: args[0] ?? '.', isRestricted: restrictor === 'LoadRestrictionsRootOnly', output: given.string('output') };
  },
  async run({ folder, isRestricted, output }, { process }) {
    const objects = await kustomizeFolder(process, folder, isRestricted);
    const text = objects.map((object) => formatYaml(object)).join('---\n');
    if (output === '') await process.print(text);
    else process.fs.write(process.resolvePath(output), text);
    return 0;
  },
});
