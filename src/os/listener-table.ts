import type { CancelToken } from '#sim/cancel.ts';
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

export function createListenerTable(simulation: Simulation): ListenerTable {
  return new Ports(simulation);
}

/** A class, so that thousands of them share their methods. */
class Ports implements ListenerTable {
  readonly #simulation: Simulation;
  readonly #listening = new Map<number, readonly Listening[]>();
  #ephemeral = 32768;

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  listen(port: number, address: string): Listener {
    const at = address === '0.0.0.0' || address === '::' ? '' : address;
    const others = this.#listening.get(port) ?? [];
    if (others.some((entry) => entry.address === '' || at === '' || entry.address === at)) throw new NetworkError('EADDRINUSE', 'Address already in use');
    const listener = new Listening(this.#simulation, this, port, at);
    this.#listening.set(port, others.length === 0 ? [listener] : [...others, listener]);
    return listener;
  }

  deliver(port: number, address: string, socket: Socket): boolean {
    const entry = this.#find(port, address);
    entry?.deliver(socket);
    return entry !== undefined;
  }

  isListening(port: number, address: string): boolean {
    return this.#find(port, address) !== undefined;
  }

  nextPort(): number {
    this.#ephemeral = this.#ephemeral >= 60999 ? 32768 : this.#ephemeral + 1;
    return this.#ephemeral;
  }

  closeAll(): void {
    for (const listener of [...this.#listening.values()].flat()) listener.close();
  }

  /** For a listener that closes. */
  remove(listener: Listening): void {
    const rest = (this.#listening.get(listener.port) ?? []).filter((other) => other !== listener);
    if (rest.length > 0) this.#listening.set(listener.port, rest);
    else this.#listening.delete(listener.port);
  }

  #find(port: number, address: string): Listening | undefined {
    return this.#listening.get(port)?.find((entry) => entry.address === '' || entry.address === address);
  }
}

class Listening implements Listener {
  readonly port: number;
  /** Where it listens; '' for all addresses. */
  readonly address: string;
  readonly #simulation: Simulation;
  readonly #ports: Ports;
  readonly #waiting = createWaitQueue();
  #queue: readonly Socket[] = nothing;
  #isOpen = true;

  constructor(simulation: Simulation, ports: Ports, port: number, address: string) {
    this.#simulation = simulation;
    this.#ports = ports;
    this.port = port;
    this.address = address;
  }

  async accept(cancel?: CancelToken): Promise<Socket | undefined> {
    cancel?.throwIfCancelled();
    while (this.#isOpen && this.#queue.length === 0) await this.#simulation.clock.wait<void>((wake) => this.#waiting.enter(wake), cancel);
    if (!this.#isOpen) return undefined;
    const [socket, ...rest] = this.#queue;
    this.#queue = rest;
    return socket;
  }

  deliver(socket: Socket): void {
    this.#queue = [...this.#queue, socket];
    this.#waiting.wakeAll();
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    for (const socket of this.#queue) socket.close();
    this.#ports.remove(this);
    this.#waiting.wakeAll();
  }
}

const nothing: readonly Socket[] = [];
