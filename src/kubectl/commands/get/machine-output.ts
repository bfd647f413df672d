import type { KubeObject } from '#machinery/object.ts';
import { formatTabs, tableTabs } from '#machinery/tabwriter.ts';
import type { Invocation } from '../../command.ts';
import { collectable } from '../../kubectl-error.ts';
import { customColumnRows } from '../../printers/custom-columns.ts';
import { formatObjectName } from '../../printers/result-printer.ts';
import { sortByField } from '../../printers/sort-by.ts';
import { visitObjects } from '../../resources/fetch-targets.ts';
import { planTargets } from '../../resources/targets.ts';
import type { GetOptions } from './get-options.ts';

/** Prints whole objects, names or columns of the user's own. One object that was asked for by name is printed alone, all else as a List. */
export async function printForMachines(options: GetOptions, { kubectl, process }: Invocation): Promise<undefined> {
  const selection = await planTargets(kubectl, process, options.request);
  const found: KubeObject[] = [];
  let failure: Error | undefined;
  try {
    await visitObjects(kubectl, selection, async ({ object }) => void found.push(object), options.ignoreNotFound);
  } catch (error) {
    failure = collectable(error);
    if (selection.singleItem) throw failure;
  }
  const isNothing = found.length === 0 && (options.ignoreNotFound || (failure !== undefined && selection.targets.every((target) => 'error' in target)));
  if (!isNothing) {
    const objects = options.sortBy === '' ? found : sortByField(found, options.sortBy, (object) => object);
    await process.print(formatObjects(options, objects, selection.singleItem));
  }
  if (failure !== undefined) throw failure;
}

function formatObjects(options: GetOptions, objects: readonly KubeObject[], singleItem: boolean): string {
  if (options.format.name === 'name') return objects.map((object) => `${formatObjectName(object)}\n`).join('');
  if (options.columns !== undefined) {
    const header = options.noHeaders ? [] : [options.columns.map((column) => column.header)];
    return formatTabs([...header, ...customColumnRows(options.columns, objects)], tableTabs);
  }
  const [first] = objects;
  const whole = singleItem && first !== undefined && objects.length === 1 ? first : asList(objects);
  return options.objects?.format(whole) ?? '';
}

/** Objects of any kinds as one, as kubectl puts them together itself. */
function asList(items: readonly KubeObject[]): object {
  return { apiVersion: 'v1', items, kind: 'List', metadata: { resourceVersion: '' } };
}
