import type { KubeObject } from '#machinery/object.ts';
import { UsageError } from '#sim/usage-error.ts';
import { type Command, defineCommand, type Invocation } from '../../command.ts';
import { resultPrintFlags } from '../../flags/print-flags.ts';
import { fieldManagerFlag } from '../../flags/write-flags.ts';
import { createResultPrinter } from '../../printers/result-printer.ts';
import { type FoundObject, visitObjects } from '../../resources/fetch-targets.ts';
import { patchObject } from '../../resources/patch-object.ts';
import type { TargetSelection } from '../../resources/targets.ts';
import { findRollout, planRolloutTargets, rolloutTargetFlags } from './rollout-target.ts';

async function setPaused(found: FoundObject, paused: boolean, verb: string, invocation: Invocation): Promise<void> {
  const { kubectl, flags, process } = invocation;
  const rollout = findRollout(found)?.rollout;
  if (!rollout?.withPaused || !rollout.isPaused)
    throw new UsageError(
      `${found.type.plural}${found.type.group && `.${found.type.group}`} ${JSON.stringify(found.name)} ${paused ? 'pausing' : 'resuming'} is not supported`,
    );
  if (rollout.isPaused(found.object) === paused) {
    throw new UsageError(
      `${found.type.plural}${found.type.group && `.${found.type.group}`} ${JSON.stringify(found.name)} is ${paused ? 'already' : 'not'} paused`,
    );
  }
  const next: KubeObject = rollout.withPaused(found.object, paused);
  const result = await patchObject(kubectl, found, next, { dryRun: 'none', fieldManager: flags.string('field-manager') });
  await createResultPrinter(flags, process).print(result, verb);
}

function definePauseCommand(name: string, paused: boolean, verb: string, texts: Pick<Command, 'short' | 'long' | 'examples'>): Command {
  return defineCommand<TargetSelection>({
    name,
    usage: `rollout ${name} RESOURCE`,
    ...texts,
    flags: [...resultPrintFlags, ...rolloutTargetFlags, fieldManagerFlag('kubectl-rollout')],
    complete: planRolloutTargets,
    async run(selection, invocation) {
      await visitObjects(invocation.kubectl, selection, (found) => setPaused(found, paused, verb, invocation));
      return 0;
    },
  });
}

export const rolloutPause = definePauseCommand('pause', true, 'paused', {
  short: 'Mark the provided resource as paused',
  long: 'Stops a Deployment from being rolled out. What changes meanwhile is rolled out when it is resumed.',
  examples: '# Change several things at once: pause, change, resume\nkubectl rollout pause deployment/nginx',
});

export const rolloutResume = definePauseCommand('resume', false, 'resumed', {
  short: 'Resume a paused resource',
  long: 'Lets a paused Deployment be rolled out again.',
  examples: '# Resume a paused Deployment\nkubectl rollout resume deployment/nginx',
});
