import type { WatchEvent } from '#client/transport.ts';
import type { KubeObject } from '#machinery/object.ts';
import { formatResourcePath } from '#machinery/resource-type.ts';
import type { Invocation } from '../command.ts';
import { watchEvents } from '../watch-events.ts';
import type { FoundObject } from './fetch-targets.ts';

/** Months: what "no limit" comes to where something must have one. */
const FOREVER_MS = 7 * 24 * 3600 * 1000;

/**
 * Watches one object until a predicate holds for one of its events. The object as it is now comes first, as ADDED;
 * if it is not there, nothing comes until it is created, except that `missing` is asked at once.
 * @param timeoutMs virtual milliseconds; 0 or less is a week
 * @returns the event for which it held; undefined when time ran out
 * @throws StatusError when the server refuses the watch, Cancelled
 */
export async function waitForObject(
  invocation: Invocation,
  target: Pick<FoundObject, 'type' | 'namespace' | 'name'>,
  holds: (event: WatchEvent) => boolean,
  timeoutMs: number,
  missing?: () => boolean,
): Promise<WatchEvent | undefined> {
  const { kubectl, process } = invocation;
  const { clock } = process.simulation;
  const deadline = clock.now + (timeoutMs > 0 ? timeoutMs : FOREVER_MS);
  const fieldSelector = `metadata.name=${target.name}`;
  const list = await kubectl.client().list<KubeObject>(target.type, { namespace: target.namespace, fieldSelector });
  for (const object of list.items) {
    const event: WatchEvent = { type: 'ADDED', object };
    if (holds(event)) return event;
  }
  if (list.items.length === 0 && missing?.()) return { type: 'DELETED', object: {} };
  const request = {
    method: 'GET' as const,
    path: formatResourcePath(target.type, target.namespace),
    query: { fieldSelector, ...(list.metadata.resourceVersion ? { resourceVersion: list.metadata.resourceVersion } : {}) },
  };
  for await (const event of watchEvents(process, kubectl.client().transport, request, deadline)) if (holds(event)) return event;
  return undefined;
}
