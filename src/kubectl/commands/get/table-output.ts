import { formatResourcePath } from '#machinery/resource-type.ts';
import { StatusError } from '#machinery/status-error.ts';
import type { Invocation } from '../../command.ts';
import type { DiscoveredResource } from '../../kubectl-context.ts';
import { collectable, throwCollected } from '../../kubectl-error.ts';
import { sortByField } from '../../printers/sort-by.ts';
import { plainTable, type Table, type TableColumn, type TableOptions, type TableRow, tableCells, tableHeader } from '../../printers/table.ts';
import { createTableWriter } from '../../printers/table-writer.ts';
import { chunkSize, explainListError } from '../../resources/fetch-targets.ts';
import { type NamedTarget, planTargets } from '../../resources/targets.ts';
import { formatKindName } from '../../rest-mapping.ts';
import type { GetOptions } from './get-options.ts';

/** Asks the server for its own table of what it would answer. */
export const tableAccept = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';

/** The rows of one resource type, with the columns the server gave them. */
interface Block {
  readonly type: DiscoveredResource;
  readonly columns: readonly TableColumn[];
  rows: TableRow[];
}

/** Prints tables for people, one per resource type. @throws SeveralErrors after all that was found is printed */
export async function printTables(options: GetOptions, invocation: Invocation): Promise<undefined> {
  const { kubectl, process } = invocation;
  const selection = await planTargets(kubectl, process, options.request);
  const errors: Error[] = [];
  const blocks: Block[] = [];
  for (const target of selection.targets) {
    if ('error' in target) {
      errors.push(target.error);
      continue;
    }
    try {
      const table = await fetchTable(options, invocation, target, selection);
      const last = blocks.at(-1);
      if (last !== undefined && last.type === target.type) last.rows.push(...(table.rows ?? []));
      else blocks.push({ type: target.type, columns: table.columnDefinitions ?? [], rows: [...(table.rows ?? [])] });
    } catch (error) {
      const known = collectable(error);
      if (!(options.ignoreNotFound && known instanceof StatusError && known.code === 404)) errors.push(known);
    }
  }
  const writer = createTableWriter();
  const showKind = options.showKind || new Set(blocks.map((block) => block.type)).size > 1;
  for (const block of blocks) {
    const shown = tableOptions(options, block.type, showKind);
    writer.startBlock(options.noHeaders ? undefined : tableHeader(block.columns, shown));
    if (options.sortBy !== '') block.rows = sortByField(block.rows, options.sortBy, (row) => row.object);
    for (const row of block.rows) writer.addRow(tableCells(block.columns, row, shown));
  }
  await process.print(writer.flush());
  if (!writer.hasWritten && errors.length === 0 && !options.ignoreNotFound) {
    const isNamespaced = !options.allNamespaces && blocks.every((block) => block.type.namespaced);
    await process.printError(isNamespaced ? `No resources found in ${kubectl.namespace} namespace.\n` : 'No resources found\n');
  }
  throwCollected(errors);
}

/** What the flags of `get` add to the table of a type. */
export function tableOptions(options: GetOptions, type: DiscoveredResource, showKind: boolean): TableOptions {
  return {
    wide: options.format.name === 'wide',
    withNamespace: options.allNamespaces && type.namespaced,
    kindName: showKind ? formatKindName(type) : '',
    showLabels: options.showLabels,
    labelColumns: options.labelColumns,
    withEvent: options.outputWatchEvents,
  };
}

/** The server's table of an object or a whole collection. */
export async function fetchTable(
  options: GetOptions,
  { kubectl, process }: Invocation,
  target: NamedTarget,
  selection: { readonly labelSelector: string; readonly fieldSelector: string },
): Promise<Table> {
  const { type, namespace, name } = target;
  const path = formatResourcePath(type, namespace, name === '' ? undefined : name, options.subresource);
  const query: Record<string, string> = {};
  if (options.sortBy !== '') query['includeObject'] = 'Object';
  if (name === '') {
    query['limit'] = String(chunkSize);
    if (selection.labelSelector !== '') query['labelSelector'] = selection.labelSelector;
    if (selection.fieldSelector !== '') query['fieldSelector'] = selection.fieldSelector;
  }
  const headers: Readonly<Record<string, string>> = { accept: options.serverPrint ? tableAccept : 'application/json' };
  const rows: TableRow[] = [];
  let table: Table;
  do {
    const request = { method: 'GET' as const, path, query, headers };
    const send = () => kubectl.client().request(request);
    const response = name === '' ? await explainListError(type, selection, send) : await send();
    table = options.serverPrint ? (response.body as Table) : plainTable(itemsOf(response.body), process.simulation.clock.now);
    rows.push(...(table.rows ?? []));
    query['continue'] = table.metadata?.continue ?? '';
  } while (query['continue'] !== '');
  return { ...table, rows };
}

function itemsOf(body: unknown): readonly object[] {
  const { items } = body as { readonly items?: readonly object[] };
  return items ?? [body as object];
}
