import type { KubeObject } from '#machinery/object.ts';
import { UsageError } from '#sim/usage-error.ts';
import { defineCommand, type Flag, type Invocation } from '../../command.ts';
import { resultPrintFlags } from '../../flags/print-flags.ts';
import { allFlag, fileFlags, selectorFlag } from '../../flags/resource-flags.ts';
import { type DryRun, dryRunFlag, fieldManagerFlag, readDryRun, readFieldValidation, validateFlag } from '../../flags/write-flags.ts';
import { collectable, throwCollected, usageErrorOf } from '../../kubectl-error.ts';
import { createResultPrinter, type ResultPrinter } from '../../printers/result-printer.ts';
import { hasManifests, type ManifestSources } from '../../resources/manifest-files.ts';
import { planTargets } from '../../resources/targets.ts';
import { type Deletion, deletionFlags, readDeletion } from '../delete.ts';
import { type Applied, applyOnClient } from './client-side.ts';
import { editLastAppliedCommand } from './edit-last-applied.ts';
import { pruneObjects } from './prune.ts';
import { applyOnServer } from './server-side.ts';
import { setLastAppliedCommand } from './set-last-applied.ts';
import { viewLastAppliedCommand } from './view-last-applied.ts';

/** What a command line of `kubectl apply` comes to. */
export interface ApplyOptions {
  readonly files: ManifestSources;
  readonly labelSelector: string;
  readonly dryRun: DryRun;
  readonly serverSide: boolean;
  readonly forceConflicts: boolean;
  readonly fieldManager: string;
  readonly fieldValidation: 'Ignore' | 'Warn' | 'Strict';
  /** Whether fields that the file says differently are overwritten on the server. */
  readonly overwrite: boolean;
  /** How an object goes that cannot be changed as the file says; undefined: it stays and that is an error. */
  readonly replaceBy: Deletion | undefined;
  readonly printer: ResultPrinter;
  /** Whether the objects themselves are printed, at the end and together, instead of a line each. */
  readonly printsObjects: boolean;
}

const flags: readonly Flag[] = [
  ...resultPrintFlags,
  { ...allFlag, usage: 'With --prune: whether to take all objects in the namespace.' },
  ...deletionFlags.map((flag) => (flag.name === 'wait' ? { ...flag, default: false } : flag)),
  dryRunFlag,
  fieldManagerFlag('kubectl-client-side-apply'),
  ...fileFlags('with the configuration to apply'),
  { name: 'force-conflicts', type: 'bool', default: false, usage: 'Whether server-side apply takes fields over from other managers.' },
  { name: 'openapi-patch', type: 'bool', default: true, usage: 'Whether to work out differences with the OpenAPI of the server where there is one.' },
  { name: 'overwrite', type: 'bool', default: true, usage: 'Whether conflicts between the changed and the live configuration are settled by the changed one.' },
  { name: 'prune', type: 'bool', default: false, usage: 'Whether to delete objects that were applied before and are not in the files any more.' },
  { name: 'prune-allowlist', type: 'string-array', default: [], usage: 'With --prune: a type (group/version/kind) to look at instead of the default ones.' },
  selectorFlag,
  { name: 'server-side', type: 'bool', default: false, usage: 'Whether the server works out what changes.' },
  validateFlag,
];

function complete({ args, flags: given, process, commandPath }: Invocation): ApplyOptions {
  const files: ManifestSources = { filenames: given.strings('filename'), kustomize: given.string('kustomize'), recursive: given.bool('recursive') };
  if (args.length > 0) throw usageErrorOf(commandPath, `Unexpected args: [${args.join(' ')}]`);
  if (!hasManifests(files)) throw new UsageError('must specify one of -f and -k');
  const dryRun = readDryRun(given);
  const serverSide = given.bool('server-side');
  if (given.bool('force-conflicts') && !serverSide) throw new UsageError('--force-conflicts only works with --server-side');
  if (given.bool('force') && serverSide) throw new UsageError('--force cannot be used with --server-side');
  if (dryRun === 'client' && serverSide) throw new UsageError("--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)");
  if (given.bool('prune') && given.string('selector') === '' && !given.bool('all')) {
    throw new UsageError(
      'all resources selected for prune without explicitly passing --all. To prune all resources, pass the --all flag. If you did not mean to prune all resources, specify a label selector',
    );
  }
  const output = given.string('output');
  return {
    files,
    labelSelector: given.string('selector'),
    dryRun,
    serverSide,
    forceConflicts: given.bool('force-conflicts'),
    fieldManager: serverSide && !given.changed('field-manager') ? 'kubectl' : given.string('field-manager'),
    fieldValidation: readFieldValidation(given),
    overwrite: given.bool('overwrite'),
    replaceBy: given.bool('force') ? readDeletion(given) : undefined,
    printer: createResultPrinter(given, process, dryRun),
    printsObjects: output !== '' && output !== 'name',
  };
}

async function run(options: ApplyOptions, invocation: Invocation): Promise<undefined> {
  const { flags: given, kubectl, process } = invocation;
  const request = { args: [], files: options.files, labelSelector: options.labelSelector, validate: options.fieldValidation !== 'Ignore', allowUnnamed: true };
  const { targets } = await planTargets(kubectl, process, request);
  if (targets.length === 0) throw new UsageError('no objects passed to apply');
  const errors: Error[] = targets.flatMap((target) => ('error' in target ? [target.error] : []));
  const applied: KubeObject[] = [];
  for (const target of targets) {
    if ('error' in target) continue;
    try {
      const result: Applied = await (options.serverSide ? applyOnServer : applyOnClient)(options, invocation, target);
      applied.push(result.object);
      if (!options.printsObjects) await options.printer.print(result.object, result.operation);
    } catch (error) {
      errors.push(collectable(error));
    }
  }
  throwCollected(errors);
  if (options.printsObjects) await printAll(options.printer, applied);
  if (given.bool('prune')) await pruneObjects(options, invocation, applied);
}

async function printAll(printer: ResultPrinter, objects: readonly KubeObject[]): Promise<void> {
  const [first] = objects;
  const list = { apiVersion: 'v1', items: objects, kind: 'List', metadata: {} } as KubeObject;
  if (first !== undefined) await printer.print(objects.length === 1 ? first : list, '');
}

export const applyCommand = defineCommand<ApplyOptions>({
  name: 'apply',
  usage: 'apply (-f FILENAME | -k DIRECTORY)',
  short: 'Apply a configuration to a resource by file name or stdin',
  long: `Apply a configuration to a resource by file name or stdin. The resource name must be specified. It is created if it does not exist yet; else what changed since it was applied last is brought to the server, and what others changed stays.

 JSON and YAML formats are accepted.`,
  examples: `  # Apply a configuration to a pod
  kubectl apply -f ./pod.yaml
  
  # Apply what is read on stdin
  cat pod.yaml | kubectl apply -f -
  
  # Apply all files of a folder
  kubectl apply -f ./manifests/`,
  flags,
  subcommands: [editLastAppliedCommand, setLastAppliedCommand, viewLastAppliedCommand],
  complete,
  run,
});
