import { kindOf } from '#kinds/catalog.ts';
import type { KubeObject } from '#machinery/object.ts';
import { StatusError } from '#machinery/status-error.ts';
import { formatYaml } from '#machinery/yaml.ts';
import { ExecError, type Process } from '#os/process.ts';
import { UsageError } from '#sim/usage-error.ts';
import { defineCommand, type Flag, type Invocation } from '../command.ts';
import { fileFlags, selectorFlag } from '../flags/resource-flags.ts';
import { fieldManagerFlag } from '../flags/write-flags.ts';
import { SilentExit, usageErrorOf } from '../kubectl-error.ts';
import { withoutManagedFields } from '../printers/object-printer.ts';
import { withoutLastApplied } from '../resources/last-applied.ts';
import { hasManifests } from '../resources/manifest-files.ts';
import { type NamedTarget, planTargets } from '../resources/targets.ts';
import { planApplyPatch } from './apply/client-side.ts';

/** The exit code of diff for "could not compare", which is not "there are differences". */
const failed = 2;

const flags: readonly Flag[] = [
  { name: 'concurrency', type: 'int', default: 1, usage: 'How many objects to work on at the same time.' },
  fieldManagerFlag('kubectl-client-side-apply'),
  ...fileFlags('with the configurations to compare'),
  { name: 'force-conflicts', type: 'bool', default: false, usage: 'Whether server-side apply takes fields over from other managers.' },
  { name: 'prune', type: 'bool', default: false, usage: 'Whether to show objects that would be pruned.' },
  selectorFlag,
  { name: 'server-side', type: 'bool', default: false, usage: 'Whether the server works out what changes.' },
  { name: 'show-managed-fields', type: 'bool', default: false, usage: 'Whether to compare managed fields too.' },
];

/** An object before and after. */
interface Pair {
  readonly live: KubeObject | undefined;
  readonly merged: KubeObject;
}

async function comparedObjects(target: NamedTarget, { flags: given, kubectl }: Invocation): Promise<Pair> {
  const { type, namespace, name } = target;
  const client = kubectl.client();
  const write = { dryRun: true, fieldManager: given.string('field-manager') };
  let live: KubeObject | undefined;
  try {
    live = await client.get(type, namespace, name);
  } catch (error) {
    if (!(error instanceof StatusError) || error.code !== 404) throw error;
  }
  if (given.bool('server-side')) {
    const force = given.bool('force-conflicts');
    return { live, merged: await client.patch(type, namespace, name, target.object ?? {}, { ...write, type: 'apply', force }) };
  }
  const modified = withoutLastApplied(target.object ?? {});
  if (live === undefined) return { live, merged: await client.create(type, namespace, modified, write) };
  const patch = planApplyPatch(target, modified, live, true);
  if (Object.keys(patch).length === 0) return { live, merged: live };
  const patchType = kindOf(live.apiVersion, live.kind) === undefined ? 'merge' : 'strategic';
  return { live, merged: await client.patch(type, namespace, name, patch, { ...write, type: patchType }) };
}

/** What is secret is compared, but not shown. */
function maskSecrets({ live, merged }: Pair): Pair {
  if (merged.kind !== 'Secret') return { live, merged };
  const before = dataOf(live);
  const after = dataOf(merged);
  const mask = (object: KubeObject, own: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>, suffix: string): KubeObject => {
    if (Object.keys(own).length === 0) return object;
    const data = Object.fromEntries(Object.keys(own).map((key) => [key, other[key] === undefined || other[key] === own[key] ? '***' : `*** (${suffix})`]));
    return { ...object, data } as KubeObject;
  };
  return { live: live && mask(live, before, after, 'before'), merged: mask(merged, after, before, 'after') };
}

function dataOf(object: KubeObject | undefined): Readonly<Record<string, string>> {
  return (object as { readonly data?: Readonly<Record<string, string>> } | undefined)?.data ?? {};
}

/** A folder of one side of the comparison. */
function createFolder(process: Process, prefix: string): string {
  const folder = `${process.env.get('TMPDIR') ?? '/tmp'}/${prefix}-${process.simulation.random.below(4_294_967_296)}`;
  process.fs.makeDirectory(folder, { recursive: true });
  return folder;
}

function fileNameOf({ type, namespace, name }: NamedTarget): string {
  return [...(type.group === '' ? [] : [type.group]), type.version, type.kind, namespace, name].join('.');
}

/** Runs the comparing program of the machine. @returns its exit code */
async function compareFolders(process: Process, live: string, merged: string): Promise<number> {
  const external = process.env.get('KUBECTL_EXTERNAL_DIFF');
  const argv = external ? external.split(' ') : ['diff', '-u', '-N'];
  try {
    return (await process.spawn([...argv, live, merged]).wait(process.cancel)).code;
  } catch (error) {
    if (error instanceof ExecError)
      throw new UsageError(`failed to run "${argv[0] ?? ''}": exec: "${argv[0] ?? ''}": executable file not found in $PATH`, failed);
    throw error;
  }
}

async function run(_: undefined, invocation: Invocation): Promise<number> {
  const { args, flags: given, kubectl, process, commandPath } = invocation;
  const files = { filenames: given.strings('filename'), kustomize: given.string('kustomize'), recursive: given.bool('recursive') };
  if (args.length > 0) throw usageErrorOf(commandPath, `Unexpected args: [${args.join(' ')}]`);
  if (!hasManifests(files)) throw new UsageError('must specify one of -f and -k');
  if (given.bool('prune')) throw new UsageError('--prune is not supported by this kubectl diff');
  const { targets } = await planTargets(kubectl, process, { args: [], files, labelSelector: given.string('selector') });
  const [live, merged] = [createFolder(process, 'LIVE'), createFolder(process, 'MERGED')];
  const shown = (object: KubeObject): string => formatYaml(given.bool('show-managed-fields') ? object : withoutManagedFields(object));
  try {
    for (const target of targets) {
      if ('error' in target) throw target.error;
      const pair = maskSecrets(await comparedObjects(target, invocation));
      if (pair.live !== undefined) process.fs.write(`${live}/${fileNameOf(target)}`, shown(pair.live));
      process.fs.write(`${merged}/${fileNameOf(target)}`, shown(pair.merged));
    }
    const code = await compareFolders(process, live, merged);
    if (code > 1) throw new SilentExit(code);
    return code;
  } finally {
    process.fs.remove(live, { recursive: true, force: true });
    process.fs.remove(merged, { recursive: true, force: true });
  }
}

export const diffCommand = defineCommand<undefined>({
  name: 'diff',
  usage: 'diff -f FILENAME',
  short: 'Diff the live version against a would-be applied version',
  long: `Compare the live objects with what they would be if the files were applied.

 The comparison is printed by the program "diff", or the one that KUBECTL_EXTERNAL_DIFF names (with its parameters).

 Exit status: 0 no differences were found. 1 differences were found. >1 kubectl or diff failed.`,
  examples: `  # Compare the resources of a file with what is on the server
  kubectl diff -f pod.yaml
  
  # Compare what is read on stdin
  cat service.yaml | kubectl diff -f -`,
  flags,
  run,
});
