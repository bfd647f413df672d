/**
 * Every bound of the simulation in one place. Reaching one is a `LimitError` that names it, never a hung tab.
 * A host may start a simulation with other numbers (a benchmark with 5,000 nodes, a phone with less).
 */
export interface Limits {
  /** Clock events that may run at one and the same virtual instant before the run is called a livelock. */
  readonly eventsPerInstant: number;
  /** Timers that may be waiting at once. */
  readonly pendingTimers: number;
  /** Objects the API server stores. */
  readonly objects: number;
  /** Bytes of one request body, as in etcd's default request limit doubled by the API server: 3 MiB. */
  readonly requestBytes: number;
  /** Changes the store keeps for watches to resume from. */
  readonly storeHistory: number;
  /** Bytes kept of one container's log; the oldest lines go first (kubelet rotates at 10 MiB). */
  readonly logBytes: number;
  /** Processes of one machine at one time. */
  readonly processes: number;
  /** Steps (commands, loop turns, substitutions) one shell may take without virtual time passing. */
  readonly shellStepsPerInstant: number;
  /** Nested shell function calls, sourced files and substitutions. */
  readonly shellDepth: number;
  /** Bytes of one file and of all files of one machine. */
  readonly fileBytes: number;
  readonly fileSystemBytes: number;
  /** Bytes one pipe holds before its writer waits (Linux: 64 KiB). */
  readonly pipeBytes: number;
  /** Trace entries kept for looking at; the hash covers all of them. */
  readonly traceEntries: number;
}

export const defaultLimits: Limits = {
  eventsPerInstant: 1_000_000,
  pendingTimers: 2_000_000,
  objects: 1_000_000,
  requestBytes: 3 * 1024 * 1024,
  storeHistory: 10_000,
  logBytes: 1024 * 1024,
  processes: 4096,
  shellStepsPerInstant: 100_000,
  shellDepth: 500,
  fileBytes: 64 * 1024 * 1024,
  fileSystemBytes: 256 * 1024 * 1024,
  pipeBytes: 64 * 1024,
  traceEntries: 20_000,
};

/** A limit was reached. `limit` is the name of the field of `Limits`. */
export class LimitError extends Error {
  override readonly name = 'LimitError';
  readonly limit: keyof Limits;

  constructor(limit: keyof Limits, limits: Limits, what: string) {
    super(`${what} (limit ${limit}: ${limits[limit]})`);
    this.limit = limit;
  }
}
