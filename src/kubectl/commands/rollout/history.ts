import type { Revision } from '#kinds/kind.ts';
import { formatPodTemplate } from '#kinds/pod-template/describe.ts';
import { describeTabs, formatTabs } from '#machinery/tabwriter.ts';
import { UsageError } from '#sim/usage-error.ts';
import { defineCommand, type Invocation } from '../../command.ts';
import { resultPrintFlags } from '../../flags/print-flags.ts';
import { createObjectPrinter } from '../../printers/object-printer.ts';
import { parseOutputFormat, resultFormats } from '../../printers/output-format.ts';
import { formatObjectName } from '../../printers/result-printer.ts';
import { type FoundObject, visitObjects } from '../../resources/fetch-targets.ts';
import type { TargetSelection } from '../../resources/targets.ts';
import { createDescribeContext } from '../describe.ts';
import { findRollout, planRolloutTargets, rolloutTargetFlags } from './rollout-target.ts';

interface HistoryOptions {
  readonly selection: TargetSelection;
  readonly revision: number;
}

function formatHistory(revisions: readonly Revision[]): string {
  const rows = revisions.map((revision) => [String(revision.number), revision.changeCause || '<none>']);
  return formatTabs([['REVISION', 'CHANGE-CAUSE'], ...rows], describeTabs);
}

async function showHistory(found: FoundObject, options: HistoryOptions, invocation: Invocation): Promise<void> {
  const { flags, process, kubectl } = invocation;
  const target = findRollout(found);
  if (!target) throw new UsageError(`no history viewer has been implemented for {${JSON.stringify(found.type.group)} ${JSON.stringify(found.type.kind)}}`);
  const revisions = await target.rollout.history(found.object, createDescribeContext(kubectl.client(), process, false));
  const format = parseOutputFormat(flags.string('output'), flags.string('template'), resultFormats);
  const printer = createObjectPrinter(format, flags, process);
  const chosen = options.revision > 0 ? revisions.filter((revision) => revision.number === options.revision) : revisions;
  if (options.revision > 0 && chosen.length === 0) throw new UsageError('unable to find the specified revision');
  if (printer) {
    for (const revision of chosen) await process.print(printer.format(revision.object, false));
    return;
  }
  const name = formatObjectName(found.object);
  const [only] = chosen;
  if (options.revision > 0 && only) await process.print(`${name} with revision #${options.revision}\n${formatPodTemplate(only.template)}\n`);
  else await process.print(`${name} \n${formatHistory(revisions)}\n`);
}

export const rolloutHistory = defineCommand<HistoryOptions>({
  name: 'history',
  usage: 'rollout history (TYPE NAME | TYPE/NAME) [flags]',
  short: 'View rollout history',
  long: 'Lists the revisions of a rollout, or shows the pod template of one of them.',
  examples: `# The revisions of a Deployment
kubectl rollout history deployment/abc

# What revision 3 of a DaemonSet ran
kubectl rollout history daemonset/abc --revision=3`,
  flags: [...resultPrintFlags, ...rolloutTargetFlags, { name: 'revision', type: 'int', default: 0, usage: 'The revision to show in full.' }],
  async complete(invocation) {
    const revision = invocation.flags.int('revision');
    if (revision < 0) throw new UsageError(`revision must be a positive integer: ${revision}`);
    return { selection: await planRolloutTargets(invocation), revision };
  },
  async run(options, invocation) {
    await visitObjects(invocation.kubectl, options.selection, (found) => showHistory(found, options, invocation));
    return 0;
  },
});
