import type { DnsClient, Listener, NetworkNamespace, Socket } from '#os/network.ts';
import type { CancelToken } from '#sim/cancel.ts';

/** A pod's network as one of its containers uses it. */
export interface OwnedNetwork extends NetworkNamespace {
  /** Closes what the container has opened, as the kernel does when its processes end: the pod's other containers keep theirs. */
  closeAll(): void;
}

export function createOwnedNetwork(shared: NetworkNamespace): OwnedNetwork {
  return new ContainerNetwork(shared);
}

type Open = Set<{ close(): void }>;

/** Classes, so that thousands of containers share their methods. */
class ContainerNetwork implements OwnedNetwork {
  readonly dns?: DnsClient;
  readonly #shared: NetworkNamespace;
  readonly #open: Open = new Set();

  constructor(shared: NetworkNamespace) {
    this.#shared = shared;
    if (shared.dns) this.dns = shared.dns;
  }

  get addresses(): readonly string[] {
    return this.#shared.addresses;
  }
  listen(port: number, address?: string): Listener {
    return new OwnedListener(this.#shared.listen(port, address), this.#open);
  }
  async connect(address: string, port: number, options?: { readonly cancel?: CancelToken; readonly timeoutMs?: number }): Promise<Socket> {
    return new OwnedSocket(await this.#shared.connect(address, port, options), this.#open);
  }
  resolve(name: string, cancel?: CancelToken): Promise<readonly string[]> {
    return this.#shared.resolve(name, cancel);
  }
  async ping(address: string, cancel?: CancelToken): Promise<boolean> {
    return (await this.#shared.ping?.(address, cancel)) ?? false;
  }
  closeAll(): void {
    for (const item of [...this.#open]) item.close();
  }
}

class OwnedListener implements Listener {
  readonly port: number;
  readonly #inner: Listener;
  readonly #open: Open;

  constructor(inner: Listener, open: Open) {
    this.port = inner.port;
    this.#inner = inner;
    this.#open = open;
    open.add(this);
  }

  accept(cancel?: CancelToken): Promise<Socket | undefined> {
    return this.#inner.accept(cancel).then((socket) => socket && new OwnedSocket(socket, this.#open));
  }
  close(): void {
    this.#open.delete(this);
    this.#inner.close();
  }
}

class OwnedSocket implements Socket {
  readonly localAddress: string;
  readonly localPort: number;
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly #inner: Socket;
  readonly #open: Open;

  constructor(inner: Socket, open: Open) {
    this.localAddress = inner.localAddress;
    this.localPort = inner.localPort;
    this.remoteAddress = inner.remoteAddress;
    this.remotePort = inner.remotePort;
    this.#inner = inner;
    this.#open = open;
    open.add(this);
  }

  read(cancel?: CancelToken): Promise<Uint8Array | undefined> {
    return this.#inner.read(cancel);
  }
  write(bytes: Uint8Array, cancel?: CancelToken): Promise<void> {
    return this.#inner.write(bytes, cancel);
  }
  end(): void {
    this.#inner.end();
  }
  close(): void {
    this.#open.delete(this);
    this.#inner.close();
  }
}
