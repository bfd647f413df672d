import type { DescribeContext } from '#kinds/describe-context.ts';
import type { KubeObject, Stored } from '#machinery/object.ts';
import { alignTabs, describeTabs } from '#machinery/tabwriter.ts';
import { formatGoValue } from '../printers/go-value.ts';

const shownAbove = ['.metadata.managedFields', '.metadata.name', '.metadata.namespace', '.metadata.labels', '.metadata.annotations'];

/** Describes an object of a kind that kubectl knows nothing about (a custom resource): its fields, one by one. */
export async function describePlainly(object: Stored<KubeObject>, _context: DescribeContext): Promise<string> {
  const { metadata } = object;
  const lines = [
    `Name:\t${metadata.name}\n`,
    `Namespace:\t${metadata.namespace ?? ''}\n`,
    formatMap('Labels', metadata.labels ?? {}, '='),
    formatMap('Annotations', metadata.annotations ?? {}, ': '),
    formatFields(object, 0, ''),
  ];
  return alignTabs(lines.join(''), describeTabs);
}

function formatMap(title: string, entries: Readonly<Record<string, string>>, separator: string): string {
  const keys = Object.keys(entries).sort();
  if (keys.length === 0) return `${title}:\t<none>\n`;
  return keys.map((key, at) => `${at === 0 ? `${title}:` : ''}\t${key}${separator}${entries[key] ?? ''}\n`).join('');
}

function formatFields(object: object, level: number, path: string): string {
  const indent = '  '.repeat(level);
  return Object.entries(object)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([field, value]) => {
      const here = `${path}.${field}`;
      if (shownAbove.includes(here)) return '';
      if (Array.isArray(value)) return `${indent}${labelFor(field)}:\n${value.map((item) => formatItem(item, level + 1, here)).join('')}`;
      if (typeof value === 'object' && value !== null) return `${indent}${labelFor(field)}:\n${formatFields(value, level + 1, here)}`;
      return `${indent}${labelFor(field)}:\t${formatGoValue(value)}\n`;
    })
    .join('');
}

function formatItem(item: unknown, level: number, path: string): string {
  return typeof item === 'object' && item !== null && !Array.isArray(item) ? formatFields(item, level, path) : `${'  '.repeat(level)}${formatGoValue(item)}\n`;
}

/** `creationTimestamp` is shown as `Creation Timestamp`, `apiVersion` as `API Version`. */
function labelFor(field: string): string {
  const words = field.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+|[^A-Za-z0-9]+/g) ?? [field];
  return words.map((word) => (/^(api|http|url|uid|osb|guid)$/i.test(word) ? word.toUpperCase() : word.charAt(0).toUpperCase() + word.slice(1))).join(' ');
}
