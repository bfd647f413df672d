import type { ListenerTable } from '#os/listener-table.ts';
import type { DnsClient, DnsReply, DnsType, Listener, NetworkNamespace, Socket } from '#os/network.ts';
import type { CancelToken } from '#sim/cancel.ts';
import { type ResolverConfig, resolveName } from './resolver.ts';

export interface AttachOptions {
  readonly address: string;
  /** Where it is: on a node, in a pod of a node, or outside of the cluster, from where only nodes can be reached. */
  readonly place: { readonly kind: 'node' | 'pod'; readonly node: string } | { readonly kind: 'outside' };
  readonly resolver: ResolverConfig;
}

export interface Attachment {
  readonly namespace: NetworkNamespace;
  /** Takes it off the network: who connects to its address gets no answer. */
  detach(): void;
}

export interface Station extends AttachOptions {
  readonly listeners: ListenerTable;
}

/** What the fabric does for its stations. */
export interface Wires {
  connect(from: Station, address: string, port: number, timeoutMs: number | undefined, cancel: CancelToken | undefined): Promise<Socket>;
  ping(from: Station, address: string, cancel: CancelToken | undefined): Promise<boolean>;
  query(from: Station, name: string, type: DnsType, cancel: CancelToken | undefined): Promise<DnsReply>;
  leave(station: Station): void;
}

export function createStationAttachment(station: Station, wires: Wires): Attachment {
  return new StationNetwork(station, wires);
}

/** A class, so that thousands of them share their methods: the attachment, its namespace and its name server in one. */
class StationNetwork implements Attachment, NetworkNamespace, DnsClient {
  readonly #station: Station;
  readonly #wires: Wires;

  constructor(station: Station, wires: Wires) {
    this.#station = station;
    this.#wires = wires;
  }

  get namespace(): NetworkNamespace {
    return this;
  }

  get dns(): DnsClient {
    return this;
  }

  get addresses(): readonly string[] {
    return ['127.0.0.1', this.#station.address];
  }

  get server(): string {
    return this.#station.resolver.server;
  }

  get search(): readonly string[] {
    return this.#station.resolver.search;
  }

  get ndots(): number {
    return this.#station.resolver.ndots;
  }

  listen(port: number, address = ''): Listener {
    const { listeners } = this.#station;
    return listeners.listen(port === 0 ? listeners.nextPort() : port, address);
  }

  connect(address: string, port: number, { timeoutMs, cancel }: { readonly cancel?: CancelToken; readonly timeoutMs?: number } = {}): Promise<Socket> {
    return this.#wires.connect(this.#station, address, port, timeoutMs, cancel);
  }

  ping(address: string, cancel?: CancelToken): Promise<boolean> {
    return this.#wires.ping(this.#station, address, cancel);
  }

  resolve(name: string, cancel?: CancelToken): Promise<readonly string[]> {
    return resolveName(name, this.#station.resolver, this, cancel);
  }

  query(name: string, type: DnsType, cancel?: CancelToken): Promise<DnsReply> {
    return this.#wires.query(this.#station, name, type, cancel);
  }

  detach(): void {
    this.#wires.leave(this.#station);
  }
}
