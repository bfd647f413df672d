import type { Simulation } from '#sim/simulation.ts';
import { type Listener, NetworkError, type Socket } from './network.ts';
import { createWaitQueue } from './wait-queue.ts';

/** The ports one network namespace listens on. */
export interface ListenerTable {
  /** @throws NetworkError EADDRINUSE */
  listen(port: number, address: string): Listener;
  /** Hands a connection to whoever listens. @returns false when nobody does (connection refused) */
  deliver(port: number, address: string, socket: Socket): boolean;
  /** Whether a connection would be taken. */
  isListening(port: number, address: string): boolean;
  /** A free port for the client side of a connection, as Linux's range 32768–60999. */
  nextPort(): number;
  closeAll(): void;
}

interface Entry {
  readonly address: string;
  readonly queue: Socket[];
  readonly listener: Listener;
  wake(): void;
}

export function createListenerTable(simulation: Simulation): ListenerTable {
  const table = new Map<number, Entry[]>();
  let ephemeral = 32768;

  const find = (port: number, address: string): Entry | undefined => table.get(port)?.find((entry) => entry.address === '' || entry.address === address);

  return {
    listen(port, address) {
      const at = address === '0.0.0.0' || address === '::' ? '' : address;
      const others = table.get(port) ?? [];
      if (others.some((entry) => entry.address === '' || at === '' || entry.address === at)) throw new NetworkError('EADDRINUSE', 'Address already in use');
      const waiting = createWaitQueue();
      const queue: Socket[] = [];
      let open = true;
      const listener: Listener = {
        port,
        async accept(cancel) {
          cancel?.throwIfCancelled();
          while (open && queue.length === 0) await simulation.clock.wait<void>(waiting.enter, cancel);
          return open ? queue.shift() : undefined;
        },
        close() {
          if (!open) return;
          open = false;
          for (const socket of queue) socket.close();
          const rest = (table.get(port) ?? []).filter((entry) => entry.listener !== listener);
          if (rest.length > 0) table.set(port, rest);
          else table.delete(port);
          waiting.wakeAll();
        },
      };
      table.set(port, [...others, { address: at, queue, listener, wake: waiting.wakeAll }]);
      return listener;
    },
    deliver(port, address, socket) {
      const entry = find(port, address);
      entry?.queue.push(socket);
      entry?.wake();
      return entry !== undefined;
    },
    isListening: (port, address) => find(port, address) !== undefined,
    nextPort() {
      ephemeral = ephemeral >= 60999 ? 32768 : ephemeral + 1;
      return ephemeral;
    },
    closeAll() {
      for (const entry of [...table.values()].flat()) entry.listener.close();
    },
  };
}
