import type { Column } from '#kinds/kind.ts';
import { ageColumn, nameColumn } from '#kinds/table-columns.ts';
import type { CustomResourceColumnDefinition } from '#machinery/generated/types.ts';
import { evaluateJsonPath, formatJsonPathValue, JsonPathError, parseJsonPath } from '#machinery/jsonpath.ts';
import type { KubeObject } from '#machinery/object.ts';
import { formatAge, parseTime } from '#machinery/time.ts';

type Cell = string | number | boolean | null;

/** The columns of a custom resource: the name, and what its definition says; without any the age. */
export function createPrinterColumns(definitions: readonly CustomResourceColumnDefinition[]): readonly Column<KubeObject>[] {
  if (definitions.length === 0) return [nameColumn, ageColumn];
  return [nameColumn, ...definitions.map(createColumn)];
}

function createColumn({ name, type, format, description, priority, jsonPath }: CustomResourceColumnDefinition): Column<KubeObject> {
  const path = parseColumnPath(jsonPath);
  return {
    name,
    type: type as Column<KubeObject>['type'],
    ...(format && { format }),
    ...(priority && { priority }),
    description: description || `Custom resource definition column (in JSONPath format): ${jsonPath}`,
    cell(object, nowMs) {
      if (!path) return null;
      const value = evaluateJsonPath(path, object, { allowMissingKeys: true })[0]?.[0];
      return value === undefined || value === null ? null : formatCell(type, value, nowMs);
    },
  };
}

/** A path that cannot be read gives an empty column, as upstream logs it and goes on. */
function parseColumnPath(text: string): ReturnType<typeof parseJsonPath> | undefined {
  try {
    return parseJsonPath(`{${text}}`);
  } catch (error) {
    if (error instanceof JsonPathError) return undefined;
    throw error;
  }
}

/** A value of another type than the column's is no cell. */
function formatCell(type: string, value: unknown, nowMs: number): Cell {
  switch (type) {
    case 'string':
      return formatJsonPathValue(value);
    case 'integer':
      return typeof value === 'number' ? Math.trunc(value) : null;
    case 'number':
      return typeof value === 'number' ? value : null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    default: {
      const ms = typeof value === 'string' ? parseTime(value) : Number.NaN;
      return Number.isNaN(ms) ? '<unknown>' : formatAge(nowMs - ms);
    }
  }
}
