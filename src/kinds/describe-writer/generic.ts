import type { KubeObject, Stored } from '#machinery/object.ts';
import type { DescribeContext } from '../describe-context.ts';
import { createDescribeWriter, type DescribeWriter } from './describe-writer.ts';
import { readEvents, writeEvents } from './events.ts';
import { writeAnnotations, writeLabels } from './metadata.ts';

const acronyms = ['API', 'URL', 'UID', 'OSB', 'GUID'];
const shownAlready = new Set(['.metadata.managedFields', '.metadata.name', '.metadata.namespace', '.metadata.labels', '.metadata.annotations']);

/** Describes what no description is made for: every field, by its name in words. Custom resources are described so. */
export async function describeGeneric(object: Stored<KubeObject>, context: DescribeContext): Promise<string> {
  const writer = createDescribeWriter();
  writer.line(0, 'Name:', object.metadata.name);
  writer.line(0, 'Namespace:', object.metadata.namespace ?? '');
  writeLabels(writer, 'Labels', object.metadata.labels);
  writeAnnotations(writer, 'Annotations', object.metadata.annotations);
  writeFields(writer, 0, object as unknown as Readonly<Record<string, unknown>>, '');
  writeEvents(writer, await readEvents(object, context), context.nowMs);
  return writer.text();
}

function writeFields(writer: DescribeWriter, level: number, fields: Readonly<Record<string, unknown>>, path: string): void {
  for (const field of Object.keys(fields).sort()) {
    const at = `${path}.${field}`;
    if (shownAlready.has(at)) continue;
    const value = fields[field];
    const label = formatFieldName(field);
    if (Array.isArray(value)) {
      writer.line(level, `${label}:`);
      for (const item of value) {
        if (isObject(item)) writeFields(writer, level + 1, item, at);
        else writer.line(level + 1, formatGoValue(item));
      }
    } else if (isObject(value)) {
      writer.line(level, `${label}:`);
      writeFields(writer, level + 1, value, at);
    } else writer.line(level, `${label}:`, formatGoValue(value));
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function formatGoValue(value: unknown): string {
  return value === null || value === undefined ? '<nil>' : String(value);
}

/** `creationTimestamp` → `Creation Timestamp`, `apiVersion` → `API Version`. */
export function formatFieldName(field: string): string {
  const words = field.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^A-Za-z0-9]+/g) ?? [field];
  return words
    .map((word) => {
      const upper = word.toUpperCase();
      return acronyms.includes(upper) ? upper : word.charAt(0).toUpperCase() + word.slice(1);
    })
    .join(' ');
}
