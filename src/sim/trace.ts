import { finishHash, mixText } from './hash.ts';
import type { Limits } from './limits.ts';

/** What happened, and the entry it happened because of. */
export interface TraceEntry {
  readonly id: number;
  /** Virtual milliseconds since 1970. */
  readonly at: number;
  /** `command` (a line a person typed), `request` (to the API server), `change` (of an object), `lifecycle` (a step that only time brought), `process`. */
  readonly kind: 'command' | 'request' | 'change' | 'lifecycle' | 'process' | 'input';
  /** One line for a person: `kubectl set image …`, `update apps/deployments default/web`. */
  readonly text: string;
  /** Id of the entry that caused this one; 0 when nothing in the simulation did. */
  readonly cause: number;
}

/** The record of a run: what a test compares, what "why is it so?" is answered from. */
export interface Trace {
  /** The entry on whose behalf code is running now; 0 for none. */
  readonly cause: number;
  /**
   * Adds an entry caused by the current cause.
   * @param content what else must be equal in an equal run (an object's new state); it goes into the hash only
   * @returns the entry's id
   */
  record(kind: TraceEntry['kind'], text: string, content?: string): number;
  /** Runs `body` (synchronously) with another current cause. */
  because<T>(cause: number, body: () => T): T;
  /** The entry, unless it is older than the trace keeps. */
  get(id: number): TraceEntry | undefined;
  /** From an entry to its first cause, nearest first. */
  causesOf(id: number): TraceEntry[];
  /** The entries kept, oldest first. */
  entries(): readonly TraceEntry[];
  /** Entries recorded in all. */
  readonly count: number;
  /** 16 hexadecimal digits over everything recorded so far. */
  readonly hash: string;
}

/** Creates an empty trace. @param now the clock that stamps entries, in virtual milliseconds */
export function createTrace(now: () => number, limits: Limits): Trace {
  const kept: (TraceEntry | undefined)[] = [];
  let count = 0;
  let cause = 0;
  let high = 0x811c9dc5 | 0;
  let low = 0x9e3779b9 | 0;

  const get = (id: number): TraceEntry | undefined => {
    const entry = kept[id % limits.traceEntries];
    return entry?.id === id ? entry : undefined;
  };

  return {
    get cause() {
      return cause;
    },
    get count() {
      return count;
    },
    get hash() {
      const hex = (n: number): string => finishHash(n).toString(16).padStart(8, '0');
      return hex(high) + hex(low);
    },
    record(kind, text, content = '') {
      const entry: TraceEntry = { id: ++count, at: now(), kind, text, cause };
      kept[entry.id % limits.traceEntries] = entry;
      // Piece by piece, as if they were one line: a content can be long, and joining them would copy it.
      high = mixText(mixText(mixText(high, `${entry.at} ${kind} ${cause} ${text} `), content), '\n');
      low = mixText(low ^ high, text);
      return entry.id;
    },
    because(newCause, body) {
      const before = cause;
      cause = newCause;
      try {
        return body();
      } finally {
        cause = before;
      }
    },
    get,
    causesOf(id) {
      const chain: TraceEntry[] = [];
      for (let entry = get(id); entry; entry = get(entry.cause)) chain.push(entry);
      return chain;
    },
    entries() {
      const first = Math.max(1, count - limits.traceEntries + 1);
      const out: TraceEntry[] = [];
      for (let id = first; id <= count; id++) {
        const entry = get(id);
        if (entry) out.push(entry);
      }
      return out;
    },
  };
}
