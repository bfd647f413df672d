/** Remembers per key how long to wait before the next try. */
export interface BackOff {
  /** Whether a try now would come too soon after an event that happened at `eventMs`. */
  isWaitingSince(key: string, eventMs: number, nowMs: number): boolean;
  /** Whether a try now would come too soon after the last failure that was counted. */
  isWaiting(key: string, nowMs: number): boolean;
  /** Counts a failure: the first time the initial wait, then twice the last one up to the maximum. */
  next(key: string, eventMs: number, nowMs: number): void;
  /** The present wait of a key in milliseconds; 0 when none was counted. */
  durationMs(key: string): number;
  /** When the wait that began with the last counted failure is over. */
  endsAtMs(key: string): number;
  forget(keyPrefix: string): void;
}

interface Entry {
  waitMs: number;
  updatedAtMs: number;
}

/**
 * Creates an exponential back-off as the kubelet uses for crashed containers and failed pulls (10 s to 5 min):
 * a key that has been quiet for twice the maximum starts over.
 */
export function createBackOff(initialMs: number, maximumMs: number): BackOff {
  const entries = new Map<string, Entry>();
  const isStale = (entry: Entry, eventMs: number): boolean => eventMs - entry.updatedAtMs > 2 * maximumMs;

  return {
    isWaitingSince(key, eventMs, nowMs) {
      const entry = entries.get(key);
      return entry !== undefined && !isStale(entry, eventMs) && nowMs - eventMs < entry.waitMs;
    },
    isWaiting(key, nowMs) {
      const entry = entries.get(key);
      return entry !== undefined && !isStale(entry, nowMs) && nowMs - entry.updatedAtMs < entry.waitMs;
    },
    next(key, eventMs, nowMs) {
      const entry = entries.get(key);
      if (!entry || isStale(entry, eventMs)) entries.set(key, { waitMs: initialMs, updatedAtMs: nowMs });
      else entries.set(key, { waitMs: Math.min(entry.waitMs * 2, maximumMs), updatedAtMs: nowMs });
    },
    durationMs: (key) => entries.get(key)?.waitMs ?? 0,
    endsAtMs(key) {
      const entry = entries.get(key);
      return entry ? entry.updatedAtMs + entry.waitMs : 0;
    },
    forget(keyPrefix) {
      for (const key of entries.keys()) if (key.startsWith(keyPrefix)) entries.delete(key);
    },
  };
}
