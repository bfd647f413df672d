import type { Subscription, WatchEvent, WatchHandlers } from '#client/transport.ts';
import type { KubeObject } from '#machinery/object.ts';
import type { StatusError } from '#machinery/status-error.ts';
import { badRequest } from '#machinery/status-errors.ts';
import type { Timer } from '#sim/timer-queue.ts';
import type { ApiCall } from '../api-call.ts';
import { isMeant, parseCollectionQuery } from '../collection-query.ts';
import { isTrue, queryText } from '../request-info.ts';
import { parseResourceVersion, tooLargeResourceVersion, tooOldResourceVersion } from '../resource-version.ts';

/** How often a reader that asked for bookmarks is told how far the stream is. */
const BOOKMARK_INTERVAL_MS = 60_000;
const INITIAL_EVENTS_END = 'k8s.io/initial-events-end';

/**
 * Opens a watch. Without a resourceVersion (or with 0) the present objects come first, as ADDED;
 * with one, what has changed since.
 * @param transform the form in which the reader wants objects (a Table, metadata only)
 * @throws StatusError when the request makes no sense
 */
export function openWatch(call: ApiCall, handlers: WatchHandlers, transform: (event: WatchEvent) => WatchEvent): Subscription {
  const { core, request, resource } = call;
  const { clock } = core.simulation;
  const query = parseCollectionQuery(call);
  const since = parseResourceVersion(queryText(request, 'resourceVersion'));
  const wantsInitial = isTrue(request.query?.['sendInitialEvents']);
  const wantsBookmarks = isTrue(request.query?.['allowWatchBookmarks']);
  const startsNow = since === undefined || since === 0 || wantsInitial;
  const timers: Timer[] = [];
  let leave: (() => void) | undefined;
  let closed = false;

  const close = (): void => {
    closed = true;
    leave?.();
    for (const timer of timers) timer.cancel();
  };
  const send = (event: WatchEvent): void => {
    if (!closed) handlers.onEvent(transform(event));
  };
  const end = (error?: StatusError): void => {
    if (closed) return;
    if (error) send({ type: 'ERROR', object: error.status as unknown as KubeObject });
    close();
    handlers.onEnd();
  };
  const bookmark = (annotations?: Readonly<Record<string, string>>): WatchEvent => ({
    type: 'BOOKMARK',
    object: {
      apiVersion: resource.apiVersion,
      kind: resource.kind.kind,
      metadata: { resourceVersion: String(core.store.revision), ...(annotations && { annotations }) },
    },
  });
  const sendInitial = (): void => {
    for (const object of initial) send({ type: 'ADDED', object });
    if (wantsInitial && wantsBookmarks) send(bookmark({ [INITIAL_EVENTS_END]: 'true' }));
  };
  const remindLater = (): void => {
    timers[0] = clock.after(BOOKMARK_INTERVAL_MS, () => {
      send(bookmark());
      remindLater();
    });
  };

  const initial = startsNow ? resource.collection.list(query.namespace).filter((object) => isMeant(query, object)) : [];
  const from = startsNow ? core.store.revision : since;
  if (!startsNow && since > core.store.revision) {
    timers.push(clock.after(0, () => end(tooLargeResourceVersion(since, core.store.revision))));
    return { close };
  }
  leave = resource.collection.watch(from, { interest: query, onEvent: ({ type, object }) => send({ type, object }) });
  if (!leave) {
    timers.push(clock.after(0, () => end(tooOldResourceVersion(from, core.store.compactedRevision))));
    return { close };
  }
  timers.push(clock.after(0, sendInitial));
  if (wantsBookmarks) remindLater();
  const timeoutSeconds = parseTimeout(queryText(request, 'timeoutSeconds'));
  if (timeoutSeconds !== undefined) timers.push(clock.after(timeoutSeconds * 1000, () => end()));
  return { close };
}

function parseTimeout(text: string | undefined): number | undefined {
  if (text === undefined || text === '' || text === '0') return undefined;
  if (!/^\d+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  return Number(text);
}
