import { formatResourcePath } from '#machinery/resource-type.ts';
import { StatusError } from '#machinery/status-error.ts';
import type { Process } from '#os/process.ts';
import { UsageError } from '#sim/usage-error.ts';
import type { DiscoveredResource, KubectlContext } from './kubectl-context.ts';
import { watchEvents } from './watch-events.ts';

/** An object whose end is waited for. `uid` '' stands for whatever has the name. */
export interface DoomedObject {
  readonly type: DiscoveredResource;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

/**
 * Waits until an object is gone, or another has taken its name.
 * @param untilMs virtual time at which to give up
 * @throws UsageError `timed out waiting for the condition on pods/web`, StatusError
 */
export async function waitForDeletion(kubectl: KubectlContext, process: Process, doomed: DoomedObject, untilMs: number): Promise<void> {
  const { type, namespace, name, uid } = doomed;
  while (true) {
    let resourceVersion: string;
    try {
      const { metadata } = await kubectl.client().get(type, namespace, name);
      if (uid !== '' && metadata.uid !== uid) return;
      resourceVersion = metadata.resourceVersion;
    } catch (error) {
      if (error instanceof StatusError && error.code === 404) return;
      throw error;
    }
    const request = {
      method: 'GET' as const,
      path: formatResourcePath(type, namespace),
      query: { fieldSelector: `metadata.name=${name}`, resourceVersion },
    };
    for await (const event of watchEvents(process, kubectl.client().transport, request, untilMs)) {
      if (event.type === 'DELETED') return;
    }
    if (process.simulation.clock.now >= untilMs) throw new UsageError(`timed out waiting for the condition on ${type.plural}/${name}`);
  }
}
