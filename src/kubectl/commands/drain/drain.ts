import { podKind } from '#kinds/pod/pod.ts';
import type { Pod } from '#machinery/generated/types.ts';
import { controllerOf } from '#machinery/owner.ts';
import { isNotFound } from '#machinery/status-errors.ts';
import { UsageError } from '#sim/usage-error.ts';
import { defineCommand, type Invocation } from '../../command.ts';
import { printWarning } from '../../create-context.ts';
import { selectorFlag } from '../../flags/resource-flags.ts';
import { type DryRun, dryRunFlag, dryRunSuffix, readDryRun } from '../../flags/write-flags.ts';
import { PlainError } from '../../kubectl-error.ts';
import { type FoundObject, fetchObjects } from '../../resources/fetch-targets.ts';
import type { TargetSelection } from '../../resources/targets.ts';
import { planNodeTargets, setUnschedulable } from '../cordon.ts';
import { type EvictSettings, evictPod } from './evict-pod.ts';
import { type DrainPolicy, decidePod, formatDecisions, type PodDecision } from './pod-filters.ts';

interface DrainOptions {
  readonly selection: TargetSelection;
  readonly policy: DrainPolicy;
  readonly eviction: EvictSettings;
  readonly podSelector: string;
  readonly dryRun: DryRun;
}

/** Asks whether the DaemonSet that made a pod is there. @returns the server's words when it is not */
async function findMissingDaemonSet(pod: Pod, invocation: Invocation): Promise<string | undefined> {
  const owner = controllerOf(pod);
  if (owner?.kind !== 'DaemonSet') return undefined;
  const type = await invocation.kubectl.resolveKind('apps/v1', 'DaemonSet');
  if (!type) return undefined;
  try {
    await invocation.kubectl.client().get(type, pod.metadata?.namespace ?? '', owner.name);
    return undefined;
  } catch (error) {
    if (isNotFound(error) && error instanceof Error) return error.message;
    throw error;
  }
}

async function decidePods(node: string, options: DrainOptions, invocation: Invocation): Promise<PodDecision[]> {
  const list = await invocation.kubectl.client().list<Pod>(podKind, {
    fieldSelector: `spec.nodeName=${node}`,
    ...(options.podSelector === '' ? {} : { labelSelector: options.podSelector }),
  });
  const decisions: PodDecision[] = [];
  for (const pod of list.items) decisions.push(decidePod(pod, options.policy, await findMissingDaemonSet(pod, invocation)));
  return decisions;
}

async function drainNode(node: FoundObject, options: DrainOptions, invocation: Invocation): Promise<void> {
  const { process } = invocation;
  const decisions = await decidePods(node.name, options, invocation);
  const errors = formatDecisions(decisions, 'error');
  if (errors.length > 0) throw new UsageError(errors.length === 1 ? (errors[0] ?? '') : `[${errors.join(', ')}]`);
  const warnings = formatDecisions(decisions, 'warning');
  if (warnings.length > 0) await printWarning(process, warnings.join('; '));
  const leaving = decisions.filter((decision) => decision.leaves).map((decision) => decision.pod);
  const [doing, done] = options.policy.disableEviction ? ['deleting', 'deleted'] : ['evicting', 'evicted'];
  const suffix = dryRunSuffix(options.dryRun);
  for (const pod of leaving) {
    if (options.dryRun !== 'none') await process.print(`${doing.slice(0, -3)} pod ${pod.metadata?.namespace}/${pod.metadata?.name}${suffix}\n`);
    else await process.print(`${doing} pod ${pod.metadata?.namespace}/${pod.metadata?.name}\n`);
  }
  if (options.dryRun === 'none') {
    for (const pod of leaving) {
      await evictPod(pod, options.eviction, invocation);
      await process.print(`pod/${pod.metadata?.name} ${done}\n`);
    }
  }
  await process.print(`node/${node.name} drained${suffix}\n`);
}

export const drain = defineCommand<DrainOptions>({
  name: 'drain',
  usage: 'drain NODE',
  short: 'Drain node in preparation for maintenance',
  long: `Takes a node out of service: marks it unschedulable and evicts its pods, so that their controllers make them anew elsewhere.

Pods of DaemonSets stay and must be passed over with --ignore-daemonsets. Pods that no controller looks after are only deleted with --force, pods with emptyDir volumes only with --delete-emptydir-data. Disruption budgets are kept: an eviction they forbid is tried again until it is allowed.`,
  examples: `# Empty the node foo, pods without a controller included
kubectl drain foo --force

# Give the pods 15 minutes to end
kubectl drain foo --grace-period=900`,
  flags: [
    selectorFlag,
    dryRunFlag,
    { name: 'force', type: 'bool', default: false, usage: 'Whether to go on although there are pods that declare no controller.' },
    { name: 'ignore-daemonsets', type: 'bool', default: false, usage: 'Whether to pass over pods of DaemonSets.' },
    { name: 'delete-emptydir-data', type: 'bool', default: false, usage: 'Whether to go on although pods use emptyDir volumes, whose data is lost.' },
    { name: 'disable-eviction', type: 'bool', default: false, usage: 'Whether to delete pods instead of evicting them, past their disruption budgets.' },
    { name: 'grace-period', type: 'int', default: -1, usage: 'Seconds that each pod is given to end; below 0, its own.' },
    { name: 'timeout', type: 'duration', default: '0s', usage: 'How long to wait before giving up; 0 waits forever.' },
    { name: 'pod-selector', type: 'string', default: '', usage: 'Label selector of the pods to evict.' },
    { name: 'skip-wait-for-delete-timeout', type: 'int', default: 0, usage: 'Seconds after which a pod that is being deleted is not waited for; 0 waits.' },
    { name: 'chunk-size', type: 'int', default: 500, usage: 'How many objects to ask for at a time; 0 asks for all at once.' },
  ],
  async complete(invocation) {
    const { flags } = invocation;
    return {
      selection: await planNodeTargets(invocation),
      policy: {
        force: flags.bool('force'),
        ignoreDaemonSets: flags.bool('ignore-daemonsets'),
        deleteEmptyDirData: flags.bool('delete-emptydir-data'),
        disableEviction: flags.bool('disable-eviction'),
      },
      eviction: { gracePeriodSeconds: flags.int('grace-period'), timeoutMs: flags.durationMs('timeout'), disableEviction: flags.bool('disable-eviction') },
      podSelector: flags.string('pod-selector'),
      dryRun: readDryRun(flags),
    };
  },
  async run(options, invocation) {
    const nodes = await fetchObjects(invocation.kubectl, options.selection);
    for (const node of nodes) await setUnschedulable(node, true, options.dryRun, invocation);
    for (const [i, node] of nodes.entries()) {
      try {
        await drainNode(node, options, invocation);
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        const pending = nodes.slice(i).map((one) => ` ${one.name}\n`);
        throw new PlainError(
          `error: unable to drain node ${JSON.stringify(node.name)} due to error: ${error.message}, continuing command...\nThere are pending nodes to be drained:\n${pending.join('')}${error.message}`,
        );
      }
    }
    return 0;
  },
});
