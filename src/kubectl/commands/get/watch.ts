import type { KubeObject } from '#machinery/object.ts';
import { formatResourcePath } from '#machinery/resource-type.ts';
import { formatTabs, tableTabs } from '#machinery/tabwriter.ts';
import { UsageError } from '#sim/usage-error.ts';
import type { Invocation } from '../../command.ts';
import { customColumnRows } from '../../printers/custom-columns.ts';
import { formatObjectName } from '../../printers/result-printer.ts';
import { type Table, type TableColumn, tableCells, tableHeader } from '../../printers/table.ts';
import { createTableWriter } from '../../printers/table-writer.ts';
import { type NamedTarget, planTargets } from '../../resources/targets.ts';
import { watchEvents } from '../../watch-events.ts';
import type { GetOptions } from './get-options.ts';
import { fetchTable, tableAccept, tableOptions } from './table-output.ts';

/** Turns what is watched into text; remembers what it printed (headers, column widths). */
interface WatchPrinter {
  /** @param body a Table or an object, as the server was asked for */
  format(body: unknown, eventType: string): string;
}

/** Lists and then prints every change until the watch ends. */
export async function watchObjects(options: GetOptions, invocation: Invocation): Promise<undefined> {
  const { kubectl, process } = invocation;
  const selection = await planTargets(kubectl, process, options.request);
  const [target, ...others] = selection.targets;
  if (target === undefined || others.length > 0) {
    throw new UsageError('watch is only supported on individual resources and resource collections - more than 1 resource was found');
  }
  if ('error' in target) throw target.error;
  const isTable = options.objects === undefined && options.columns === undefined && options.format.name !== 'name';
  const printer = isTable ? createTablePrinter(options, target) : createObjectWatchPrinter(options);
  const selectors = { labelSelector: selection.labelSelector, fieldSelector: selection.fieldSelector };

  const initial = isTable ? await fetchTable(options, invocation, target, selectors) : await fetchPlain(invocation, target, selectors);
  if (!options.watchOnly) {
    const bodies = isTable ? [initial] : (('items' in initial && Array.isArray(initial.items) ? initial.items : [initial]) as unknown[]);
    for (const body of bodies) await process.print(printer.format(body, 'ADDED'));
  }
  const request = {
    method: 'GET' as const,
    path: formatResourcePath(target.type, target.namespace),
    headers: { accept: isTable ? tableAccept : 'application/json' },
    query: {
      resourceVersion: initial.metadata?.resourceVersion ?? '',
      ...(selectors.labelSelector === '' ? {} : { labelSelector: selectors.labelSelector }),
      ...fieldSelectorQuery(target, selectors.fieldSelector),
    },
  };
  for await (const event of watchEvents(process, kubectl.client().transport, request)) {
    if (event.type !== 'BOOKMARK') await process.print(printer.format(event.object, event.type));
  }
}

function fieldSelectorQuery(target: NamedTarget, selector: string): Readonly<Record<string, string>> {
  const parts = [...(target.name === '' ? [] : [`metadata.name=${target.name}`]), ...(selector === '' ? [] : [selector])];
  return parts.length === 0 ? {} : { fieldSelector: parts.join(',') };
}

interface PlainAnswer {
  readonly metadata?: { readonly resourceVersion?: string };
  readonly items?: unknown;
}

async function fetchPlain(
  { kubectl }: Invocation,
  { type, namespace, name }: NamedTarget,
  selectors: { readonly labelSelector: string; readonly fieldSelector: string },
): Promise<PlainAnswer> {
  const query = Object.fromEntries(Object.entries(selectors).filter(([, value]) => value !== ''));
  const path = formatResourcePath(type, namespace, name === '' ? undefined : name);
  const response = await kubectl.client().request({ method: 'GET', path, query: name === '' ? query : {} });
  return response.body as PlainAnswer;
}

function createTablePrinter(options: GetOptions, target: NamedTarget): WatchPrinter {
  const writer = createTableWriter();
  const shown = tableOptions(options, target.type, options.showKind);
  let columns: readonly TableColumn[] | undefined;
  return {
    format(body, eventType) {
      const table = body as Table;
      // A server sends the column definitions with the first event only.
      if (columns === undefined && table.columnDefinitions) {
        columns = table.columnDefinitions;
        writer.startBlock(options.noHeaders ? undefined : tableHeader(columns, shown));
      }
      for (const row of table.rows ?? []) writer.addRow(tableCells(columns ?? [], row, shown, eventType));
      return writer.flush();
    },
  };
}

function createObjectWatchPrinter(options: GetOptions): WatchPrinter {
  let needsHeader = !options.noHeaders;
  return {
    format(body, eventType) {
      const object = body as KubeObject;
      const shown: object = options.outputWatchEvents ? { type: eventType, object } : object;
      if (options.columns !== undefined) {
        const header = needsHeader ? [options.columns.map((column) => column.header)] : [];
        needsHeader = false;
        return formatTabs([...header, ...customColumnRows(options.columns, [shown])], tableTabs);
      }
      if (options.format.name === 'name') return `${formatObjectName(object)}\n`;
      return options.objects?.format(shown, options.outputWatchEvents) ?? '';
    },
  };
}
