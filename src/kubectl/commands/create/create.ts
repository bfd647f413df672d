import type { KubeObject } from '#machinery/object.ts';
import { UsageError } from '#sim/usage-error.ts';
import { defineCommand, type Flag, type Invocation } from '../../command.ts';
import { resultPrintFlags } from '../../flags/print-flags.ts';
import { fileFlags, saveConfigFlag, selectorFlag } from '../../flags/resource-flags.ts';
import { type DryRun, dryRunFlag, fieldManagerFlag, readDryRun, readFieldValidation, validateFlag } from '../../flags/write-flags.ts';
import { collectable, throwCollected, usageErrorOf } from '../../kubectl-error.ts';
import { createResultPrinter, type ResultPrinter } from '../../printers/result-printer.ts';
import { withLastApplied } from '../../resources/last-applied.ts';
import { hasManifests, type ManifestSources } from '../../resources/manifest-files.ts';
import { fileForRaw, sendRaw } from '../../resources/raw-request.ts';
import { withSource } from '../../resources/source-error.ts';
import { type NamedTarget, planTargets } from '../../resources/targets.ts';
import { editUntilSaved } from '../edit/edit-session.ts';
import { createSubcommands } from './subcommands.ts';

interface CreateOptions {
  readonly files: ManifestSources;
  readonly dryRun: DryRun;
  readonly printer: ResultPrinter;
}

const flags: readonly Flag[] = [
  ...resultPrintFlags,
  dryRunFlag,
  { name: 'edit', type: 'bool', default: false, usage: 'Whether to edit the objects before they are created.' },
  fieldManagerFlag('kubectl-create'),
  ...fileFlags('to create the objects from'),
  { name: 'raw', type: 'string', default: '', usage: 'Path to POST the file to, as it is.' },
  saveConfigFlag,
  selectorFlag,
  validateFlag,
  { name: 'windows-line-endings', type: 'bool', default: false, usage: 'Only with --edit: whether lines end as in Windows.' },
];

function complete(invocation: Invocation): CreateOptions {
  const { args, flags: given, process, commandPath } = invocation;
  const files: ManifestSources = { filenames: given.strings('filename'), kustomize: given.string('kustomize'), recursive: given.bool('recursive') };
  if (!hasManifests(files))
    throw args.length > 0 ? usageErrorOf(commandPath, `unknown command "${args.join(' ')}"`) : new UsageError('must specify one of -f and -k');
  if (args.length > 0) throw usageErrorOf(commandPath, `Unexpected args: [${args.join(' ')}]`);
  if (given.string('raw') !== '') fileForRaw(invocation, ['edit']);
  const dryRun = readDryRun(given);
  return { files, dryRun, printer: createResultPrinter(given, process, dryRun) };
}

async function run(options: CreateOptions, invocation: Invocation): Promise<undefined> {
  const { flags: given, kubectl, process } = invocation;
  if (given.string('raw') !== '') return void (await sendRaw('POST', given.string('raw'), given.strings('filename')[0] ?? '', invocation));
  const validation = readFieldValidation(given);
  const request = { args: [], files: options.files, labelSelector: given.string('selector'), validate: validation !== 'Ignore', allowUnnamed: true };
  const { targets } = await planTargets(kubectl, process, request);
  if (targets.length === 0) throw new UsageError('no objects passed to create');
  const errors: Error[] = [];
  for (const target of targets) {
    try {
      if ('error' in target) throw target.error;
      await (given.bool('edit') ? editFirst(options, invocation, target) : createOne(options, invocation, target));
    } catch (error) {
      errors.push(collectable(error));
    }
  }
  throwCollected(errors);
}

/** `--edit`: the object is created as it is when the editor is closed. */
async function editFirst(options: CreateOptions, invocation: Invocation, target: NamedTarget): Promise<void> {
  const shown = target.object ?? {};
  const save = (edited: KubeObject): Promise<void> => createOne(options, invocation, { ...target, object: edited });
  await editUntilSaved({ shown, save, savesUnchanged: true }, target, invocation);
}

async function createOne(options: CreateOptions, { flags: given, kubectl }: Invocation, target: NamedTarget): Promise<void> {
  const written = target.object ?? {};
  const object = given.bool('save-config') ? withLastApplied(written) : written;
  let created: KubeObject = object;
  if (options.dryRun !== 'client') {
    try {
      created = await kubectl.client().create(target.type, target.namespace, object, {
        dryRun: options.dryRun === 'server',
        fieldManager: given.string('field-manager'),
        fieldValidation: readFieldValidation(given),
      });
    } catch (error) {
      throw withSource('creating', target.source, collectable(error));
    }
  }
  await options.printer.print(created, 'created');
}

export const createCommand = defineCommand<CreateOptions>({
  name: 'create',
  usage: 'create -f FILENAME',
  short: 'Create a resource from a file or from stdin',
  long: `Create a resource from a file or from stdin.

 JSON and YAML formats are accepted.`,
  examples: `  # Create a pod from a file
  kubectl create -f ./pod.yaml
  
  # Create a pod from what is read on stdin
  cat pod.yaml | kubectl create -f -`,
  flags,
  subcommands: createSubcommands,
  complete,
  run,
});
