import { type HttpHandler, serveHttp } from '#os/http.ts';
import { type Listener, NetworkError } from '#os/network.ts';
import type { Process, SignalName } from '#os/process.ts';
import { createCancelSource } from '#sim/cancel.ts';
import { waitForSignal } from './wait-for-signal.ts';

/**
 * Serves HTTP on a port until the process is told to end.
 * @returns the signal; a NetworkError when the port is taken
 */
export async function serveUntilSignal(
  process: Process,
  port: number,
  signals: readonly SignalName[],
  handler: HttpHandler,
): Promise<SignalName | NetworkError> {
  let listener: Listener;
  try {
    listener = process.network.listen(port);
  } catch (error) {
    if (error instanceof NetworkError) return error;
    throw error;
  }
  const serving = createCancelSource(process.cancel);
  const ended = waitForSignal(process, signals);
  // Settled from the start: a process that is killed leaves the loop to end by itself.
  const loop = Promise.allSettled([serveHttp(listener, handler, serving.token)]);
  const signal = await ended;
  listener.close();
  serving.cancel();
  await loop;
  return signal;
}
