import type { WatchEvent } from '#client/transport.ts';
import { podKind } from '#kinds/pod/pod.ts';
import type { Pod } from '#machinery/generated/types.ts';
import { formatResourcePath } from '#machinery/resource-type.ts';
import { UsageError } from '#sim/usage-error.ts';
import type { Invocation } from '../../command.ts';
import { PlainError } from '../../kubectl-error.ts';
import { streamLog } from '../../resources/stream-log.ts';
import { waitForObject } from '../../resources/wait-for-object.ts';
import { attach } from '../attach.ts';

/**
 * Goes into a pod that was just created: waits until it runs, attaches, and then takes the exit code of its program.
 * A program that has ended by then has left its log.
 * @returns the exit code
 */
export async function runAttached(pod: Pod, invocation: Invocation): Promise<number> {
  const { flags, kubectl, process } = invocation;
  const target = { type: await kubectl.resolveResource('pods'), namespace: kubectl.namespace, name: pod.metadata?.name ?? '' };
  const phaseOf = (event: WatchEvent): string => (event.object as Pod).status?.phase ?? '';
  const timeoutMs = flags.durationMs('pod-running-timeout');
  const started = await waitForObject(invocation, target, (event) => phaseOf(event) !== 'Pending' && phaseOf(event) !== '', timeoutMs);
  if (started === undefined) throw new UsageError('timed out waiting for the condition');
  if (phaseOf(started) === 'Running') {
    const session = { target: target.name, container: '', stdin: flags.bool('stdin'), tty: flags.bool('tty'), quiet: flags.bool('quiet'), timeoutMs };
    try {
      await attach.run?.(session, invocation);
    } catch (error) {
      if (!(error instanceof PlainError)) throw error;
    }
  } else {
    await streamLog(invocation, { path: formatResourcePath(podKind, target.namespace, target.name, 'log'), query: {}, prefix: '' });
  }
  const restart = flags.string('restart');
  if (flags.bool('leave-stdin-open') || restart === 'Always') return 0;
  const ended = await waitForObject(invocation, target, (event) => hasEnded(event, restart), 0);
  return ended === undefined ? 0 : await exitCodeOf(ended.object as Pod, process);
}

function hasEnded(event: WatchEvent, restart: string): boolean {
  const phase = (event.object as Pod).status?.phase;
  return event.type === 'DELETED' || phase === 'Succeeded' || (phase === 'Failed' && restart === 'Never');
}

async function exitCodeOf(pod: Pod, process: Invocation['process']): Promise<number> {
  if (pod.status?.phase !== 'Failed') return 0;
  const name = `${pod.metadata?.namespace ?? ''}/${pod.metadata?.name ?? ''}`;
  const terminated = pod.status.containerStatuses?.[0]?.state?.terminated;
  if (terminated === undefined || terminated.exitCode === 0) throw new UsageError(`pod ${name} failed with unknown exit code`);
  await process.printError(`pod ${name} terminated (${terminated.reason ?? ''})\n`);
  return terminated.exitCode;
}
