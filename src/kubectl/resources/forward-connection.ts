import type { Transport } from '#client/transport.ts';
import { NetworkError, type Socket } from '#os/network.ts';
import type { Process } from '#os/process.ts';
import { BrokenPipeError } from '#os/stream.ts';
import { Cancelled } from '#sim/cancel.ts';

// The channels of one forwarded port; the first message of each is the port's number.
const [DATA, FAILURE] = [0, 1];

/**
 * Copies bytes both ways between a connection here and a port of a pod, until one side ends.
 * What the pod's node refuses is said on the standard error.
 * @param target the `portforward` subresource of the pod, and the port
 */
export async function forwardConnection(
  transport: Transport,
  target: { readonly path: string; readonly port: number },
  socket: Socket,
  process: Process,
): Promise<void> {
  const { clock } = process.simulation;
  const arrived: Uint8Array[] = [];
  const seen = new Set<number>();
  let failure = '';
  let isClosed = false;
  let wake: (() => void) | undefined;
  const connection = transport.channels(
    { method: 'GET', path: target.path, query: { ports: String(target.port) } },
    {
      onOpen() {},
      onMessage(channel, bytes) {
        if (!seen.has(channel)) seen.add(channel);
        else if (channel === DATA) arrived.push(bytes);
        else if (channel === FAILURE) failure += new TextDecoder().decode(bytes);
        wake?.();
      },
      onClose(error) {
        isClosed = true;
        if (error !== undefined) failure = error.message;
        wake?.();
      },
    },
  );
  const outbound = async (): Promise<void> => {
    for (let bytes = await socket.read(process.cancel); bytes; bytes = await socket.read(process.cancel)) connection.send(DATA, bytes);
    connection.closeChannel(DATA);
  };
  const inbound = async (): Promise<void> => {
    while (true) {
      for (const bytes of arrived.splice(0)) await socket.write(bytes, process.cancel);
      if (failure !== '' || (isClosed && arrived.length === 0)) break;
      if (arrived.length > 0) continue;
      await clock.wait<void>((resume) => {
        wake = resume;
        return undefined;
      }, process.cancel);
    }
    socket.close();
  };
  try {
    await Promise.all([outbound(), inbound()]);
  } catch (error) {
    if (!(error instanceof Cancelled || error instanceof NetworkError || error instanceof BrokenPipeError)) throw error;
    socket.close();
  } finally {
    connection.close();
  }
  if (failure !== '' && !process.cancel.cancelled) {
    await process.printError(`E portforward.go: "Unhandled Error" err="an error occurred forwarding ${socket.localPort} -> ${target.port}: ${failure}"\n`);
  }
}
