import type { Container, Pod, PodStatus } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import type { FileSystem } from '#os/file-system.ts';
import type { Random } from '#sim/random.ts';
import type { Simulation } from '#sim/simulation.ts';
import type { BackOff } from './back-off.ts';
import type { ConfigSource } from './config-source.ts';
import type { ImagePuller } from './image-puller.ts';
import type { NodeNetwork } from './runtime/node-network.ts';

/** What the worker of a pod may use of its node's kubelet. */
export interface PodHost {
  readonly simulation: Simulation;
  /** The node's own source of jitter. */
  readonly random: Random;
  readonly nodeName: string;
  readonly network: NodeNetwork;
  readonly puller: ImagePuller;
  readonly source: ConfigSource;
  readonly nodeFs: FileSystem;
  readonly crashBackOff: BackOff;
  readonly imageBackOff: BackOff;
  readonly allocatable: Readonly<Record<string, string>>;
  /** The pod as the API server has it now; undefined when it is gone or another one has its name. */
  latest(pod: Stored<Pod>): Stored<Pod> | undefined;
  writeStatus(latest: Stored<Pod>, status: PodStatus): void;
  /** The pod has ended on the node and may go from the API server. */
  confirmDeletion(pod: Stored<Pod>): void;
  event(pod: Stored<Pod>, container: Container | undefined, type: 'Normal' | 'Warning', reason: string, message: string): void;
  /** Has `sync` called at the next look at what containers do (once a second). */
  syncAtRelist(sync: () => void): void;
  /** The worker has nothing left to do. */
  finished(pod: Stored<Pod>): void;
}

/** `web_default(8f3c…)`: how the kubelet calls a pod in messages. */
export function formatPodName(pod: Stored<Pod>): string {
  return `${pod.metadata.name}_${pod.metadata.namespace}(${pod.metadata.uid})`;
}
