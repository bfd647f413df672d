import type { NetworkNamespace } from '#os/network.ts';

/** How the processes of a pod resolve names. */
export interface NameResolution {
  readonly server: string;
  readonly search: readonly string[];
  readonly ndots: number;
  /** The hosts file: names to addresses. */
  readonly hosts: ReadonlyMap<string, string>;
}

/** A port of the node that leads to a port of a pod. */
export interface HostPort {
  readonly hostPort: number;
  readonly containerPort: number;
}

/** The network of one pod. */
export interface PodAttachment {
  readonly address: string;
  readonly namespace: NetworkNamespace;
  detach(): void;
}

/** What the kubelet of a node needs of the network; `cluster.ts` hands it in. */
export interface NodeNetwork {
  /** The node's own address. */
  readonly address: string;
  /** The node's own namespace: where probes come from, and where pods with `hostNetwork` live. */
  readonly namespace: NetworkNamespace;
  /** The name server that pods with `dnsPolicy: ClusterFirst` ask. */
  readonly clusterDnsAddress: string;
  /** Tells the range that pods of this node get their addresses from: `10.244.1.0/24`. */
  setPodRange(cidr: string): void;
  /** Whether pods can get an address yet. */
  readonly isReady: boolean;
  /** Gives a pod an address and a namespace. @param resolution is given the address, which stands in the hosts file. @returns undefined when the range is used up */
  attachPod(resolution: (address: string) => NameResolution, hostPorts: readonly HostPort[]): PodAttachment | undefined;
  setUp(up: boolean): void;
}
