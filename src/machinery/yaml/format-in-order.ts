import { formatYamlNumber, formatYamlText } from './scalar-style.ts';

/** A value as YAML with its keys in their own order and lists indented below their key, as yq writes it. It ends with a line break. */
export function formatYamlInOrder(value: unknown): string {
  return `${formatNode(value, '')}\n`;
}

const isFilled = (value: unknown): value is object => typeof value === 'object' && value !== null && Object.keys(value).length > 0;

function formatNode(value: unknown, indent: string): string {
  if (typeof value === 'string') return formatYamlText(value, indent === '' ? '  ' : indent);
  if (typeof value === 'number') return formatYamlNumber(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (!isFilled(value)) return Array.isArray(value) ? '[]' : value === null || typeof value !== 'object' ? 'null' : '{}';
  if (Array.isArray(value)) return value.map((item) => `- ${formatNode(item, `${indent}  `)}`).join(`\n${indent}`);
  const entries = Object.entries(value).map(([key, member]) => {
    const inner = `${indent}  `;
    return `${formatYamlText(key, indent, true)}:${isFilled(member) ? `\n${inner}` : ' '}${formatNode(member, inner)}`;
  });
  return entries.join(`\n${indent}`);
}
