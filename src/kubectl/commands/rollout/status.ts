import type { KubeObject, Stored } from '#machinery/object.ts';
import { formatGroupResource } from '#machinery/resource-type.ts';
import { UsageError } from '#sim/usage-error.ts';
import { defineCommand, type Invocation } from '../../command.ts';
import { type FoundObject, visitObjects } from '../../resources/fetch-targets.ts';
import type { TargetSelection } from '../../resources/targets.ts';
import { waitForObject } from '../../resources/wait-for-object.ts';
import { findRollout, planRolloutTargets, rolloutTargetFlags } from './rollout-target.ts';

interface StatusOptions {
  readonly selection: TargetSelection;
  readonly watch: boolean;
  readonly revision: number;
  readonly timeoutMs: number;
}

/** Prints the message of each change (upstream repeats equal ones too) until the rollout is done. What is thrown by the kind (progress deadline) ends it. */
async function followRollout(found: FoundObject, options: StatusOptions, invocation: Invocation): Promise<void> {
  const { process } = invocation;
  const target = findRollout(found);
  if (!target) throw new UsageError(`no status viewer has been implemented for ${formatGroupResource({ group: found.type.group, plural: found.type.kind })}`);
  const messages: string[] = [];
  let failure: unknown;
  const look = (object: KubeObject): boolean => {
    try {
      const { message, done } = target.rollout.status(object as Stored<KubeObject>, options.revision);
      messages.push(message.endsWith('\n') ? message : `${message}\n`);
      return done;
    } catch (error) {
      failure = error;
      return true;
    }
  };
  const done = look(found.object);
  await process.print(messages.splice(0).join(''));
  if (failure) throw failure;
  if (done || !options.watch) return;

  let writing: Promise<void> = Promise.resolve();
  let isFirst = true;
  const outcome = await waitForObject(
    invocation,
    found,
    (event) => {
      if (isFirst && event.object.metadata?.resourceVersion === found.object.metadata.resourceVersion) {
        isFirst = false;
        return false;
      }
      if (event.type === 'DELETED') {
        failure = new UsageError('object has been deleted');
        return true;
      }
      const isDone = look(event.object);
      const text = messages.splice(0).join('');
      writing = writing.then(() => process.print(text));
      return isDone;
    },
    options.timeoutMs,
  );
  await writing;
  if (failure) throw failure;
  if (outcome === undefined) throw new UsageError('timed out waiting for the condition');
}

export const rolloutStatus = defineCommand<StatusOptions>({
  name: 'status',
  usage: 'rollout status (TYPE NAME | TYPE/NAME) [flags]',
  short: 'Show the status of the rollout',
  long: `Shows how far a rollout is, and by default waits until it has come to its end.

With --watch=false it only tells how things stand. With --revision it waits for one revision and ends when another takes its place.`,
  examples: `# Watch the rollout of a Deployment
kubectl rollout status deployment/nginx`,
  flags: [
    ...rolloutTargetFlags,
    { name: 'watch', shorthand: 'w', type: 'bool', default: true, usage: 'Whether to wait until the rollout is done.' },
    { name: 'revision', type: 'int', default: 0, usage: 'The revision to wait for; 0 is the latest.' },
    { name: 'timeout', type: 'duration', default: '0s', usage: 'How long to wait before giving up; 0 waits forever.' },
  ],
  async complete(invocation) {
    const { flags } = invocation;
    const revision = flags.int('revision');
    if (revision < 0) throw new UsageError(`revision must be a positive integer: ${revision}`);
    return { selection: await planRolloutTargets(invocation), watch: flags.bool('watch'), revision, timeoutMs: flags.durationMs('timeout') };
  },
  async run(options, invocation) {
    const count = await visitObjects(invocation.kubectl, options.selection, (found) => followRollout(found, options, invocation));
    if (count === 0) await invocation.process.printError(`No resources found in ${invocation.kubectl.namespace} namespace.\n`);
    return 0;
  },
});
