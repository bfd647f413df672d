import { formatFirstSeen, formatLastSeen } from '#kinds/event/columns.ts';
import { eventKind } from '#kinds/event/event.ts';
import type { Event } from '#machinery/generated/types.ts';
import { formatResourcePath } from '#machinery/resource-type.ts';
import { formatTabs, tableTabs } from '#machinery/tabwriter.ts';
import { UsageError } from '#sim/usage-error.ts';
import { defineCommand, type Flag, type Invocation } from '../command.ts';
import { resultPrintFlags } from '../flags/print-flags.ts';
import { allNamespacesFlag } from '../flags/resource-flags.ts';
import { createObjectPrinter } from '../printers/object-printer.ts';
import { parseOutputFormat } from '../printers/output-format.ts';
import { listAll } from '../resources/fetch-targets.ts';
import { watchEvents } from '../watch-events.ts';

const flags: readonly Flag[] = [
  ...resultPrintFlags,
  allNamespacesFlag,
  { name: 'chunk-size', type: 'int', default: 500, usage: 'How many events to ask for at a time; 0 for all at once.' },
  { name: 'for', type: 'string', default: '', usage: 'Only events about this object (TYPE/NAME).' },
  { name: 'no-headers', type: 'bool', default: false, usage: 'Whether to leave the column headers out.' },
  { name: 'types', type: 'strings', default: [], usage: 'Only events of these types (Normal, Warning).' },
  { name: 'watch', shorthand: 'w', type: 'bool', default: false, usage: 'Whether to go on with events as they happen.' },
];

async function selectorFor(text: string, { kubectl }: Invocation): Promise<string> {
  if (text === '') return '';
  const [word = '', name = '', ...rest] = text.split('/');
  if (name === '' || rest.length > 0) throw new UsageError('--for must be in resource/name form');
  const type = await kubectl.resolveResource(word);
  return `involvedObject.kind=${type.kind},involvedObject.name=${name}`;
}

function formatRow(event: Event, withNamespace: boolean, nowMs: number): string[] {
  const count = event.series?.count ?? event.count ?? 1;
  const seen = count > 1 ? `${formatLastSeen(event, nowMs)} (x${count} over ${formatFirstSeen(event, nowMs)})` : formatLastSeen(event, nowMs);
  return [
    ...(withNamespace ? [event.metadata?.namespace ?? ''] : []),
    seen,
    event.type ?? '',
    event.reason ?? '',
    `${event.involvedObject?.kind ?? ''}/${event.involvedObject?.name ?? ''}`,
    (event.message ?? '').trim(),
  ];
}

function lastTime(event: Event): string {
  return event.series?.lastObservedTime ?? event.lastTimestamp ?? event.eventTime ?? '';
}

async function run(_: undefined, invocation: Invocation): Promise<undefined> {
  const { flags: given, kubectl, process } = invocation;
  const withNamespace = given.bool('all-namespaces');
  const namespace = withNamespace ? '' : kubectl.namespace;
  const types = given.strings('types').map((type) => type.toLowerCase());
  const wrong = types.find((type) => type !== 'normal' && type !== 'warning');
  if (wrong !== undefined) throw new UsageError('valid --types are Normal or Warning');
  const isWanted = (event: Event): boolean => types.length === 0 || types.includes((event.type ?? '').toLowerCase());
  const printer = createObjectPrinter(parseOutputFormat(given.string('output'), given.string('template'), ['json', 'yaml']), given, process);
  const fieldSelector = await selectorFor(given.string('for'), invocation);
  const type = await kubectl.resolveResource('events');
  const format = (events: readonly Event[], withHeader: boolean): string => {
    const { now } = process.simulation.clock;
    const header = [...(withNamespace ? ['NAMESPACE'] : []), 'LAST SEEN', 'TYPE', 'REASON', 'OBJECT', 'MESSAGE'];
    return formatTabs([...(withHeader ? [header] : []), ...events.map((event) => formatRow(event, withNamespace, now))], tableTabs);
  };
  const noHeaders = given.bool('no-headers');
  if (given.bool('watch')) {
    const request = { method: 'GET' as const, path: formatResourcePath(eventKind, namespace), query: fieldSelector === '' ? {} : { fieldSelector } };
    let isFirst = true;
    for await (const { type: change, object } of watchEvents(process, kubectl.client().transport, request)) {
      const event = object as Event;
      if (change === 'DELETED' || change === 'BOOKMARK' || !isWanted(event)) continue;
      await process.print(printer?.format(event) ?? format([event], isFirst && !noHeaders));
      isFirst = false;
    }
    return;
  }
  const all = await listAll<Event>(kubectl.client(), { type, namespace }, { labelSelector: '', fieldSelector });
  const events = all.filter(isWanted).sort((left, right) => (lastTime(left) < lastTime(right) ? -1 : lastTime(left) > lastTime(right) ? 1 : 0));
  if (events.length === 0) await process.printError(withNamespace ? 'No events found.\n' : `No events found in ${namespace} namespace.\n`);
  else await process.print(printer?.format({ kind: 'EventList', apiVersion: 'v1', metadata: {}, items: events }) ?? format(events, !noHeaders));
}

export const events = defineCommand<undefined>({
  name: 'events',
  usage: 'events [(-o|--output=)json|yaml] [--for TYPE/NAME] [--watch] [--types=Normal,Warning]',
  short: 'List events',
  long: `Display events.

 Prints a table of the most important things about events, oldest first. Limit them to a namespace, to an object, or to types.`,
  examples: `  # List recent events in the current namespace
  kubectl events
  
  # List recent events about one pod, and go on with new ones
  kubectl events --for pod/web-pod-13je7 --watch
  
  # List recent events of some types only
  kubectl events --types=Warning,Normal`,
  flags,
  run,
});
