import type { Simulation } from '#sim/simulation.ts';
import type { ContainerImage } from './kubelet/runtime/image.ts';

/** One machine of the cluster at its start. */
export interface NodeOptions {
  readonly name: string;
  readonly roles?: readonly ('control-plane' | 'worker')[];
  /** Quantities, as `4` or `500m` and `3840Mi`. */
  readonly cpu: string;
  readonly memory: string;
  readonly maxPods?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly taints?: readonly { readonly key: string; readonly value?: string; readonly effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute' }[];
}

/** How a cluster starts: the part of a lab that is not typed. */
export interface ClusterOptions {
  readonly simulation: Simulation;
  readonly nodes: readonly NodeOptions[];
  /** What the registries of this world offer. */
  readonly images: readonly ContainerImage[];
  /** Whether the nodes have pulled every image already, so that a pull takes no time (the recorded clusters). */
  readonly imagesPresent?: boolean;
  /** Whether a container of an image that no registry offers starts all the same and does nothing (the recorded clusters' fake runtime). */
  readonly anyImageRuns?: boolean;
  /** Whether a metrics server measures what pods and nodes use; it is there unless this is false. */
  readonly metricsServer?: boolean;
  /** Download speed of a node in bytes per virtual second; default 25 MB/s. */
  readonly bandwidth?: number;
}
