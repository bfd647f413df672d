import type { KubeObject, Stored } from '#machinery/object.ts';
import type { ResourceType } from '#machinery/resource-type.ts';

/**
 * A local copy of one collection, kept up to date by a watch. It lags behind the server by the watch latency,
 * as in a real control plane: what a controller just wrote, it may not see yet.
 */
export interface Lister<T extends KubeObject = KubeObject> {
  get(namespace: string, name: string): Stored<T> | undefined;
  /** Sorted by namespace and name. `namespace` undefined or '': all. */
  list(namespace?: string): readonly Stored<T>[];
  /** The objects whose controller owner has this uid; sorted by name. */
  controlledBy(ownerUid: string): readonly Stored<T>[];
  /** The objects for which a named index (declared at `Informers.index`) gives this value; sorted by namespace and name. */
  byIndex(index: string, value: string): readonly Stored<T>[];
}

export interface InformerHandlers<T extends KubeObject = KubeObject> {
  onAdd?(object: Stored<T>): void;
  onUpdate?(object: Stored<T>, before: Stored<T>): void;
  onDelete?(object: Stored<T>): void;
}

/** All local copies of one component (controller manager, scheduler, a kubelet, kube-proxy). One watch per type, shared. */
export interface Informers {
  /** Starts (once) the copy of a type. @param fieldSelector e.g. `spec.nodeName=node-1` for a kubelet; part of what makes a copy distinct */
  lister<T extends KubeObject>(type: ResourceType, fieldSelector?: string): Lister<T>;
  /** Calls handlers after the copy has changed; also once per object that is there already. */
  subscribe<T extends KubeObject>(type: ResourceType, handlers: InformerHandlers<T>, fieldSelector?: string): void;
  /** Declares an index before objects come. `values` names the buckets an object is in. */
  index<T extends KubeObject>(type: ResourceType, name: string, values: (object: Stored<T>) => readonly string[]): void;
  stop(): void;
}
