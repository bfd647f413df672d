import type { ExitStatus } from '#os/process.ts';
import type { ByteReader, ByteWriter } from '#os/stream.ts';
import type { Tty } from '#os/tty.ts';
import type { CancelToken } from '#sim/cancel.ts';

/** Which container of which pod on a node. */
export interface ContainerAddress {
  readonly namespace: string;
  readonly podName: string;
  readonly podUid: string;
  readonly container: string;
}

export interface LogOptions {
  readonly previous: boolean;
  readonly follow: boolean;
  readonly timestamps: boolean;
  readonly tailLines?: number;
  readonly sinceMs?: number;
  readonly limitBytes?: number;
}

export interface StreamOptions {
  readonly stdin?: ByteReader;
  readonly stdout?: ByteWriter;
  readonly stderr?: ByteWriter;
  /** The device when the client asked for a terminal; stdin and stdout then go through it. */
  readonly tty?: Tty;
  readonly cancel: CancelToken;
}

/**
 * What the API server asks of the kubelet of a node for the subresources log, exec, attach, portforward and proxy.
 * `cluster.ts` wires it. Errors are StatusError with the kubelet's text (`container "x" in pod "y" is waiting to start: …`).
 */
export interface KubeletConnection {
  /** Writes the log to `out` and resolves at its end (with `follow`: when the container has ended). */
  logs(address: ContainerAddress, options: LogOptions, out: ByteWriter, cancel: CancelToken): Promise<void>;
  /** Runs a command in a container. The exit status is the command's. */
  exec(address: ContainerAddress, command: readonly string[], options: StreamOptions): Promise<ExitStatus>;
  attach(address: ContainerAddress, options: StreamOptions): Promise<ExitStatus>;
  /** Copies bytes both ways until one side ends. */
  portForward(namespace: string, podName: string, port: number, input: ByteReader, output: ByteWriter, cancel: CancelToken): Promise<void>;
}
