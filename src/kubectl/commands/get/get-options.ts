import type { CustomColumn } from '../../printers/custom-columns.ts';
import type { ObjectPrinter } from '../../printers/object-printer.ts';
import type { OutputFormat } from '../../printers/output-format.ts';
import type { ManifestSources } from '../../resources/manifest-files.ts';
import type { TargetRequest } from '../../resources/targets.ts';

/** What a command line of `kubectl get` comes to. */
export interface GetOptions {
  readonly args: readonly string[];
  readonly files: ManifestSources;
  /** '' unless `--raw` was given. */
  readonly raw: string;
  readonly format: OutputFormat;
  /** For `-o custom-columns` and its file. */
  readonly columns: readonly CustomColumn[] | undefined;
  /** For the formats that print whole objects. */
  readonly objects: ObjectPrinter | undefined;
  readonly request: TargetRequest;
  readonly allNamespaces: boolean;
  readonly ignoreNotFound: boolean;
  readonly subresource: string;
  readonly serverPrint: boolean;
  readonly noHeaders: boolean;
  readonly showKind: boolean;
  readonly showLabels: boolean;
  readonly labelColumns: readonly string[];
  readonly sortBy: string;
  readonly watch: boolean;
  readonly watchOnly: boolean;
  readonly outputWatchEvents: boolean;
}
