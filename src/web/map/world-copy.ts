import type { PictureEvent, PictureUpdate } from '#course/lab/cluster-picture.ts';
import type { PictureItem } from '#course/lab/picture/picture-item.ts';

/** What the page knows of the cluster. */
export interface WorldCopy {
  readonly items: ReadonlyMap<string, PictureItem>;
  /** Oldest first. */
  readonly events: ReadonlyMap<string, PictureEvent>;
  take(update: PictureUpdate, startMs: number): void;
  /** `00:01:05` since the lab began. @param before what to say of a time before that */
  clockOf(at: number, before: string): string;
}

const EVENTS_SHOWN = 200;
/** What runs the cluster itself would hide what the learner has made. */
const BACKSTAGE = new Set(['kube-system', 'kube-public', 'kube-node-lease']);

/** Creates an empty copy. */
export function createWorldCopy(): WorldCopy {
  const items = new Map<string, PictureItem>();
  const events = new Map<string, PictureEvent>();
  let start = 0;
  return {
    items,
    events,
    take(update, startMs) {
      start = startMs;
      if (update.isReset) {
        items.clear();
        events.clear();
      }
      for (const item of update.items) if (!BACKSTAGE.has(item.namespace)) items.set(item.key, item);
      for (const key of update.gone) items.delete(key);
      for (const event of update.events) {
        events.delete(event.key);
        events.set(event.key, event);
      }
      for (const key of events.keys()) {
        if (events.size <= EVENTS_SHOWN) break;
        events.delete(key);
      }
    },
    clockOf(at, before) {
      if (at < start) return before;
      const seconds = Math.floor((at - start) / 1000);
      const two = (n: number): string => String(n).padStart(2, '0');
      return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
    },
  };
}
