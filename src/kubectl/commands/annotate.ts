import type { KubeObject } from '#machinery/object.ts';
import { UsageError } from '#sim/usage-error.ts';
import { defineCommand, type Invocation } from '../command.ts';
import { type DryRun, fieldManagerFlag, readDryRun } from '../flags/write-flags.ts';
import { createResultPrinter } from '../printers/result-printer.ts';
import type { FoundObject } from '../resources/fetch-targets.ts';
import { patchObject } from '../resources/patch-object.ts';
import { splitChanges } from '../resources/split-changes.ts';
import type { TargetSelection } from '../resources/targets.ts';
import { metadataFlags, planMetadataTargets, visitMetadataTargets } from './label.ts';

interface AnnotateOptions {
  readonly set: ReadonlyMap<string, string>;
  readonly remove: readonly string[];
  readonly selection: TargetSelection;
  readonly dryRun: DryRun;
}

/**
 * Takes `key=value` and `key-` apart; a value may hold further equals signs.
 * @throws UsageError
 */
function parseAnnotationChanges(changes: readonly string[]): Pick<AnnotateOptions, 'set' | 'remove'> {
  const set = new Map<string, string>();
  const remove: string[] = [];
  for (const change of changes) {
    const equals = change.indexOf('=');
    if (equals > 0) set.set(change.slice(0, equals), change.slice(equals + 1));
    else remove.push(change.slice(0, -1));
  }
  const both = remove.filter((key) => set.has(key));
  if (both.length > 0) throw new UsageError(`can not both modify and remove the following annotation(s) in the same command: ${both.join(', ')}`);
  return { set, remove };
}

function refuseOverwrites(annotations: Readonly<Record<string, string>>, set: ReadonlyMap<string, string>): void {
  const declared = [...set.keys()].filter((key) => key in annotations).map((key) => `'${key}' already has a value (${annotations[key]})`);
  if (declared.length > 0) throw new UsageError(`--overwrite is false but found the following declared annotation(s): ${declared.join('; ')}`);
}

async function reannotate(found: FoundObject, options: AnnotateOptions, invocation: Invocation): Promise<void> {
  const { flags, kubectl, process } = invocation;
  const annotations = { ...found.object.metadata.annotations };
  if (!flags.bool('overwrite')) refuseOverwrites(annotations, options.set);
  for (const [key, value] of options.set) annotations[key] = value;
  for (const key of options.remove) delete annotations[key];
  const version = flags.string('resource-version');
  const next: KubeObject = { ...found.object, metadata: { ...found.object.metadata, annotations, ...(version === '' ? {} : { resourceVersion: version }) } };
  const result = flags.bool('local')
    ? next
    : await patchObject(kubectl, found, next, { dryRun: options.dryRun, fieldManager: flags.string('field-manager'), merge: true });
  await createResultPrinter(flags, process, options.dryRun).print(result, 'annotated');
}

async function listAnnotations(found: FoundObject, isSingle: boolean, invocation: Invocation): Promise<void> {
  const indent = isSingle ? '' : ' ';
  const heading = isSingle ? '' : `Listing annotations for ${found.type.kind}.${found.type.group}/${found.name}:\n`;
  const annotations = Object.entries(found.object.metadata.annotations ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  await invocation.process.print(heading + annotations.map(([key, value]) => `${indent}${key}=${value}\n`).join(''));
}

export const annotate = defineCommand<AnnotateOptions>({
  name: 'annotate',
  usage: 'annotate [--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version]',
  short: 'Update the annotations on a resource',
  long: `Sets, changes and removes annotations: key/value pairs that hold any text, for people and for tools.

A key with a minus sign behind it is removed. An annotation that is there already is only changed with --overwrite.`,
  examples: `# Say why the Deployment web was changed
kubectl annotate deployment web kubernetes.io/change-cause='new logo'

# Give an annotation another value
kubectl annotate --overwrite pods foo description='my front end'

# Take an annotation away
kubectl annotate pods foo description-`,
  flags: [
    ...metadataFlags,
    { name: 'list', type: 'bool', default: false, usage: 'Whether to print the annotations of each object.' },
    fieldManagerFlag('kubectl-annotate'),
  ],
  async complete(invocation) {
    const { resources, changes } = splitChanges(invocation.args, 'annotation');
    const dryRun = readDryRun(invocation.flags);
    const parsed = parseAnnotationChanges(changes);
    const selection = await planMetadataTargets(invocation, resources);
    if (changes.length === 0 && !invocation.flags.bool('list')) throw new UsageError('at least one annotation update is required');
    return { ...parsed, selection, dryRun };
  },
  async run(options, invocation) {
    await visitMetadataTargets(invocation, options.selection, async (found) => {
      if (options.set.size > 0 || options.remove.length > 0) await reannotate(found, options, invocation);
      if (invocation.flags.bool('list')) await listAnnotations(found, options.selection.singleItem, invocation);
    });
    return 0;
  },
});
