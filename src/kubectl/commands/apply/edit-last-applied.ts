import { compactGoJson } from '#machinery/json.ts';
import type { KubeObject } from '#machinery/object.ts';
import { UsageError } from '#sim/usage-error.ts';
import { type Command, defineCommand, type Invocation } from '../../command.ts';
import { resultPrintFlags } from '../../flags/print-flags.ts';
import { fileFlags } from '../../flags/resource-flags.ts';
import { createResultPrinter } from '../../printers/result-printer.ts';
import { type FoundObject, visitObjects } from '../../resources/fetch-targets.ts';
import { lastAppliedAnnotation, lastAppliedOf } from '../../resources/last-applied.ts';
import { planTargets } from '../../resources/targets.ts';
import { editUntilSaved } from '../edit/edit-session.ts';

async function editOne(found: FoundObject, invocation: Invocation): Promise<void> {
  const text = lastAppliedOf(found.object);
  if (text === undefined) throw new UsageError(`no last-applied-configuration annotation found on resource: ${found.name}`);
  const printer = createResultPrinter(invocation.flags, invocation.process);
  const save = async (edited: KubeObject): Promise<void> => {
    const patch = { metadata: { annotations: { [lastAppliedAnnotation]: `${compactGoJson(edited)}\n` } } };
    const patched = await invocation.kubectl.client().patch(found.type, found.namespace, found.name, patch, { type: 'merge' });
    await printer.print(patched, 'edited');
  };
  await editUntilSaved({ shown: JSON.parse(text) as object, save }, found, invocation);
}

export const editLastAppliedCommand: Command = defineCommand<undefined>({
  name: 'edit-last-applied',
  usage: 'apply edit-last-applied (RESOURCE/NAME | -f FILENAME)',
  short: 'Edit latest last-applied-configuration annotations of a resource/object',
  long: 'Edit what an object says was applied to it last, in the default editor.',
  examples: `  # Edit what was applied last to a deployment
  kubectl apply edit-last-applied deployment/nginx`,
  flags: [...resultPrintFlags, ...fileFlags('naming the objects to edit')],
  async run(_, invocation) {
    const { args, flags, kubectl, process } = invocation;
    const files = { filenames: flags.strings('filename'), kustomize: flags.string('kustomize'), recursive: flags.bool('recursive') };
    await visitObjects(kubectl, await planTargets(kubectl, process, { args, files }), (found) => editOne(found, invocation));
    return undefined;
  },
});
