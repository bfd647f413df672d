import { podKind } from '#kinds/pod/pod.ts';
import type { Pod } from '#machinery/generated/types.ts';
import { formatResourcePath } from '#machinery/resource-type.ts';
import { StatusError } from '#machinery/status-error.ts';
import { isNotFound } from '#machinery/status-errors.ts';
import { UsageError } from '#sim/usage-error.ts';
import type { Invocation } from '../../command.ts';
import { waitForObject } from '../../resources/wait-for-object.ts';

const RETRY_MS = 5000;
const TOO_MANY_REQUESTS = 429;

export interface EvictSettings {
  /** -1: the pod's own. */
  readonly gracePeriodSeconds: number;
  readonly timeoutMs: number;
  readonly disableEviction: boolean;
}

/**
 * Evicts one pod (or deletes it, with --disable-eviction) and waits until it is gone. While a disruption budget forbids it, tries again every 5 s.
 * @throws StatusError, UsageError when time runs out
 */
export async function evictPod(pod: Pod, settings: EvictSettings, invocation: Invocation): Promise<void> {
  const { name = '', namespace = '', uid } = pod.metadata ?? {};
  const { process } = invocation;
  const deadline = settings.timeoutMs > 0 ? process.simulation.clock.now + settings.timeoutMs : Number.POSITIVE_INFINITY;
  while (!(await requestRemoval(namespace, name, settings, invocation))) {
    if (process.simulation.clock.now >= deadline)
      throw new UsageError(
        `error when evicting pods/${JSON.stringify(name)} -n ${JSON.stringify(namespace)}: global timeout reached: ${settings.timeoutMs / 1000}s`,
      );
    await process.printError(
      `error when evicting pods/${JSON.stringify(name)} -n ${JSON.stringify(namespace)} (will retry after 5s): Cannot evict pod as it would violate the pod's disruption budget.\n`,
    );
    await process.sleep(RETRY_MS);
  }
  const isGone = (event: { readonly type: string; readonly object: Pod }): boolean => event.type === 'DELETED' || event.object.metadata?.uid !== uid;
  const gone = await waitForObject(invocation, { type: podKind, namespace, name } as never, isGone, settings.timeoutMs, () => true);
  if (gone === undefined)
    throw new UsageError(
      `error when waiting for pod ${JSON.stringify(name)} in namespace ${JSON.stringify(namespace)} to terminate: global timeout reached: ${settings.timeoutMs / 1000}s`,
    );
}

/** @returns false when a disruption budget does not allow it now */
async function requestRemoval(namespace: string, name: string, settings: EvictSettings, { kubectl }: Invocation): Promise<boolean> {
  const deleteOptions = settings.gracePeriodSeconds >= 0 ? { gracePeriodSeconds: settings.gracePeriodSeconds } : {};
  try {
    if (settings.disableEviction) await kubectl.client().delete(podKind, namespace, name, deleteOptions);
    else {
      const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace }, deleteOptions };
      await kubectl.client().request({ method: 'POST', path: formatResourcePath(podKind, namespace, name, 'eviction'), body });
    }
    return true;
  } catch (error) {
    if (isNotFound(error)) return true;
    if (error instanceof StatusError && error.code === TOO_MANY_REQUESTS) return false;
    throw error;
  }
}
