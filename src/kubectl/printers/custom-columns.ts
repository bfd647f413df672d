import { evaluateJsonPath, parseJsonPath, relaxJsonPath } from '#machinery/jsonpath.ts';
import type { KubeObject } from '#machinery/object.ts';
import { UsageError } from '#sim/usage-error.ts';
import { formatGoValue } from './go-value.ts';

/** A column of `-o custom-columns`: its header and a JSONPath. */
export interface CustomColumn {
  readonly header: string;
  readonly path: string;
}

/**
 * Reads `NAME:.metadata.name,IMAGE:.spec.containers[*].image`.
 * @throws UsageError with kubectl's text
 */
export function parseCustomColumns(spec: string): CustomColumn[] {
  if (spec === '') throw new UsageError('custom-columns format specified but no custom columns given');
  return spec.split(',').map((part) => {
    const colon = part.indexOf(':');
    if (colon < 0) throw new UsageError(`unexpected custom-columns spec: ${part}, expected <header>:<json-path-expr>`);
    return { header: part.slice(0, colon), path: relaxJsonPath(part.slice(colon + 1)) };
  });
}

/** Reads a template file: a line of headers above a line of paths, separated by blanks. */
export function parseCustomColumnsFile(text: string): CustomColumn[] {
  const [headerLine, pathLine] = text.split('\n');
  const headers = (headerLine ?? '').split(/\s+/).filter((word) => word !== '');
  const paths = (pathLine ?? '').split(/\s+/).filter((word) => word !== '');
  if (pathLine === undefined) throw new UsageError('unexpected format of template file: expected a line of headers and a line of paths');
  if (headers.length !== paths.length) throw new UsageError(`number of headers (${headers.length}) and field specifications (${paths.length}) don't match`);
  return headers.map((header, at) => ({ header, path: relaxJsonPath(paths[at] ?? '') }));
}

/** Rows of cells for objects; a path that finds nothing is `<none>`. */
export function customColumnRows(columns: readonly CustomColumn[], objects: readonly KubeObject[]): string[][] {
  const paths = columns.map((column) => parseJsonPath(column.path));
  return objects.map((object) =>
    paths.map((path) => {
      const found = evaluateJsonPath(path, object, { allowMissingKeys: true }).flat();
      return found.length === 0 ? '<none>' : found.map((value) => formatGoValue(value)).join(',');
    }),
  );
}
