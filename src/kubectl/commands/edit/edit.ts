import type { KubeObject } from '#machinery/object.ts';
import { UsageError } from '#sim/usage-error.ts';
import { defineCommand, type Flag, type Invocation } from '../../command.ts';
import { resultPrintFlags } from '../../flags/print-flags.ts';
import { fileFlags, saveConfigFlag } from '../../flags/resource-flags.ts';
import { fieldManagerFlag, readFieldValidation, validateFlag } from '../../flags/write-flags.ts';
import { withoutManagedFields } from '../../printers/object-printer.ts';
import { createResultPrinter } from '../../printers/result-printer.ts';
import { type FoundObject, fetchObjects } from '../../resources/fetch-targets.ts';
import { withLastApplied } from '../../resources/last-applied.ts';
import { planTargets, type TargetSelection } from '../../resources/targets.ts';
import { editUntilSaved, isUnchanged, planEditPatch } from './edit-session.ts';

interface EditOptions {
  readonly selection: TargetSelection;
}

const flags: readonly Flag[] = [
  ...resultPrintFlags,
  fieldManagerFlag('kubectl-edit'),
  ...fileFlags('to use to edit the objects'),
  { name: 'output-patch', type: 'bool', default: false, usage: 'Whether to print the patch that the edit comes to.' },
  saveConfigFlag,
  { name: 'subresource', type: 'string', default: '', usage: 'Subresource to edit: status.' },
  validateFlag,
  { name: 'windows-line-endings', type: 'bool', default: false, usage: 'Whether lines end as in Windows.' },
];

async function complete({ args, flags: given, kubectl, process }: Invocation): Promise<EditOptions> {
  const files = { filenames: given.strings('filename'), kustomize: given.string('kustomize'), recursive: given.bool('recursive') };
  return { selection: await planTargets(kubectl, process, { args, files, all: true }) };
}

async function run({ selection }: EditOptions, invocation: Invocation): Promise<undefined> {
  const found = await fetchObjects(invocation.kubectl, selection);
  if (found.length === 0) throw new UsageError('edit cancelled, no objects found');
  for (const each of found) await editOne(each, invocation);
}

async function editOne(found: FoundObject, invocation: Invocation): Promise<void> {
  const { flags: given, kubectl, process } = invocation;
  const shown = withoutManagedFields(found.object) as KubeObject;
  const printer = createResultPrinter(given, process);
  const subresource = given.string('subresource');
  const save = async (edited: KubeObject): Promise<void> => {
    if (isUnchanged(shown, edited)) return process.printError('Edit cancelled, no changes made.\n');
    const { type, patch } = planEditPatch(shown, given.bool('save-config') ? withLastApplied(edited) : edited);
    if (given.bool('output-patch')) await process.print(`Patch: ${JSON.stringify(patch)}\n`);
    const patched = await kubectl.client().patch(found.type, found.namespace, found.name, patch, {
      type,
      fieldManager: given.string('field-manager'),
      fieldValidation: readFieldValidation(given),
      ...(subresource === '' ? {} : { subresource }),
    });
    await printer.print(patched, 'edited');
  };
  await editUntilSaved({ shown, save }, found, invocation);
}

export const editCommand = defineCommand<EditOptions>({
  name: 'edit',
  usage: 'edit (RESOURCE/NAME | -f FILENAME)',
  short: 'Edit a resource on the server',
  long: `Edit a resource from the default editor.

 Opens the editor that KUBE_EDITOR or EDITOR names, or vi, on the object as YAML, and sends what was changed when it is closed. If the server does not accept it, the editor opens again and says why.`,
  examples: `  # Edit the service named registry
  kubectl edit svc/registry
  
  # Use another editor
  KUBE_EDITOR="nano" kubectl edit svc/registry
  
  # Edit the status of a deployment
  kubectl edit deployment mydeployment -o yaml --subresource='status'`,
  flags,
  complete,
  run,
});
