import type { Change } from './change.ts';

/** The latest changes, by revision. Revisions are consecutive, so that a change lies where its revision says. */
export interface History {
  /** The oldest revision from which a reader may still resume (0 at the start: from the very first change). */
  readonly compacted: number;
  push(change: Change): void;
  /** Changes after a revision, oldest first; of one collection, or of all. @param revision not below `compacted` */
  after(revision: number, collection?: string): Change[];
  /** Forgets everything up to a revision, as etcd's compaction does. */
  compact(revision: number): void;
}

/** Creates an empty history. @param capacity how many changes are kept at most */
export function createHistory(capacity: number): History {
  const ring: (Change | undefined)[] = [];
  let last = 0;
  let compacted = 0;

  return {
    get compacted() {
      return compacted;
    },
    push(change) {
      ring[change.revision % capacity] = change;
      last = change.revision;
      if (last - compacted > capacity) compacted = last - capacity;
    },
    after(revision, collection) {
      const changes: Change[] = [];
      for (let at = Math.max(revision, compacted) + 1; at <= last; at++) {
        const change = ring[at % capacity];
        if (change?.revision === at && (collection === undefined || change.collection === collection)) changes.push(change);
      }
      return changes;
    },
    compact(revision) {
      const upTo = Math.min(revision, last);
      for (let at = compacted + 1; at <= upTo; at++) ring[at % capacity] = undefined;
      compacted = Math.max(compacted, upTo);
    },
  };
}
