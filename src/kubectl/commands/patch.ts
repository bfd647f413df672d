import { kindOf } from '#kinds/catalog.ts';
import { isDeepEqual } from '#machinery/equality.ts';
import { compactGoJson } from '#machinery/json.ts';
import type { KubeObject } from '#machinery/object.ts';
import { applyJsonPatch } from '#machinery/patch/json-patch.ts';
import { applyMergePatch } from '#machinery/patch/merge-patch.ts';
import { applyStrategicMergePatch } from '#machinery/patch/strategic-merge.ts';
import { parseYamlDocuments } from '#machinery/yaml.ts';
import { UsageError } from '#sim/usage-error.ts';
import { defineCommand, type Flag, type Invocation } from '../command.ts';
import { resultPrintFlags } from '../flags/print-flags.ts';
import { fileFlags, localFlag } from '../flags/resource-flags.ts';
import { type DryRun, dryRunFlag, fieldManagerFlag, readDryRun } from '../flags/write-flags.ts';
import { createResultPrinter, type ResultPrinter } from '../printers/result-printer.ts';
import { readNamedFile } from '../printers/template-file.ts';
import { type FoundObject, visitObjects } from '../resources/fetch-targets.ts';
import { visitLocalObjects } from '../resources/local-targets.ts';
import { planTargets, type TargetSelection } from '../resources/targets.ts';

type PatchKind = 'json' | 'merge' | 'strategic';

interface PatchOptions {
  readonly selection: TargetSelection;
  readonly patch: unknown;
  readonly type: PatchKind;
  readonly dryRun: DryRun;
  readonly local: boolean;
  readonly subresource: string;
  readonly printer: ResultPrinter;
}

const flags: readonly Flag[] = [
  ...resultPrintFlags,
  dryRunFlag,
  fieldManagerFlag('kubectl-patch'),
  ...fileFlags('naming the objects to patch'),
  localFlag,
  { name: 'patch', shorthand: 'p', type: 'string', default: '', usage: 'The patch, as JSON or YAML.' },
  { name: 'patch-file', type: 'string', default: '', usage: 'File with the patch.' },
  { name: 'subresource', type: 'string', default: '', usage: 'Subresource to patch: status, scale or resize.' },
  { name: 'type', type: 'string', default: 'strategic', usage: 'Type of the patch; one of [json merge strategic].' },
];

async function complete({ args, flags: given, kubectl, process }: Invocation): Promise<PatchOptions> {
  const [inline, file] = [given.string('patch'), given.string('patch-file')];
  if (inline !== '' && file !== '') throw new UsageError('cannot specify --patch and --patch-file together');
  if (inline === '' && file === '') throw new UsageError('must specify --patch or --patch-file containing the contents of the patch');
  const local = given.bool('local');
  if (local && args.length > 0) throw new UsageError('cannot specify --local and server resources');
  const type = given.string('type');
  if (type !== 'json' && type !== 'merge' && type !== 'strategic')
    throw new UsageError(`--type must be one of [json merge strategic], not ${JSON.stringify(type)}`);
  const text = file === '' ? inline : readNamedFile(process, file, (reason) => `unable to read patch file: ${reason}`);
  const files = { filenames: given.strings('filename'), kustomize: given.string('kustomize'), recursive: given.bool('recursive') };
  const dryRun = readDryRun(given);
  return {
    selection: await planTargets(kubectl, process, { args, files }),
    patch: parsePatch(text),
    type,
    dryRun,
    local,
    subresource: given.string('subresource'),
    printer: createResultPrinter(given, process, dryRun),
  };
}

function parsePatch(text: string): unknown {
  let patch: unknown;
  try {
    patch = parseYamlDocuments(text)[0];
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace('error converting YAML to JSON: ', '') : String(error);
    throw new UsageError(`unable to parse ${JSON.stringify(text)}: ${reason}`);
  }
  return patch;
}

async function run(options: PatchOptions, { kubectl, flags: given }: Invocation): Promise<undefined> {
  const { patch, type, dryRun, printer } = options;
  if (options.local || dryRun === 'client') {
    const visit = async ({ object }: FoundObject): Promise<void> => {
      const patched = patchLocally(object, patch, type);
      await printer.print(patched, operationOf(object, patched));
    };
    await (options.local ? visitLocalObjects(options.selection, visit) : visitObjects(kubectl, options.selection, visit));
    return;
  }
  await visitObjects(kubectl, options.selection, async (found) => {
    // What is no object goes to the server all the same, as text: it says what is wrong with it.
    const body = typeof patch === 'object' && patch !== null ? patch : (compactGoJson(patch) as unknown as object);
    const patched = await kubectl.client().patch(found.type, found.namespace, found.name, body, {
      type,
      dryRun: dryRun === 'server',
      fieldManager: given.string('field-manager'),
      ...(options.subresource === '' ? {} : { subresource: options.subresource }),
    });
    await printer.print(patched, operationOf(found.object, patched));
  });
}

function operationOf(before: KubeObject, after: KubeObject): string {
  return isDeepEqual(before, after) ? 'patched (no change)' : 'patched';
}

function patchLocally(object: KubeObject, patch: unknown, type: PatchKind): KubeObject {
  if (type === 'json') return applyJsonPatch(object, patch) as KubeObject;
  if (type === 'merge') return applyMergePatch(object, patch) as KubeObject;
  const schema = kindOf(object.apiVersion, object.kind)?.schema;
  if (schema === undefined) {
    throw new UsageError(`strategic merge patch is not supported for ${object.apiVersion ?? ''}, Kind=${object.kind ?? ''} locally, try --type merge`);
  }
  return applyStrategicMergePatch(schema, { ...object }, patch);
}

export const patchCommand = defineCommand<PatchOptions>({
  name: 'patch',
  usage: 'patch (-f FILENAME | TYPE NAME) [-p PATCH|--patch-file FILE]',
  short: 'Update fields of a resource',
  long: `Update fields of a resource by a strategic merge patch, a JSON merge patch or a JSON patch.

 JSON and YAML formats are accepted.`,
  examples: `  # Patch a node with a strategic merge patch
  kubectl patch node node-1 -p '{"spec":{"unschedulable":true}}'
  
  # Change the image of a container; spec.containers[*].name is the key by which containers are merged
  kubectl patch pod valid-pod -p '{"spec":{"containers":[{"name":"web","image":"nginx:1.27"}]}}'
  
  # Change the image of a container with a JSON patch
  kubectl patch pod valid-pod --type='json' -p='[{"op": "replace", "path": "/spec/containers/0/image", "value":"nginx:1.27"}]'
  
  # Change the number of replicas through the scale subresource
  kubectl patch deployment web --subresource='scale' --type='merge' -p '{"spec":{"replicas":2}}'`,
  flags,
  complete,
  run,
});
