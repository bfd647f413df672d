import type { KubeObject, Stored } from '#machinery/object.ts';
import type { ResourceType } from '#machinery/resource-type.ts';
import { StatusError } from '#machinery/status-error.ts';
import { formatMicroTime, formatTime } from '#machinery/time.ts';
import type { Random } from '#sim/random.ts';
import type { Clock } from '#sim/simulation.ts';
import type { DirectClient } from './client.ts';
import { createEventCorrelator } from './event-correlator.ts';

/** Who records: the component, and the node it runs on where that matters. */
export interface EventSource {
  readonly component: string;
  readonly host?: string;
}

/** What an event is about: an object, or enough of one to refer to it. */
export type EventTarget = KubeObject & { readonly metadata?: { readonly name?: string } };

export interface EventDetails {
  /** The part of the object meant: `spec.containers{web}`. */
  readonly fieldPath?: string;
  /** What was being done: `Binding`, `Scheduling`. Only events of the newer API show it. */
  readonly action?: string;
  /** A second object that had a part in it: a node, a preempting pod. */
  readonly related?: EventTarget;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Records Events about objects. Recording never fails: an event that the server refuses is lost, as upstream's. */
export interface EventRecorder {
  event(about: EventTarget, type: 'Normal' | 'Warning', reason: string, message: string, details?: EventDetails): void;
}

export interface EventRecorderOptions {
  readonly client: DirectClient;
  readonly clock: Clock;
  readonly random: Random;
  readonly source: EventSource;
  /** `series`: as components on the events.k8s.io API record (the scheduler): one time, and repetitions as a series. */
  readonly style?: 'counted' | 'series';
}

interface CoreEvent extends KubeObject {
  readonly [field: string]: unknown;
}

const eventType: ResourceType = { group: '', version: 'v1', kind: 'Event', plural: 'events', singular: 'event', namespaced: true };

/** Creates the recorder of one component. */
export function createEventRecorder(options: EventRecorderOptions): EventRecorder {
  const { client, clock, random, source, style = 'counted' } = options;
  const correlator = createEventCorrelator(clock);
  const instance = style === 'series' ? `${source.component}-${source.host ?? source.component}` : (source.host ?? '');

  const create = (about: EventTarget, type: string, reason: string, message: string, details: EventDetails): Stored<CoreEvent> => {
    const now = clock.now;
    const namespace = about.metadata?.namespace || 'default';
    const time = formatTime(now);
    const timing = style === 'series' ? { eventTime: formatMicroTime(now), source: {} } : { firstTimestamp: time, lastTimestamp: time, count: 1, source };
    return client.create<CoreEvent>(eventType, namespace, {
      metadata: { name: eventName(about, now, random), namespace, ...(details.annotations && { annotations: details.annotations }) },
      involvedObject: referTo(about, details.fieldPath),
      ...(details.related && { related: referTo(details.related, undefined) }),
      ...(style === 'series' && details.action && { action: details.action }),
      reason,
      message,
      type,
      ...timing,
      reportingComponent: source.component,
      reportingInstance: instance,
    });
  };

  const repeat = (event: Stored<CoreEvent>, count: number, message: string): Stored<CoreEvent> => {
    const now = clock.now;
    const patch = style === 'series' ? { series: { count, lastObservedTime: formatMicroTime(now) } } : { count, lastTimestamp: formatTime(now), message };
    return client.patch<CoreEvent>(eventType, event.metadata.namespace ?? '', event.metadata.name, patch, { type: 'merge' });
  };

  return {
    event(about, type, reason, message, details = {}) {
      const decision = correlator.correlate({ about: targetKey(about, details.fieldPath), type, reason, message });
      if (decision.action === 'drop') return;
      const { key, count } = decision;
      const before = correlator.recorded(key) as Stored<CoreEvent> | undefined;
      // As upstream's broadcaster: the first repetition starts a series, later ones are only counted.
      if (style === 'series' && count > 2) return;
      const write = (): Stored<CoreEvent> => {
        if (!before || count === 1) return create(about, type, reason, decision.message, details);
        try {
          return repeat(before, count, decision.message);
        } catch (error) {
          if (error instanceof StatusError && error.code === 404) return create(about, type, reason, decision.message, details);
          throw error;
        }
      };
      try {
        correlator.remember(key, write());
      } catch (error) {
        // A namespace that is going takes no events: upstream logs and goes on.
        if (!(error instanceof StatusError)) throw error;
        correlator.forget(key);
      }
    },
  };
}

function referTo(about: EventTarget, fieldPath: string | undefined): object {
  const { name = '', namespace, uid, resourceVersion } = about.metadata ?? {};
  return {
    ...(about.kind && { kind: about.kind }),
    ...(namespace && { namespace }),
    name,
    ...(uid && { uid }),
    ...(about.apiVersion && { apiVersion: about.apiVersion }),
    ...(resourceVersion && { resourceVersion }),
    ...(fieldPath && { fieldPath }),
  };
}

function targetKey({ apiVersion, kind, metadata }: EventTarget, fieldPath = ''): string {
  return `${apiVersion ?? ''} ${kind ?? ''} ${metadata?.namespace ?? ''} ${metadata?.name ?? ''} ${metadata?.uid ?? ''} ${fieldPath}`;
}

/** As upstream: the object's name and the time in nanoseconds, in hexadecimal. */
function eventName({ metadata }: EventTarget, nowMs: number, random: Random): string {
  const nanoseconds = BigInt(Math.floor(nowMs * 1000)) * 1000n + BigInt(random.below(1_000_000));
  return `${metadata?.name ?? ''}.${nanoseconds.toString(16)}`;
}
