import type { KubeObject } from '#machinery/object.ts';
import { formatAge, parseTime } from '#machinery/time.ts';

/** A server-side Table (`meta.k8s.io/v1`). */
export interface Table {
  readonly columnDefinitions?: readonly TableColumn[] | null;
  readonly rows?: readonly TableRow[] | null;
  readonly metadata?: { readonly resourceVersion?: string; readonly continue?: string };
}

export interface TableColumn {
  readonly name: string;
  readonly type: string;
  readonly format?: string;
  /** Above 0: only with `-o wide`. */
  readonly priority?: number;
}

export interface TableRow {
  readonly cells: readonly unknown[];
  /** What `includeObject` asked for: metadata at least. */
  readonly object?: KubeObject;
}

/** What `get` adds to the columns of the server. */
export interface TableOptions {
  readonly wide: boolean;
  readonly withNamespace: boolean;
  /** Put in front of names: `pod`, `deployment.apps`; '' for nothing. */
  readonly kindName: string;
  readonly showLabels: boolean;
  readonly labelColumns: readonly string[];
  /** Whether rows begin with the type of a watch event. */
  readonly withEvent: boolean;
}

/** The header of a table, its cells in capitals. */
export function tableHeader(columns: readonly TableColumn[], options: TableOptions): string[] {
  return [
    ...(options.withEvent ? ['EVENT'] : []),
    ...(options.withNamespace ? ['NAMESPACE'] : []),
    ...columns.filter((column) => isShown(column, options)).map((column) => column.name.toUpperCase()),
    ...options.labelColumns.map((label) => label.slice(label.lastIndexOf('/') + 1).toUpperCase()),
    ...(options.showLabels ? ['LABELS'] : []),
  ];
}

/**
 * The cells of a row as texts.
 * @param eventType `ADDED`, `MODIFIED` …, shown when the options say so
 */
export function tableCells(columns: readonly TableColumn[], row: TableRow, options: TableOptions, eventType = ''): string[] {
  const metadata = row.object?.metadata;
  const labels = metadata?.labels ?? {};
  const cells = columns.flatMap((column, at) => {
    if (!isShown(column, options)) return [];
    const text = formatCell(row.cells[at]);
    return [column.format === 'name' && options.kindName !== '' ? `${options.kindName}/${text}` : text];
  });
  return [
    ...(options.withEvent ? [eventType] : []),
    ...(options.withNamespace ? [metadata?.namespace ?? ''] : []),
    ...cells,
    ...options.labelColumns.map((label) => labels[label] ?? ''),
    ...(options.showLabels ? [formatLabels(labels)] : []),
  ];
}

function isShown(column: TableColumn, options: TableOptions): boolean {
  return options.wide || !column.priority;
}

/** A cell ends at its first line break; control characters are escaped as a terminal would take them for commands. */
function formatCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = String(value);
  const end = text.search(/[\f\n\r]/);
  const line = end < 0 ? text : `${text.slice(0, end)}...`;
  return line.replaceAll('\u001b', '^[');
}

/** `a=1,b=2`, sorted; `<none>` when there are none. */
export function formatLabels(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.keys(labels)
    .sort()
    .map((key) => `${key}=${labels[key] ?? ''}`);
  return pairs.length === 0 ? '<none>' : pairs.join(',');
}

/** The table kubectl makes itself when it is not to ask the server for one: name and age. */
export function plainTable(objects: readonly KubeObject[], nowMs: number): Table {
  return {
    columnDefinitions: [
      { name: 'Name', type: 'string', format: 'name' },
      { name: 'Age', type: 'string' },
    ],
    rows: objects.map((object) => ({ cells: [object.metadata?.name ?? '', ageOf(object, nowMs)], object })),
  };
}

function ageOf(object: KubeObject, nowMs: number): string {
  const created = object.metadata?.creationTimestamp;
  return created === undefined ? '<unknown>' : formatAge(nowMs - parseTime(created));
}
