import { compactGoJson } from '#machinery/json.ts';
import { validateLabelValue } from '#machinery/label-validation.ts';
import type { KubeObject } from '#machinery/object.ts';
import { UsageError } from '#sim/usage-error.ts';
import { defineCommand, type Flag, type Invocation } from '../command.ts';
import { resultPrintFlags } from '../flags/print-flags.ts';
import { allFlag, allNamespacesFlag, fieldSelectorFlag, fileFlags, localFlag, selectorFlag } from '../flags/resource-flags.ts';
import { type DryRun, dryRunFlag, fieldManagerFlag, readDryRun } from '../flags/write-flags.ts';
import { createResultPrinter } from '../printers/result-printer.ts';
import { type FoundObject, visitObjects } from '../resources/fetch-targets.ts';
import { visitLocalObjects } from '../resources/local-targets.ts';
import { patchObject } from '../resources/patch-object.ts';
import { splitChanges } from '../resources/split-changes.ts';
import { planTargets, type TargetSelection } from '../resources/targets.ts';

interface LabelOptions {
  readonly resources: readonly string[];
  readonly set: ReadonlyMap<string, string>;
  readonly remove: readonly string[];
  readonly selection: TargetSelection;
  readonly dryRun: DryRun;
}

/** The flags that `label` and `annotate` share. */
export const metadataFlags: readonly Flag[] = [
  ...resultPrintFlags,
  ...fileFlags('naming the objects to change'),
  allFlag,
  allNamespacesFlag,
  selectorFlag,
  fieldSelectorFlag,
  localFlag,
  dryRunFlag,
  { name: 'overwrite', type: 'bool', default: false, usage: 'Whether a key that is set already may get another value.' },
  { name: 'resource-version', type: 'string', default: '', usage: 'Change the object only if this is its version. For a single object.' },
];

/** The objects that `label` and `annotate` are to change. */
export async function planMetadataTargets(invocation: Invocation, resources: readonly string[]): Promise<TargetSelection> {
  const { flags, kubectl, process } = invocation;
  const filenames = flags.strings('filename');
  if (flags.bool('all') && flags.string('selector') !== '') throw new UsageError('cannot set --all and --selector at the same time');
  if (flags.bool('all') && flags.string('field-selector') !== '') throw new UsageError('cannot set --all and --field-selector at the same time');
  if (resources.length < 1 && filenames.length === 0 && flags.string('kustomize') === '') {
    throw new UsageError('one or more resources must be specified as <resource> <name> or <resource>/<name>');
  }
  return planTargets(kubectl, process, {
    files: { filenames, recursive: flags.bool('recursive'), kustomize: flags.string('kustomize') },
    args: resources,
    labelSelector: flags.string('selector'),
    fieldSelector: flags.string('field-selector'),
    allNamespaces: flags.bool('all-namespaces'),
    selectAll: flags.bool('all'),
  });
}

/** Visits the objects of the server, or with `--local` those of the files as they are written. */
export async function visitMetadataTargets(invocation: Invocation, selection: TargetSelection, visit: (found: FoundObject) => Promise<void>): Promise<void> {
  if (invocation.flags.bool('local')) await visitLocalObjects(selection, visit);
  else await visitObjects(invocation.kubectl, selection, visit);
}

function parseLabelChanges(changes: readonly string[]): Pick<LabelOptions, 'set' | 'remove'> {
  const set = new Map<string, string>();
  const remove: string[] = [];
  for (const change of changes) {
    if (change.includes('=')) {
      const parts = change.split('=');
      const [key = '', value = ''] = parts;
      if (parts.length !== 2) throw new UsageError(`invalid label spec: ${change}`);
      const problems = validateLabelValue(value);
      if (problems.length > 0) throw new UsageError(`invalid label value: ${JSON.stringify(change)}: ${problems.join(';')}`);
      set.set(key, value);
    } else remove.push(change.slice(0, -1));
  }
  const both = remove.find((key) => set.has(key));
  if (both !== undefined) throw new UsageError('can not both modify and remove a label in the same command');
  return { set, remove };
}

function refuseOverwrites(labels: Readonly<Record<string, string>>, set: ReadonlyMap<string, string>): void {
  const problems = [...set].flatMap(([key, value]) => {
    const present = labels[key];
    return present === undefined || present === value ? [] : [`'${key}' already has a value (${present}), and --overwrite is false`];
  });
  if (problems.length === 1) throw new UsageError(problems[0] ?? '');
  if (problems.length > 1) throw new UsageError(`[${problems.join(', ')}]`);
}

async function listLabels(found: FoundObject, isSingle: boolean, invocation: Invocation): Promise<void> {
  const indent = isSingle ? '' : ' ';
  const heading = isSingle ? '' : `Listing labels for ${found.type.kind}.${found.type.group}/${found.name}:\n`;
  const labels = Object.entries(found.object.metadata.labels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  await invocation.process.print(heading + labels.map(([key, value]) => `${indent}${key}=${value}\n`).join(''));
}

async function relabel(found: FoundObject, options: LabelOptions, invocation: Invocation): Promise<void> {
  const { flags, kubectl, process } = invocation;
  const before = found.object.metadata.labels ?? {};
  if (!flags.bool('overwrite')) refuseOverwrites(before, options.set);
  const labels = { ...before, ...Object.fromEntries(options.set) };
  for (const key of options.remove) {
    if (!(key in labels)) await process.print(`label "${key}" not found.\n`);
    delete labels[key];
  }
  const version = flags.string('resource-version');
  const metadata = { ...found.object.metadata, labels, ...(version === '' ? {} : { resourceVersion: version }) };
  const next: KubeObject = { ...found.object, metadata };
  const operation = nameChange(found.object, next, flags.bool('overwrite'));
  const result = flags.bool('local')
    ? next
    : await patchObject(kubectl, found, next, { dryRun: options.dryRun, fieldManager: flags.string('field-manager'), merge: true });
  await createResultPrinter(flags, process, options.dryRun).print(result, operation);
}

// As upstream: a shorter object without --overwrite has lost a label.
function nameChange(before: KubeObject, next: KubeObject, overwrite: boolean): string {
  const [old, changed] = [compactGoJson(before), compactGoJson(next)];
  if (old === changed) return 'not labeled';
  return !overwrite && changed.length < old.length ? 'unlabeled' : 'labeled';
}

export const label = defineCommand<LabelOptions>({
  name: 'label',
  usage: 'label [--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version]',
  short: 'Update the labels on a resource',
  long: `Sets, changes and removes labels.

A key begins with a letter or digit and may hold letters, digits, hyphens, dots and underscores, 63 characters at most; a DNS name and a slash may stand before it. A value may be empty. A key with a minus sign behind it is removed. A label that has another value already is only changed with --overwrite.`,
  examples: `# Set a label on the pod foo
kubectl label pods foo tier=front

# Give it another value
kubectl label --overwrite pods foo tier=back

# Label every pod of the namespace
kubectl label pods --all checked=yes

# Take a label away
kubectl label pods foo tier-`,
  flags: [
    ...metadataFlags,
    { name: 'list', type: 'bool', default: false, usage: 'Whether to print the labels of each object.' },
    fieldManagerFlag('kubectl-label'),
  ],
  async complete(invocation) {
    const { resources, changes } = splitChanges(invocation.args, 'label');
    const dryRun = readDryRun(invocation.flags);
    const parsed = parseLabelChanges(changes);
    const selection = await planMetadataTargets(invocation, resources);
    if (changes.length === 0 && !invocation.flags.bool('list')) throw new UsageError('at least one label update is required');
    return { resources, ...parsed, selection, dryRun };
  },
  async run(options, invocation) {
    const isList = invocation.flags.bool('list');
    await visitMetadataTargets(invocation, options.selection, async (found) => {
      if (options.set.size > 0 || options.remove.length > 0) await relabel(found, options, invocation);
      if (isList) await listLabels(found, options.selection.singleItem, invocation);
    });
    return 0;
  },
});
