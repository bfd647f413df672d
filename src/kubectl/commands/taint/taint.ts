import type { Node } from '#machinery/generated/types.ts';
import { UsageError } from '#sim/usage-error.ts';
import { defineCommand } from '../../command.ts';
import { resultPrintFlags } from '../../flags/print-flags.ts';
import { selectorFlag } from '../../flags/resource-flags.ts';
import { type DryRun, dryRunFlag, fieldManagerFlag, readDryRun, validateFlag } from '../../flags/write-flags.ts';
import { usageErrorOf } from '../../kubectl-error.ts';
import { createResultPrinter } from '../../printers/result-printer.ts';
import { visitObjects } from '../../resources/fetch-targets.ts';
import { patchObject } from '../../resources/patch-object.ts';
import { splitChanges } from '../../resources/split-changes.ts';
import { planTargets, type TargetSelection } from '../../resources/targets.ts';
import { parseTaintChanges, planTaints, type TaintChanges } from './taint-changes.ts';

interface TaintOptions {
  readonly changes: TaintChanges;
  readonly selection: TargetSelection;
  readonly dryRun: DryRun;
}

const isTaint = (word: string): boolean => word.includes('=') || word.includes(':') || word.endsWith('-');

function parseChanges(words: readonly string[], commandPath: string): TaintChanges {
  try {
    return parseTaintChanges(words);
  } catch (error) {
    if (error instanceof UsageError && !error.message.startsWith('can not both')) throw usageErrorOf(commandPath, error.message);
    throw error;
  }
}

export const taint = defineCommand<TaintOptions>({
  name: 'taint',
  usage: 'taint NODE NAME KEY_1=VAL_1:TAINT_EFFECT_1 ... KEY_N=VAL_N:TAINT_EFFECT_N',
  short: 'Update the taints on one or more nodes',
  long: `Sets, changes and removes taints of nodes.

A taint is a key, a value and an effect: key=value:effect. The value may be left out. The effect is NoSchedule, PreferNoSchedule or NoExecute. A taint with a minus sign behind it is removed; without an effect, all taints with the key are.`,
  examples: `# Keep pods away from the node foo unless they tolerate dedicated=special
kubectl taint nodes foo dedicated=special:NoSchedule

# Take that taint away
kubectl taint nodes foo dedicated:NoSchedule-

# Take all taints with the key dedicated away
kubectl taint nodes foo dedicated-

# Taint every node with the label zone=a
kubectl taint node -l zone=a dedicated=special:PreferNoSchedule`,
  flags: [
    ...resultPrintFlags,
    { name: 'all', type: 'bool', default: false, usage: 'Whether to change all nodes of the cluster.' },
    { name: 'overwrite', type: 'bool', default: false, usage: 'Whether a taint that is there already may get another value.' },
    selectorFlag,
    dryRunFlag,
    validateFlag,
    fieldManagerFlag('kubectl-taint'),
  ],
  async complete(invocation) {
    const { args, flags, kubectl, process, commandPath } = invocation;
    const { resources, changes } = splitChanges(args, 'taint', isTaint);
    const [typeWord, ...names] = resources;
    if (typeWord === undefined) throw new UsageError('one or more resources must be specified as <resource> <name>');
    if (changes.length === 0) throw new UsageError('at least one taint update is required');
    const parsed = parseChanges(changes, commandPath);
    const type = await kubectl.resolveResource(typeWord.toLowerCase());
    if (type.kind !== 'Node') throw new UsageError(`invalid resource type ${typeWord.toLowerCase()}, only node types are supported`);
    const isAll = flags.bool('all');
    const selector = flags.string('selector');
    if (isAll && selector !== '') throw new UsageError("setting 'all' parameter with a non empty selector is prohibited");
    if (!isAll && selector === '' && names.length === 0) {
      throw new UsageError("at least one resource name must be specified since 'all' parameter is not set");
    }
    const targets = isAll || selector !== '' ? ['nodes'] : ['nodes', ...names];
    const selection = await planTargets(kubectl, process, { args: targets, labelSelector: selector, selectAll: isAll });
    return { changes: parsed, selection, dryRun: readDryRun(flags) };
  },
  async run({ changes, selection, dryRun }, invocation) {
    const { flags, kubectl, process } = invocation;
    await visitObjects(kubectl, selection, async (found) => {
      const node = found.object as Node;
      const { taints, operation } = planTaints(found.name, node.spec?.taints ?? [], changes, flags.bool('overwrite'));
      const next: Node = { ...node, spec: { ...node.spec, taints } };
      const result = await patchObject(kubectl, found, next, { dryRun, fieldManager: flags.string('field-manager'), always: true });
      await createResultPrinter(flags, process, dryRun).print(result, operation);
    });
    return 0;
  },
});
