import type { Event } from '#machinery/generated/types.ts';
import type { KubeObject, Stored } from '#machinery/object.ts';
import type { ResourceType } from '#machinery/resource-type.ts';
import type { DescribeContext } from '../describe-context.ts';
import { formatFirstSeen } from '../event/columns.ts';
import { formatTimeSince } from '../table-columns.ts';
import { compareText } from '../text-order.ts';
import type { DescribeWriter } from './describe-writer.ts';

// Not the kind itself: its own description is written with this file.
const eventType: ResourceType = { group: '', version: 'v1', kind: 'Event', plural: 'events', singular: 'event', namespaced: true };

/** The events about an object, oldest first; undefined when they are not to be shown. */
export async function readEvents(object: Stored<KubeObject>, context: DescribeContext, uid = object.metadata.uid): Promise<readonly Event[] | undefined> {
  if (!context.showEvents) return undefined;
  const { name, namespace = '' } = object.metadata;
  const about = [`involvedObject.name=${name}`, `involvedObject.namespace=${namespace}`, `involvedObject.kind=${object.kind}`, `involvedObject.uid=${uid}`];
  const events = await context.list<Event>(eventType, namespace, { field: about.join(',') });
  return [...events].sort(byFirstTime);
}

function byFirstTime(a: Event, b: Event): number {
  return compareText(a.firstTimestamp ?? a.eventTime ?? '', b.firstTimestamp ?? b.eventTime ?? '');
}

/** The table of events at the end of a description. */
export function writeEvents(writer: DescribeWriter, events: readonly Event[] | undefined, nowMs: number): void {
  if (!events) return;
  if (events.length === 0) {
    writer.line(0, 'Events:', '<none>');
    return;
  }
  writer.line(0, 'Events:');
  writer.line(1, 'Type', 'Reason', 'Age', 'From', 'Message');
  writer.line(1, '----', '------', '----', '----', '-------');
  for (const event of events) {
    const source = event.source?.component || (event.reportingComponent ?? '');
    writer.line(1, event.type ?? '', event.reason ?? '', formatInterval(event, nowMs), source, (event.message ?? '').trim());
  }
}

/** `4s`, or `2s (x5 over 3m)` for what happened again and again. */
function formatInterval(event: Event, nowMs: number): string {
  const first = formatFirstSeen(event, nowMs);
  if (event.series) return `${formatTimeSince(event.series.lastObservedTime, nowMs)} (x${event.series.count ?? 0} over ${first})`;
  const count = event.count ?? 0;
  return count > 1 ? `${formatTimeSince(event.lastTimestamp, nowMs)} (x${count} over ${first})` : first;
}
