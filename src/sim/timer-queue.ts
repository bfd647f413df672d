/** One thing to run at a virtual time. */
export interface Timer {
  /** Virtual milliseconds since 1970. */
  readonly at: number;
  /** Takes the timer out of the queue; does nothing when it has run. */
  cancel(): void;
}

interface Entry extends Timer {
  readonly sequence: number;
  run: (() => void) | undefined;
}

/** A binary heap of timers: earliest first, and among equals the one that was set first. */
export interface TimerQueue {
  readonly size: number;
  push(at: number, run: () => void): Timer;
  /** When the earliest timer is due; undefined when none is waiting. */
  nextAt(): number | undefined;
  /** Takes the earliest timer out and returns what it runs. */
  pop(): { at: number; run: () => void } | undefined;
}

/** Creates an empty queue. Cancelled timers leave lazily; they are swept when they outnumber the live ones. */
export function createTimerQueue(): TimerQueue {
  let heap: Entry[] = [];
  let sequence = 0;
  let live = 0;

  const before = (a: Entry, b: Entry): boolean => a.at < b.at || (a.at === b.at && a.sequence < b.sequence);

  const siftUp = (from: number): void => {
    const entry = heap[from] as Entry;
    let i = from;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      const above = heap[parent] as Entry;
      if (!before(entry, above)) break;
      heap[i] = above;
      i = parent;
    }
    heap[i] = entry;
  };

  const siftDown = (from: number): void => {
    const entry = heap[from] as Entry;
    let i = from;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1] as Entry, heap[child] as Entry)) child++;
      const below = heap[child] as Entry;
      if (!before(below, entry)) break;
      heap[i] = below;
      i = child;
    }
    heap[i] = entry;
  };

  const removeTop = (): Entry | undefined => {
    const top = heap[0];
    const last = heap.pop();
    if (top && last && heap.length > 0) {
      heap[0] = last;
      siftDown(0);
    }
    return top;
  };

  const dropCancelled = (): void => {
    while (heap.length > 0 && heap[0]?.run === undefined) removeTop();
  };

  const sweep = (): void => {
    if (heap.length < 1024 || heap.length < live * 2) return;
    heap = heap.filter((entry) => entry.run !== undefined);
    for (let i = (heap.length >> 1) - 1; i >= 0; i--) siftDown(i);
  };

  return {
    get size() {
      return live;
    },
    push(at, run) {
      const entry: Entry = {
        at,
        sequence: sequence++,
        run,
        cancel() {
          if (entry.run === undefined) return;
          entry.run = undefined;
          live--;
          sweep();
        },
      };
      heap.push(entry);
      live++;
      siftUp(heap.length - 1);
      return entry;
    },
    nextAt() {
      dropCancelled();
      return heap[0]?.at;
    },
    pop() {
      dropCancelled();
      const entry = removeTop();
      if (!entry?.run) return undefined;
      const { at, run } = entry;
      entry.run = undefined;
      live--;
      return { at, run };
    },
  };
}
