import type { Node } from '#machinery/generated/types.ts';
import { UsageError } from '#sim/usage-error.ts';
import { type Command, defineCommand, type Flag, type Invocation } from '../command.ts';
import { selectorFlag } from '../flags/resource-flags.ts';
import { type DryRun, dryRunFlag, dryRunSuffix, readDryRun } from '../flags/write-flags.ts';
import { usageErrorOf } from '../kubectl-error.ts';
import { type FoundObject, visitObjects } from '../resources/fetch-targets.ts';
import { sendPatch } from '../resources/patch-object.ts';
import { planTargets, type TargetSelection } from '../resources/targets.ts';

interface CordonOptions {
  readonly selection: TargetSelection;
  readonly dryRun: DryRun;
}

const cordonFlags: readonly Flag[] = [selectorFlag, dryRunFlag];

/**
 * The nodes that `cordon`, `uncordon` and `drain` are for.
 * @throws UsageError
 */
export async function planNodeTargets(invocation: Invocation): Promise<TargetSelection> {
  const { args, flags, kubectl, process, commandPath } = invocation;
  const selector = flags.string('selector');
  if (args.length === 0 && selector === '') throw usageErrorOf(commandPath, `USAGE: ${invocation.commandPath.replace(/^kubectl /, '')} NODE [flags]`);
  if (args.length > 0 && selector !== '') throw new UsageError('error: cannot specify both a node name and a --selector option');
  return planTargets(kubectl, process, { args: selector === '' ? args : [], defaultType: 'nodes', labelSelector: selector });
}

/** Marks a node and prints what was done: `node/x cordoned`, or that it was so already. */
export async function setUnschedulable(found: FoundObject, unschedulable: boolean, dryRun: DryRun, invocation: Invocation): Promise<void> {
  const verb = unschedulable ? 'cordoned' : 'uncordoned';
  const isSo = ((found.object as Node).spec?.unschedulable ?? false) === unschedulable;
  if (!isSo && dryRun !== 'client') {
    const patch = { spec: { unschedulable: unschedulable ? true : null } };
    await sendPatch(invocation.kubectl, found, patch, 'strategic', { dryRun, fieldManager: 'kubectl' });
  }
  await invocation.process.print(`node/${found.name} ${isSo ? 'already ' : ''}${verb}${dryRunSuffix(dryRun)}\n`);
}

function defineCordonCommand(name: string, unschedulable: boolean, texts: Pick<Command, 'short' | 'long' | 'examples'>): Command {
  return defineCommand<CordonOptions>({
    name,
    usage: `${name} NODE`,
    ...texts,
    flags: cordonFlags,
    async complete(invocation) {
      return { selection: await planNodeTargets(invocation), dryRun: readDryRun(invocation.flags) };
    },
    async run({ selection, dryRun }, invocation) {
      await visitObjects(invocation.kubectl, selection, (found) => setUnschedulable(found, unschedulable, dryRun, invocation));
      return 0;
    },
  });
}

export const cordon = defineCordonCommand('cordon', true, {
  short: 'Mark node as unschedulable',
  long: 'Keeps new pods away from a node. The pods that are on it stay.',
  examples: '# Keep new pods away from the node foo\nkubectl cordon foo',
});

export const uncordon = defineCordonCommand('uncordon', false, {
  short: 'Mark node as schedulable',
  long: 'Lets pods onto a node again.',
  examples: '# Let pods onto the node foo again\nkubectl uncordon foo',
});
