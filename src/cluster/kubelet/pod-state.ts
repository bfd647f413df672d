import type { Pod } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import type { ContainerRecord } from './container-record.ts';
import type { NameResolution, PodAttachment } from './runtime/node-network.ts';
import type { PodVolume } from './volumes/volume.ts';

/** A pod's network once it has its sandbox. */
export interface Sandbox {
  readonly attachment: PodAttachment;
  readonly resolution: NameResolution;
}

/** What a pod's worker knows of its pod. Only the worker and the parts it is made of change it. */
export interface PodState {
  pod: Stored<Pod>;
  readonly containers: ContainerRecord[];
  readonly startedAtMs: number;
  volumes: ReadonlyMap<string, PodVolume> | undefined;
  sandbox: Sandbox | undefined;
  /** The address the pod has or had last. */
  podAddress: string | undefined;
  rejection: { readonly reason: string; readonly message: string } | undefined;
  /** When the pod is being ended: its effective grace period. */
  stopping: { readonly graceMs: number } | undefined;
  /** The pod has ended and its resources are given back. */
  released: boolean;
}
