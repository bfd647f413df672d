import type { PodTemplateSpec } from '#machinery/generated/types.ts';
import { formatTime } from '#machinery/time.ts';
import { UsageError } from '#sim/usage-error.ts';
import { defineCommand, type Invocation } from '../../command.ts';
import { resultPrintFlags } from '../../flags/print-flags.ts';
import { fieldManagerFlag } from '../../flags/write-flags.ts';
import { createResultPrinter } from '../../printers/result-printer.ts';
import { type FoundObject, visitObjects } from '../../resources/fetch-targets.ts';
import { patchObject } from '../../resources/patch-object.ts';
import type { TargetSelection } from '../../resources/targets.ts';
import { findRollout, planRolloutTargets, rolloutTargetFlags } from './rollout-target.ts';

const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt';

async function restart(found: FoundObject, invocation: Invocation): Promise<void> {
  const { kubectl, flags, process } = invocation;
  const target = findRollout(found);
  const access = target?.kind.podTemplate;
  if (!target || !access)
    throw new UsageError(`${found.type.plural}${found.type.group && `.${found.type.group}`} ${JSON.stringify(found.name)} restarting is not supported`);
  if (target.rollout.isPaused?.(found.object)) throw new UsageError(`can't restart paused deployment (run rollout resume first)`);
  const template = (access.get(found.object) ?? {}) as PodTemplateSpec;
  const annotations = { ...template.metadata?.annotations, [RESTARTED_AT]: formatTime(process.simulation.clock.now) };
  const next = access.set(found.object, { ...template, metadata: { ...template.metadata, annotations } });
  const result = await patchObject(kubectl, found, next, { dryRun: 'none', fieldManager: flags.string('field-manager') });
  await createResultPrinter(flags, process).print(result, 'restarted');
}

export const rolloutRestart = defineCommand<TargetSelection>({
  name: 'restart',
  usage: 'rollout restart RESOURCE',
  short: 'Restart a resource',
  long: 'Makes all pods of a Deployment, DaemonSet or StatefulSet anew, by a rollout as after a change of its template.',
  examples: `# Restart all Deployments of the namespace test
kubectl rollout restart deployment -n test

# Restart a Deployment
kubectl rollout restart deployment/nginx

# Restart Deployments with the label app=nginx
kubectl rollout restart deployment --selector=app=nginx`,
  flags: [...resultPrintFlags, ...rolloutTargetFlags, fieldManagerFlag('kubectl-rollout')],
  complete: planRolloutTargets,
  async run(selection, invocation) {
    await visitObjects(invocation.kubectl, selection, (found) => restart(found, invocation));
    return 0;
  },
});
