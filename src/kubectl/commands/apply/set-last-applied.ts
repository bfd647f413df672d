import { UsageError } from '#sim/usage-error.ts';
import { type Command, defineCommand, type Invocation } from '../../command.ts';
import { resultPrintFlags } from '../../flags/print-flags.ts';
import { fileFlags } from '../../flags/resource-flags.ts';
import { dryRunFlag, readDryRun } from '../../flags/write-flags.ts';
import { collectable, throwCollected } from '../../kubectl-error.ts';
import { createResultPrinter, type ResultPrinter } from '../../printers/result-printer.ts';
import { lastAppliedAnnotation, lastAppliedOf, withLastApplied } from '../../resources/last-applied.ts';
import { type NamedTarget, planTargets } from '../../resources/targets.ts';

async function setOne({ flags, kubectl }: Invocation, target: NamedTarget, printer: ResultPrinter): Promise<void> {
  const { type, namespace, name, source } = target;
  const live = await kubectl.client().get(type, namespace, name);
  const wanted = lastAppliedOf(withLastApplied(target.object ?? {}));
  const present = lastAppliedOf(live);
  if (present === undefined && !flags.bool('create-annotation')) {
    throw new UsageError(
      `no last-applied-configuration annotation found on resource: ${name}, to create the annotation, run the command with --create-annotation`,
    );
  }
  if (present === wanted) return printer.print(live, 'unchanged');
  const dryRun = readDryRun(flags);
  if (dryRun === 'client') return printer.print(live, 'configured');
  const patch = { metadata: { annotations: { [lastAppliedAnnotation]: wanted } } };
  const object = await kubectl.client().patch(type, namespace, name, patch, { type: 'merge', dryRun: dryRun === 'server' });
  if (source !== '') await printer.print(object, 'configured');
}

export const setLastAppliedCommand: Command = defineCommand<undefined>({
  name: 'set-last-applied',
  usage: 'apply set-last-applied -f FILENAME',
  short: 'Set the last-applied-configuration annotation on a live object to match the contents of a file',
  long: `Set the annotation that tells what was applied last to the contents of a file, as if the file had been applied, without changing anything else of the object.`,
  examples: `  # Set the annotation of an object to the contents of a file
  kubectl apply set-last-applied -f deploy.yaml
  
  # Do it for an object that has none yet
  kubectl apply set-last-applied -f deploy.yaml --create-annotation=true`,
  flags: [
    ...resultPrintFlags,
    { name: 'create-annotation', type: 'bool', default: false, usage: 'Whether to create the annotation where there is none.' },
    dryRunFlag,
    ...fileFlags('with the configurations'),
  ],
  async run(_, invocation) {
    const { flags, kubectl, process } = invocation;
    const printer = createResultPrinter(flags, process, readDryRun(flags));
    const files = { filenames: flags.strings('filename'), kustomize: flags.string('kustomize'), recursive: flags.bool('recursive') };
    const { targets } = await planTargets(kubectl, process, { args: [], files });
    const errors: Error[] = [];
    for (const target of targets) {
      try {
        if ('error' in target) throw target.error;
        await setOne(invocation, target, printer);
      } catch (error) {
        errors.push(collectable(error));
      }
    }
    throwCollected(errors);
    return undefined;
  },
});
