import type { Event, EventSource, ObjectReference } from '#machinery/generated/types.ts';
import type { Column } from '../kind.ts';
import { formatTimeSince, wideColumn } from '../table-columns.ts';

/** The Table of events; the name comes last and only when asked for. */
export const eventColumns: readonly Column<Event>[] = [
  { name: 'Last Seen', type: 'string', description: 'When it was seen last.', cell: (event, nowMs) => formatLastSeen(event, nowMs) },
  { name: 'Type', type: 'string', description: 'Normal or Warning.', cell: (event) => event.type ?? '' },
  { name: 'Reason', type: 'string', description: 'A short word for what happened.', cell: (event) => event.reason ?? '' },
  { name: 'Object', type: 'string', description: 'The object it happened to.', cell: (event) => formatObject(event.involvedObject) },
  wideColumn('Subobject', 'The part of the object it happened to.', (event) => event.involvedObject?.fieldPath ?? ''),
  wideColumn('Source', 'Who reported it.', (event) => formatSource(event.source, event)),
  { name: 'Message', type: 'string', description: 'What happened, in words.', cell: (event) => (event.message ?? '').trim() },
  wideColumn('First Seen', 'When it was seen first.', (event, nowMs) => formatFirstSeen(event, nowMs)),
  { name: 'Count', type: 'string', priority: 1, description: 'How often it was seen.', cell: (event) => event.series?.count ?? event.count ?? 0 },
  { ...wideColumn('Name', 'The name of the event.', (event: Event) => event.metadata?.name ?? ''), format: 'name' },
];

/** How long ago an event was seen first; an event of the newer API has only its `eventTime`. */
export function formatFirstSeen(event: Event, nowMs: number): string {
  return formatTimeSince(event.eventTime ?? event.firstTimestamp, nowMs);
}

/** How long ago an event was seen last: the series knows, then the last timestamp. */
export function formatLastSeen(event: Event, nowMs: number): string {
  if (event.series) return formatTimeSince(event.series.lastObservedTime, nowMs);
  if (!event.lastTimestamp) return formatFirstSeen(event, nowMs);
  return formatTimeSince(event.lastTimestamp, nowMs);
}

function formatObject(reference: ObjectReference | undefined): string {
  const kind = (reference?.kind ?? '').toLowerCase();
  return `${kind}/${reference?.name ?? ''}`;
}

function formatSource(source: EventSource | undefined, event: Event): string {
  const component = source?.component || (event.reportingComponent ?? '');
  const host = source?.host || (source?.component ? '' : (event.reportingInstance ?? ''));
  return host ? `${component}, ${host}` : component;
}
