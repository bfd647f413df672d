import type { ApiRequest, Transport, WatchEvent } from '#client/transport.ts';
import { type Status, StatusError } from '#machinery/status-error.ts';
import type { Process } from '#os/process.ts';

/**
 * The events of a watch one after another, until the server ends it or the time is up.
 * @param untilMs virtual time at which to stop
 * @throws StatusError when the server refuses or reports an error, TransportError, Cancelled
 */
export async function* watchEvents(process: Process, transport: Transport, request: ApiRequest, untilMs?: number): AsyncGenerator<WatchEvent> {
  const { clock } = process.simulation;
  const queue: WatchEvent[] = [];
  let end: { readonly error: Error | undefined } | undefined;
  let wake: (() => void) | undefined;
  const subscription = transport.watch(
    { ...request, query: { ...request.query, watch: 'true' } },
    {
      onEvent(event) {
        queue.push(event);
        wake?.();
      },
      onEnd(error) {
        end = { error };
        wake?.();
      },
    },
  );
  const timer = untilMs === undefined ? undefined : clock.at(untilMs, () => wake?.());
  try {
    while (true) {
      for (let event = queue.shift(); event !== undefined; event = queue.shift()) {
        if (event.type === 'ERROR') throw new StatusError(event.object as unknown as Status);
        yield event;
      }
      if (end?.error !== undefined) throw end.error;
      if (end !== undefined || (untilMs !== undefined && clock.now >= untilMs)) return;
      await clock.wait<void>((resume) => {
        wake = resume;
        return () => {
          wake = undefined;
        };
      }, process.cancel);
      wake = undefined;
    }
  } finally {
    timer?.cancel();
    subscription.close();
  }
}
