import type { KubeObject } from '#machinery/object.ts';
import { hashText } from '#sim/hash.ts';
import type { Clock } from '#sim/simulation.ts';

/** What makes events alike. */
export interface EventSignature {
  /** The object, in one text. */
  readonly about: string;
  readonly type: string;
  readonly reason: string;
  readonly message: string;
}

/** What to do with an event: write it (`count` 1: a new one; above: the one remembered under `key` once more), or nothing. */
export type Correlation = { readonly action: 'drop' } | { readonly action: 'write'; readonly key: number; readonly count: number; readonly message: string };

/** As upstream's event correlator keeps floods of events small. */
export interface EventCorrelator {
  correlate(event: EventSignature): Correlation;
  /** The event as it was last written. */
  recorded(key: number): KubeObject | undefined;
  remember(key: number, event: KubeObject): void;
  forget(key: number): void;
}

/** Events about one object: so many at once, then one more per interval. */
const SPAM_BURST = 25;
const SPAM_INTERVAL_MS = 300_000;
/** So many messages of one reason about one object within the window, then they are combined. */
const SIMILAR_EVENTS = 10;
const SIMILAR_WINDOW_MS = 600_000;
const COMBINED = '(combined from similar events): ';
/** What is kept to compare with, per kind of memory. */
const REMEMBERED = 4096;

interface Bucket {
  readonly tokens: number;
  readonly at: number;
}

interface Similar {
  /** Hashes of the messages seen. */
  readonly messages: readonly number[];
  readonly at: number;
}

interface Counted {
  readonly count: number;
  event?: KubeObject;
}

/** Creates the memory of one recorder. Texts are remembered by their hashes: there are thousands, and they are long. */
export function createEventCorrelator(clock: Clock): EventCorrelator {
  const buckets = createMemory<Bucket>();
  const similar = createMemory<Similar>();
  const counts = createMemory<Counted>();

  const isSpam = (about: number): boolean => {
    const now = clock.now;
    const bucket = buckets.get(about) ?? { tokens: SPAM_BURST, at: now };
    const tokens = Math.min(SPAM_BURST, bucket.tokens + (now - bucket.at) / SPAM_INTERVAL_MS);
    buckets.set(about, { tokens: tokens < 1 ? tokens : tokens - 1, at: now });
    return tokens < 1;
  };

  /** Whether there are too many different messages of this kind; the tenth and all after it are combined. */
  const isCombined = (group: number, message: number): boolean => {
    const now = clock.now;
    const known = similar.get(group);
    const before = known && now - known.at <= SIMILAR_WINDOW_MS ? known.messages : [];
    const messages = before.includes(message) ? before : [...before, message];
    const tooMany = messages.length >= SIMILAR_EVENTS;
    similar.set(group, { messages: tooMany ? messages.slice(1) : messages, at: now });
    return tooMany;
  };

  return {
    correlate({ about, type, reason, message }) {
      const object = hashKey(about);
      if (isSpam(object)) return { action: 'drop' };
      const group = hashKey(`${object} ${type} ${reason}`);
      const text = hashKey(message);
      const combined = isCombined(group, text);
      const key = combined ? group : hashKey(`${group} ${text}`);
      const known = counts.get(key);
      const count = (known?.count ?? 0) + 1;
      counts.set(key, { count, ...(known?.event && { event: known.event }) });
      return { action: 'write', key, count, message: combined ? COMBINED + message : message };
    },
    recorded: (key) => counts.get(key)?.event,
    remember(key, event) {
      const known = counts.get(key);
      if (known) known.event = event;
    },
    forget: (key) => counts.delete(key),
  };
}

/** 53 bits: no two texts of a run share them. */
function hashKey(text: string): number {
  return (hashText(text, 1) & 0x1fffff) * 0x100000000 + hashText(text, 2);
}

/** A memory that forgets what was not touched for long: two generations, of which the older is dropped when the younger is full. */
interface Memory<T> {
  get(key: number): T | undefined;
  set(key: number, value: T): void;
  delete(key: number): void;
}

// Not one map with its oldest entry deleted at each write: a Map walks over all its deleted entries to find the first.
function createMemory<T>(): Memory<T> {
  let young = new Map<number, T>();
  let old = new Map<number, T>();
  return {
    get: (key) => young.get(key) ?? old.get(key),
    set(key, value) {
      young.set(key, value);
      if (young.size < REMEMBERED) return;
      old = young;
      young = new Map();
    },
    delete(key) {
      young.delete(key);
      old.delete(key);
    },
  };
}
