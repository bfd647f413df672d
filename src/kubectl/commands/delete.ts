import type { DeleteOptions as ApiDeleteOptions } from '#client/client.ts';
import { StatusError } from '#machinery/status-error.ts';
import { readLines } from '#os/readers.ts';
import { UsageError } from '#sim/usage-error.ts';
import { defineCommand, type Flag, type FlagValues, type Invocation } from '../command.ts';
import { printWarning } from '../create-context.ts';
import { allFlag, allNamespacesFlag, fieldSelectorFlag, fileFlags, selectorFlag } from '../flags/resource-flags.ts';
import { type DryRun, dryRunFlag, dryRunSuffix, readDryRun } from '../flags/write-flags.ts';
import type { DiscoveredResource } from '../kubectl-context.ts';
import { collectable, throwCollected } from '../kubectl-error.ts';
import { listAll } from '../resources/fetch-targets.ts';
import { withSource } from '../resources/source-error.ts';
import { type NamedTarget, planTargets, type TargetSelection } from '../resources/targets.ts';
import { formatKindName } from '../rest-mapping.ts';
import { type DoomedObject, waitForDeletion } from '../wait-for-deletion.ts';

const weekMs = 7 * 24 * 3_600_000;

/** How objects are to go. */
export interface Deletion {
  readonly propagationPolicy: NonNullable<ApiDeleteOptions['propagationPolicy']>;
  /** undefined: the object's own. */
  readonly gracePeriodSeconds: number | undefined;
  readonly force: boolean;
  readonly wait: boolean;
  /** 0 waits (nearly) for ever. */
  readonly timeoutMs: number;
}

interface DeleteOptions extends Deletion {
  readonly selection: TargetSelection;
  readonly ignoreNotFound: boolean;
  readonly interactive: boolean;
  readonly dryRun: DryRun;
  readonly output: string;
}

/** The flags of every command that can delete (`delete`, `replace --force`, `run --rm`). */
export const deletionFlags: readonly Flag[] = [
  {
    name: 'cascade',
    type: 'string',
    default: 'background',
    noOptionDefault: 'background',
    usage: 'Must be "background", "orphan" or "foreground": what becomes of the objects that belong to the deleted one (such as the pods of a ReplicaSet).',
  },
  { name: 'force', type: 'bool', default: false, usage: 'Whether to take the object out of the API at once, without waiting for a graceful end.' },
  {
    name: 'grace-period',
    type: 'int',
    default: -1,
    usage: 'Seconds the object has to end gracefully; negative for its own. 1 means at once; 0 only with --force.',
  },
  { name: 'timeout', type: 'duration', default: 0, usage: 'How long to wait before giving up; zero takes the time from the size of the object.' },
  { name: 'wait', type: 'bool', default: true, usage: 'Whether to wait until the objects are gone, finalizers included.' },
];

const flags: readonly Flag[] = [
  { ...allFlag, usage: 'Whether to delete all objects of the types in the namespace.' },
  allNamespacesFlag,
  ...deletionFlags,
  dryRunFlag,
  fieldSelectorFlag,
  ...fileFlags('naming the objects to delete'),
  { name: 'ignore-not-found', type: 'bool', default: false, usage: 'Whether it is no error when an object is not there. The default with --all.' },
  { name: 'interactive', shorthand: 'i', type: 'bool', default: false, usage: 'Whether to ask before anything is deleted.' },
  { name: 'now', type: 'bool', default: false, usage: 'Whether to end the objects at once (as --grace-period=1).' },
  { name: 'output', shorthand: 'o', type: 'string', default: '', usage: 'Output format. "name" for short output (resource/name).' },
  { name: 'raw', type: 'string', default: '', usage: 'Path to send a DELETE to, as it is.' },
  selectorFlag,
];

/**
 * Reads `deletionFlags`.
 * @throws UsageError for flags that contradict each other
 */
export function readDeletion(flags: FlagValues, now = false): Deletion {
  const force = flags.bool('force');
  let grace = flags.int('grace-period');
  if (now && grace !== -1) throw new UsageError('--now and --grace-period cannot be specified together');
  if (now) grace = 1;
  // Zero would skip the graceful end; only --force may ask for that.
  if (grace === 0 && !force) grace = 1;
  if (force && grace < 0) grace = 0;
  if (force && grace > 0) throw new UsageError('--force and --grace-period greater than 0 cannot be specified together');
  return {
    propagationPolicy: readCascade(flags.string('cascade')),
    gracePeriodSeconds: grace < 0 ? undefined : grace,
    force,
    wait: flags.bool('wait'),
    timeoutMs: flags.durationMs('timeout') || weekMs,
  };
}

function readCascade(value: string): Deletion['propagationPolicy'] {
  switch (value) {
    case 'background':
      return 'Background';
    case 'foreground':
      return 'Foreground';
    case 'orphan':
      return 'Orphan';
    default:
      throw new UsageError(`invalid cascade value (${value}). Must be "background", "foreground", or "orphan"`);
  }
}

/** Warns of a deletion that does not wait for anything to end. */
export async function warnOfForce(deletion: Deletion, { process }: Pick<Invocation, 'process'>): Promise<void> {
  if (!deletion.force || deletion.gracePeriodSeconds !== 0) return;
  await process.printError(
    'Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.\n',
  );
}

async function complete(invocation: Invocation): Promise<DeleteOptions> {
  const { args, flags: given, kubectl, process } = invocation;
  const all = given.bool('all');
  const [labelSelector, fieldSelector, output] = [given.string('selector'), given.string('field-selector'), given.string('output')];
  const deletion = readDeletion(given, given.bool('now'));
  const dryRun = readDryRun(given);
  if (output !== '' && output !== 'name') throw new UsageError(`unexpected -o output mode: ${output}. We only support '-o name'`);
  if (all && labelSelector !== '') throw new UsageError('cannot set --all and --selector at the same time');
  if (all && fieldSelector !== '') throw new UsageError('cannot set --all and --field-selector at the same time');
  const files = { filenames: given.strings('filename'), kustomize: given.string('kustomize'), recursive: given.bool('recursive') };
  const isRaw = given.string('raw') !== '';
  const selection = isRaw
    ? { targets: [], labelSelector: '', fieldSelector: '', singleItem: false }
    : await planTargets(kubectl, process, { args, files, labelSelector, fieldSelector, selectAll: all, allNamespaces: given.bool('all-namespaces') });
  const isSelection = all || labelSelector !== '' || fieldSelector !== '';
  return {
    ...deletion,
    selection,
    ignoreNotFound: given.changed('ignore-not-found') ? given.bool('ignore-not-found') : isSelection,
    interactive: given.bool('interactive'),
    dryRun,
    output,
  };
}

async function run(options: DeleteOptions, invocation: Invocation): Promise<undefined> {
  const { process, kubectl, flags: given } = invocation;
  if (given.string('raw') !== '') {
    const response = await kubectl.client().request({ method: 'DELETE', path: given.string('raw') });
    await process.print(`${JSON.stringify(response.body)}\n`);
    return;
  }
  await warnOfForce(options, invocation);
  const errors: Error[] = [];
  const named = await expandTargets(options, invocation, errors);
  if (options.interactive && options.dryRun === 'none' && !(await confirm(named, invocation))) {
    await process.print('deletion is cancelled\n');
    return;
  }
  if (kubectl.namespaceGiven && !given.bool('all-namespaces') && named.some((target) => !target.type.namespaced)) {
    await printWarning(process, 'deleting cluster-scoped resources, not scoped to the provided namespace');
  }
  const doomed: DoomedObject[] = [];
  for (const target of named) {
    try {
      doomed.push(await deleteOne(options, invocation, target));
    } catch (error) {
      const known = collectable(error);
      if (!(options.ignoreNotFound && known instanceof StatusError && known.code === 404)) errors.push(known);
    }
  }
  throwCollected(errors);
  if (named.length === 0) await process.print('No resources found\n');
  if (!options.wait || options.dryRun !== 'none') return;
  await waitForAll(doomed, options.timeoutMs, invocation);
}

/** Makes objects of collections; what was named by its name is not fetched. */
async function expandTargets(options: DeleteOptions, { kubectl }: Invocation, errors: Error[]): Promise<NamedTarget[]> {
  const named: NamedTarget[] = [];
  for (const target of options.selection.targets) {
    if ('error' in target) errors.push(target.error);
    else if (target.name !== '') named.push(target);
    else {
      for (const { metadata } of await listAll(kubectl.client(), target, options.selection)) {
        named.push({ ...target, namespace: metadata.namespace ?? '', name: metadata.name });
      }
    }
  }
  return named;
}

async function confirm(named: readonly NamedTarget[], { process }: Invocation): Promise<boolean> {
  const lines = named.map(({ type, name }) => `${type.plural}/${name}\n`);
  await process.print(`You are about to delete the following ${named.length} resource(s):\n${lines.join('')}Do you want to continue? (y/N): `);
  for await (const line of readLines(process.stdin, process.cancel)) return /^y(es)?$/i.test(line.text.trim());
  return false;
}

async function deleteOne(options: DeleteOptions, { kubectl, process }: Invocation, target: NamedTarget): Promise<DoomedObject> {
  const { type, namespace, name, source } = target;
  let uid = '';
  if (options.dryRun !== 'client') {
    try {
      uid = await sendDeletion(options, kubectl.client(), target, options.dryRun === 'server');
    } catch (error) {
      throw withSource('deleting', source, collectable(error));
    }
  }
  await process.print(formatDeleted(type, namespace, name, options));
  return { type, namespace, name, uid };
}

/** @returns the uid of what is going, '' when the server did not say */
async function sendDeletion(
  deletion: Deletion,
  client: ReturnType<Invocation['kubectl']['client']>,
  { type, namespace, name }: Pick<NamedTarget, 'type' | 'namespace' | 'name'>,
  dryRun: boolean,
): Promise<string> {
  const answer = await client.delete(type, namespace, name, {
    propagationPolicy: deletion.propagationPolicy,
    dryRun,
    ...(deletion.gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds: deletion.gracePeriodSeconds }),
  });
  const { details, metadata } = answer as { readonly details?: { readonly uid?: string }; readonly metadata?: { readonly uid?: string } };
  return details?.uid ?? metadata?.uid ?? '';
}

function formatDeleted(type: DiscoveredResource, namespace: string, name: string, options: DeleteOptions): string {
  const kind = formatKindName(type);
  if (options.output === 'name') return `${kind}/${name}\n`;
  const operation = options.gracePeriodSeconds === 0 ? 'force deleted' : 'deleted';
  const place = namespace === '' ? '' : ` from ${namespace} namespace`;
  return `${kind} "${name}" ${operation}${place}${dryRunSuffix(options.dryRun)}\n`;
}

async function waitForAll(doomed: readonly DoomedObject[], timeoutMs: number, { kubectl, process }: Invocation): Promise<void> {
  const untilMs = process.simulation.clock.now + timeoutMs;
  const errors: Error[] = [];
  for (const each of doomed) {
    try {
      await waitForDeletion(kubectl, process, each, untilMs);
    } catch (error) {
      const known = collectable(error);
      // Who may delete but not look is not made to wait.
      if (!(known instanceof StatusError && (known.code === 403 || known.code === 405))) errors.push(known);
    }
  }
  throwCollected(errors);
}

/** Deletes one object and waits for its end when the deletion says so. @throws StatusError, UsageError */
export async function deleteAndWait(deletion: Deletion, target: Pick<NamedTarget, 'type' | 'namespace' | 'name'>, invocation: Invocation): Promise<void> {
  const uid = await sendDeletion(deletion, invocation.kubectl.client(), target, false);
  if (deletion.wait) await waitForAll([{ ...target, uid }], deletion.timeoutMs, invocation);
}

export const deleteCommand = defineCommand<DeleteOptions>({
  name: 'delete',
  usage: 'delete ([-f FILENAME] | [-k DIRECTORY] | TYPE [(NAME | -l label | --all)])',
  short: 'Delete resources by file names, stdin, resources and names, or by resources and label selector',
  long: `Delete resources by file names, stdin, resources and names, or by resources and label selector.

 Only one of these ways at a time. Some resources, such as pods, end gracefully: they are told to stop and get time for it before they are killed (--grace-period). With --force an object is taken out of the API at once, whether what it stands for has ended or not.

 Deleting checks no versions: what someone else changed in the meantime is lost with the object.`,
  examples: `  # Delete what a file describes
  kubectl delete -f ./pod.yaml
  
  # Delete a pod and a service of the same names
  kubectl delete pod,service baz foo
  
  # Delete pods and services with a label
  kubectl delete pods,services -l app=web
  
  # Delete a pod with as little delay as possible
  kubectl delete pod web-0 --now
  
  # Take a pod of a dead node out of the API
  kubectl delete pod web-0 --force
  
  # Delete all pods
  kubectl delete pods --all`,
  flags,
  suggestFor: ['rm'],
  complete,
  run,
});
