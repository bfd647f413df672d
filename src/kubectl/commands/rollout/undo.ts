import type { Revision } from '#kinds/kind.ts';
import { formatPodTemplate } from '#kinds/pod-template/describe.ts';
import { isDeepEqual } from '#machinery/equality.ts';
import type { KubeObject } from '#machinery/object.ts';
import { UsageError } from '#sim/usage-error.ts';
import { defineCommand, type Invocation } from '../../command.ts';
import { resultPrintFlags } from '../../flags/print-flags.ts';
import { type DryRun, dryRunFlag, readDryRun } from '../../flags/write-flags.ts';
import { createResultPrinter } from '../../printers/result-printer.ts';
import { type FoundObject, visitObjects } from '../../resources/fetch-targets.ts';
import { sendPatch } from '../../resources/patch-object.ts';
import type { TargetSelection } from '../../resources/targets.ts';
import { createDescribeContext } from '../describe.ts';
import { findRollout, planRolloutTargets, rolloutTargetFlags } from './rollout-target.ts';

interface UndoOptions {
  readonly selection: TargetSelection;
  /** 0: the one before the latest. */
  readonly toRevision: number;
  readonly dryRun: DryRun;
}

/** @throws UsageError when there is no such revision */
function chooseRevision(revisions: readonly Revision[], toRevision: number): Revision {
  if (toRevision > 0) {
    const found = revisions.find((revision) => revision.number === toRevision);
    if (!found) throw new UsageError(`unable to find specified revision ${toRevision} in history`);
    return found;
  }
  const previous = revisions.at(-2);
  if (!previous) throw new UsageError('no rollout history found for deployment');
  return previous;
}

async function undoRollout(found: FoundObject, options: UndoOptions, invocation: Invocation): Promise<void> {
  const { flags, process, kubectl } = invocation;
  const target = findRollout(found);
  if (!target) throw new UsageError(`no rollbacker has been implemented for {${JSON.stringify(found.type.group)} ${JSON.stringify(found.type.kind)}}`);
  if (target.rollout.isPaused?.(found.object)) {
    throw new UsageError(`you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again`);
  }
  const revisions = await target.rollout.history(found.object, createDescribeContext(kubectl.client(), process, false));
  const revision = chooseRevision(revisions, options.toRevision);
  const print = async (object: KubeObject, operation: string): Promise<void> => createResultPrinter(flags, process, options.dryRun).print(object, operation);
  if (options.dryRun === 'client') return print(found.object, formatPodTemplate(revision.template));
  const present = target.kind.podTemplate?.get(found.object);
  if (present && isDeepEqual(present, revision.template)) {
    return print(found.object, `skipped rollback (current template already matches revision ${revision.number})`);
  }
  const { type, patch } = target.rollout.undoPatch(found.object, revision);
  await sendPatch(kubectl, found, patch, type, { dryRun: options.dryRun, fieldManager: 'kubectl' });
  return print(found.object, 'rolled back');
}

export const rolloutUndo = defineCommand<UndoOptions>({
  name: 'undo',
  usage: 'rollout undo (TYPE NAME | TYPE/NAME) [flags]',
  short: 'Undo a previous rollout',
  long: 'Goes back to the revision before the current one, or to the one that is named.',
  examples: `# Back to the revision before
kubectl rollout undo deployment/abc

# Back to revision 3
kubectl rollout undo daemonset/abc --to-revision=3

# Only look whether it could be done
kubectl rollout undo --dry-run=server deployment/abc`,
  flags: [
    ...resultPrintFlags,
    ...rolloutTargetFlags,
    dryRunFlag,
    { name: 'to-revision', type: 'int', default: 0, usage: 'The revision to go back to; 0 is the one before.' },
  ],
  async complete(invocation) {
    const { flags } = invocation;
    return { selection: await planRolloutTargets(invocation), toRevision: flags.int('to-revision'), dryRun: readDryRun(flags) };
  },
  async run(options, invocation) {
    await visitObjects(invocation.kubectl, options.selection, (found) => undoRollout(found, options, invocation));
    return 0;
  },
});
