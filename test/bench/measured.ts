/** What one measured run of a cluster gives. */
export interface Measured {
  /** Real milliseconds until the cluster of three nodes is Ready. */
  readonly initMs: number;
  /** Real milliseconds until the replicas are Ready. */
  readonly readyMs: number;
  /** Heap in use afterwards, beyond what the process used before. */
  readonly heapBytes: number;
  readonly ready: number;
}
