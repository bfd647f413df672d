import type { CancelToken } from '#sim/cancel.ts';

/** One end of a TCP connection. */
export interface Socket {
  readonly localAddress: string;
  readonly localPort: number;
  readonly remoteAddress: string;
  readonly remotePort: number;
  read(cancel?: CancelToken): Promise<Uint8Array | undefined>;
  write(bytes: Uint8Array, cancel?: CancelToken): Promise<void>;
  /** Half-close: the other side reads the end. */
  end(): void;
  /** Both directions, at once. */
  close(): void;
}

export interface Listener {
  readonly port: number;
  /** The next connection; undefined when the listener was closed. */
  accept(cancel?: CancelToken): Promise<Socket | undefined>;
  close(): void;
}

export type NetworkErrorCode =
  | 'ECONNREFUSED'
  | 'ETIMEDOUT'
  | 'EHOSTUNREACH'
  | 'ENETUNREACH'
  | 'EADDRINUSE'
  | 'EACCES'
  | 'ENOTFOUND'
  | 'EAI_AGAIN'
  | 'ECONNRESET';

export class NetworkError extends Error {
  override readonly name = 'NetworkError';
  readonly code: NetworkErrorCode;

  constructor(code: NetworkErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

export type DnsType = 'A' | 'AAAA' | 'CNAME' | 'SRV' | 'PTR';

export interface DnsRecord {
  /** Fully qualified, without the last dot. */
  readonly name: string;
  readonly type: DnsType;
  readonly ttlSeconds: number;
  /** An address, a name, or for SRV `priority weight port target`. */
  readonly data: string;
}

/** What a name server answers. No record and NOERROR: the name exists, but not with this type. */
export interface DnsReply {
  readonly status: 'NOERROR' | 'NXDOMAIN';
  readonly records: readonly DnsRecord[];
}

/** The resolver's configuration and a way to ask the name server itself, for `nslookup` and `dig`. */
export interface DnsClient {
  readonly server: string;
  readonly search: readonly string[];
  readonly ndots: number;
  /** Asks for one fully qualified name. @throws NetworkError ETIMEDOUT */
  query(name: string, type: DnsType, cancel?: CancelToken): Promise<DnsReply>;
}

/**
 * The network as the processes of one pod, node or workstation see it.
 * `cluster/network` implements it; containers of one pod share one.
 */
export interface NetworkNamespace {
  readonly addresses: readonly string[];
  /** @param address '' or '0.0.0.0' for all. @throws NetworkError EADDRINUSE */
  listen(port: number, address?: string): Listener;
  /** Connects to an IP address. @throws NetworkError after as much virtual time as it would take */
  connect(address: string, port: number, options?: { readonly cancel?: CancelToken; readonly timeoutMs?: number }): Promise<Socket>;
  /** A and AAAA look-up by the rules of the namespace's resolv.conf and hosts file. @throws NetworkError ENOTFOUND, EAI_AGAIN */
  resolve(name: string, cancel?: CancelToken): Promise<readonly string[]>;
  /** Sends an ICMP echo request. @returns whether an answer came; it takes as long as the answer does */
  ping?(address: string, cancel?: CancelToken): Promise<boolean>;
  /** undefined where there is no name server. */
  readonly dns?: DnsClient;
}
