import type { KubeObject, Stored } from '#machinery/object.ts';

/** One write, as the history keeps it and as watches are told. */
export interface Change {
  readonly revision: number;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  /** The new state; for DELETED the last state, with the revision of the deletion. */
  readonly object: Stored<KubeObject>;
  readonly before: Stored<KubeObject> | undefined;
  /** Id of the change's trace entry: what everything that follows from it happens because of. */
  readonly cause: number;
  /** Virtual time of the write. */
  readonly at: number;
  /** The collection the object is in. */
  readonly collection: string;
}
