import type { KubeObject } from '#machinery/object.ts';
import { StatusError } from '#machinery/status-error.ts';
import { UsageError } from '#sim/usage-error.ts';
import { defineCommand, type Flag, type Invocation } from '../command.ts';
import { resultPrintFlags } from '../flags/print-flags.ts';
import { fileFlags, saveConfigFlag } from '../flags/resource-flags.ts';
import { type DryRun, dryRunFlag, fieldManagerFlag, readDryRun, readFieldValidation, validateFlag } from '../flags/write-flags.ts';
import { collectable, throwCollected, usageErrorOf } from '../kubectl-error.ts';
import { createResultPrinter, type ResultPrinter } from '../printers/result-printer.ts';
import { lastAppliedOf, withLastApplied } from '../resources/last-applied.ts';
import { hasManifests, type ManifestSources } from '../resources/manifest-files.ts';
import { fileForRaw, sendRaw } from '../resources/raw-request.ts';
import { withSource } from '../resources/source-error.ts';
import { type NamedTarget, planTargets } from '../resources/targets.ts';
import { type Deletion, deleteAndWait, deletionFlags, readDeletion, warnOfForce } from './delete.ts';

interface ReplaceOptions {
  readonly files: ManifestSources;
  readonly dryRun: DryRun;
  readonly deletion: Deletion;
  readonly printer: ResultPrinter;
}

const flags: readonly Flag[] = [
  ...resultPrintFlags,
  ...deletionFlags.map((flag) => (flag.name === 'wait' ? { ...flag, default: false } : flag)),
  dryRunFlag,
  fieldManagerFlag('kubectl-replace'),
  ...fileFlags('to replace the objects with'),
  { name: 'raw', type: 'string', default: '', usage: 'Path to PUT the file to, as it is.' },
  saveConfigFlag,
  { name: 'subresource', type: 'string', default: '', usage: 'Subresource to replace: status, scale or resize.' },
  validateFlag,
];

function complete(invocation: Invocation): ReplaceOptions {
  const { args, flags: given, process, commandPath } = invocation;
  const files: ManifestSources = { filenames: given.strings('filename'), kustomize: given.string('kustomize'), recursive: given.bool('recursive') };
  if (args.length > 0) throw usageErrorOf(commandPath, `Unexpected args: [${args.join(' ')}]`);
  if (given.string('raw') !== '') fileForRaw(invocation, ['force', 'grace-period', 'timeout']);
  const deletion = readDeletion(given);
  if (deletion.gracePeriodSeconds !== undefined && !deletion.force) throw new UsageError('--grace-period must have --force specified');
  if (given.durationMs('timeout') !== 0 && !deletion.force) throw new UsageError('--timeout must have --force specified');
  if (!hasManifests(files)) throw new UsageError('must specify --filename or --kustomize');
  const dryRun = readDryRun(given);
  return { files, dryRun, deletion, printer: createResultPrinter(given, process, dryRun) };
}

async function run(options: ReplaceOptions, invocation: Invocation): Promise<undefined> {
  const { flags: given, kubectl, process } = invocation;
  if (given.string('raw') !== '') return void (await sendRaw('PUT', given.string('raw'), given.strings('filename')[0] ?? '', invocation));
  const validate = readFieldValidation(given) !== 'Ignore';
  const { targets } = await planTargets(kubectl, process, { args: [], files: options.files, validate });
  if (targets.length === 0) throw new UsageError('no objects passed to replace');
  if (options.deletion.force) await warnOfForce(options.deletion, invocation);
  const errors: Error[] = [];
  for (const target of targets) {
    try {
      if ('error' in target) throw target.error;
      await replaceOne(options, invocation, target);
    } catch (error) {
      errors.push(collectable(error));
    }
  }
  throwCollected(errors);
}

async function replaceOne(options: ReplaceOptions, invocation: Invocation, target: NamedTarget): Promise<void> {
  const { flags: given, kubectl } = invocation;
  const { type, namespace, source } = target;
  const written = target.object ?? {};
  const object = given.bool('save-config') || lastAppliedOf(written) !== undefined ? withLastApplied(written) : written;
  if (options.dryRun === 'client') return options.printer.print(object, 'replaced');
  const write = {
    dryRun: options.dryRun === 'server',
    fieldManager: given.string('field-manager'),
    fieldValidation: readFieldValidation(given),
  };
  const client = kubectl.client();
  try {
    if (options.deletion.force && options.dryRun === 'none') {
      await removeFirst(options, invocation, target);
      return await options.printer.print(await client.create(type, namespace, object, write), 'replaced');
    }
    const subresource = given.string('subresource');
    const update = subresource === '' ? write : { ...write, subresource };
    return await options.printer.print(await client.update(type, namespace, await withVersion(invocation, target, object), update), 'replaced');
  } catch (error) {
    throw withSource('replacing', source, collectable(error));
  }
}

/** `--force` deletes the object and creates it anew; that it is not there is no error. */
async function removeFirst({ deletion }: ReplaceOptions, invocation: Invocation, target: NamedTarget): Promise<void> {
  const { type, name } = target;
  try {
    await deleteAndWait({ ...deletion, wait: true }, target, invocation);
    await invocation.process.print(
      `${type.group === '' ? type.kind.toLowerCase() : `${type.kind.toLowerCase()}.${type.group}`} "${name}" ${deletion.gracePeriodSeconds === 0 ? 'force deleted' : 'deleted'}${target.namespace === '' ? '' : ` from ${target.namespace} namespace`}\n`,
    );
  } catch (error) {
    if (!(error instanceof StatusError) || error.code !== 404) throw error;
  }
}

/** A file without a version replaces whatever version there is. */
async function withVersion({ kubectl }: Invocation, { type, namespace, name }: NamedTarget, object: KubeObject): Promise<KubeObject> {
  if (object.metadata?.resourceVersion !== undefined) return object;
  const { metadata } = await kubectl.client().get(type, namespace, name);
  return { ...object, metadata: { ...object.metadata, resourceVersion: metadata.resourceVersion } };
}

export const replaceCommand = defineCommand<ReplaceOptions>({
  name: 'replace',
  usage: 'replace -f FILENAME',
  short: 'Replace a resource by file name or stdin',
  long: `Replace a resource by file name or stdin.

 JSON and YAML formats are accepted. The whole object must be given: what is not in the file is gone. To get the present one:

  $ kubectl get TYPE NAME -o yaml`,
  examples: `  # Replace a pod with what is in a file
  kubectl replace -f ./pod.yaml
  
  # Change the image of a pod and replace it
  kubectl get pod mypod -o yaml | sed 's/\\(image: myimage\\):.*$/\\1:v4/' | kubectl replace -f -
  
  # Delete the object and create it anew
  kubectl replace --force -f ./pod.yaml`,
  flags,
  complete,
  run,
});
