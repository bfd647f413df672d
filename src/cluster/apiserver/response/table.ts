import type { Column, Kind } from '#kinds/kind.ts';
import type { KubeObject, Stored } from '#machinery/object.ts';
import { badRequest } from '#machinery/status-errors.ts';
import { formatAge, parseTime } from '#machinery/time.ts';
import { partialMetadata } from './partial-metadata.ts';

/** What `kubectl get` prints: rows of cells, made by the server. */
export interface Table extends KubeObject {
  readonly columnDefinitions: readonly ColumnDefinition[] | null;
  readonly rows: readonly TableRow[];
}

export interface ColumnDefinition {
  readonly name: string;
  readonly type: string;
  readonly format: string;
  readonly description: string;
  readonly priority: number;
}

export interface TableRow {
  readonly cells: readonly (string | number | boolean | null)[];
  readonly object?: KubeObject;
}

export interface TableOptions {
  /** What each row carries along (parameter `includeObject`). */
  readonly includeObject: 'None' | 'Metadata' | 'Object';
  /** After the first event of a watch the columns are known. */
  readonly omitColumns?: boolean;
  readonly nowMs: number;
}

/** Reads `includeObject`. @throws StatusError 400 */
export function parseIncludeObject(text: string | undefined): TableOptions['includeObject'] {
  if (text === undefined || text === '') return 'Metadata';
  if (text === 'None' || text === 'Metadata' || text === 'Object') return text;
  throw badRequest(`unrecognized includeObject value: ${JSON.stringify(text)}`);
}

/** Makes a Table of objects of one kind. @param metadata of the list, or of the one object */
export function createTable(kind: Kind, objects: readonly Stored<KubeObject>[], metadata: object, options: TableOptions): Table {
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: metadata as NonNullable<KubeObject['metadata']>,
    columnDefinitions: options.omitColumns ? null : kind.columns.map(defineColumn),
    rows: objects.map((object) => createRow(kind, object, options)),
  };
}

function createRow(kind: Kind, object: Stored<KubeObject>, { includeObject, nowMs }: TableOptions): TableRow {
  const cells = kind.columns.map((column) => cellOf(column, object, nowMs));
  if (includeObject === 'None') return { cells, object: null as never };
  return { cells, object: includeObject === 'Object' ? object : partialMetadata(object) };
}

function cellOf(column: Column<KubeObject>, object: Stored<KubeObject>, nowMs: number): TableRow['cells'][number] {
  const cell = column.cell(object, nowMs);
  // As upstream: ages are made by the server, a date column included.
  if (column.type === 'date' && typeof cell === 'string' && /^\d{4}-/.test(cell)) return formatAge(nowMs - parseTime(cell));
  return cell;
}

function defineColumn({ name, type, format, description, priority }: Column<KubeObject>): ColumnDefinition {
  return { name, type, format: format ?? '', description, priority: priority ?? 0 };
}
