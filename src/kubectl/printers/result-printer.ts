import type { KubeObject } from '#machinery/object.ts';
import { parseGroupVersion } from '#machinery/resource-type.ts';
import type { Process } from '#os/process.ts';
import type { FlagValues } from '../command.ts';
import { type DryRun, dryRunSuffix } from '../flags/write-flags.ts';
import { formatKindName } from '../rest-mapping.ts';
import { createObjectPrinter } from './object-printer.ts';
import { parseOutputFormat, resultFormats } from './output-format.ts';

/** Prints what became of an object: `deployment.apps/web created`, or the whole object in the format of `-o`. */
export interface ResultPrinter {
  /**
   * @param operation `created`, `labeled`, `image updated` …
   * @param typed whether kubectl made the object itself (JSON then keeps the order of its fields)
   */
  print(object: KubeObject, operation: string, typed?: boolean): Promise<void>;
}

/**
 * Creates the printer of a command with `resultPrintFlags`.
 * @throws UsageError when `-o` is wrong
 */
export function createResultPrinter(flags: FlagValues, process: Process, dryRun: DryRun = 'none'): ResultPrinter {
  const format = parseOutputFormat(flags.string('output'), flags.string('template'), resultFormats);
  const objects = createObjectPrinter(format, flags, process);
  return {
    async print(object, operation, typed = false) {
      if (objects !== undefined) return process.print(objects.format(object, typed));
      const suffix = format.name === 'name' ? '' : ` ${operation}${dryRunSuffix(dryRun)}`;
      return process.print(`${formatObjectName(object)}${suffix}\n`);
    },
  };
}

/** `deployment.apps/web`, `pod/a`: how `-o name` and the messages of writing commands call an object. */
export function formatObjectName(object: KubeObject): string {
  const { group } = parseGroupVersion(object.apiVersion ?? '');
  return `${formatKindName({ group, kind: object.kind ?? '' })}/${object.metadata?.name ?? ''}`;
}
