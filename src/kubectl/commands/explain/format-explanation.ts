import type { ExplainedField, Explanation } from '#machinery/openapi/explain-model.ts';

/** What stands before everything else, and also before the message that a field is not there. */
export function formatExplanationHead(kind: Explanation['kind']): string {
  const group = kind.group === '' ? '' : `GROUP:      ${kind.group}\n`;
  return `${group}KIND:       ${kind.kind}\nVERSION:    ${kind.version}\n\n`;
}

/** An explanation as `kubectl explain` lays it out. @param recursive names of all fields below instead of what the next ones mean */
export function formatExplanation(explanation: Explanation, recursive: boolean): string {
  const { kind, field, description, fields } = explanation;
  const fieldHead = field === undefined ? '' : `FIELD: ${field.name} <${field.type}>\n${formatLongEnum(field.enum)}\n\n`;
  const text = indent(description === '' ? '<empty>' : `${wrap(description, 76)}\n`, 4);
  const list = fields.map((each) => (recursive ? formatTree(each, 1, []) : formatField(each))).join('');
  return `${formatExplanationHead(kind)}${fieldHead}DESCRIPTION:\n${text}\n${list === '' ? '' : `FIELDS:\n${list}`}\n`;
}

function formatField(field: ExplainedField): string {
  const description = field.description === '' ? '<no description>' : field.description;
  return `${formatFieldLine(field, 1)}${indent(wrap(description, 76), 4)}\n\n`;
}

/** @param above types on the way down: a type that contains itself is not followed again */
function formatTree(field: ExplainedField, level: number, above: readonly string[]): string {
  const type = field.type.replace(/^(\[\]|map\[string\])+/, '');
  const inner = above.includes(type) ? [] : field.fields();
  return `${formatFieldLine(field, level)}${inner.map((each) => formatTree(each, level + 1, [...above, type])).join('')}`;
}

function formatFieldLine(field: ExplainedField, level: number): string {
  const padding = '  '.repeat(level);
  return `${padding}${field.name}\t<${field.type}>${field.required ? ' -required-' : ''}${formatShortEnum(field.enum, padding)}\n`;
}

const shownInShort = 4;

function formatShortEnum(values: readonly unknown[], padding: string): string {
  if (values.length === 0) return '';
  const shown = values.slice(0, shownInShort).map(enumText).join(', ');
  return `\n${padding}enum: ${shown}${values.length > shownInShort ? ', ....' : ''}`;
}

function formatLongEnum(values: readonly unknown[]): string {
  return values.length === 0 ? '' : `ENUM:${values.map((value) => `\n    ${enumText(value)}`).join('')}`;
}

function enumText(value: unknown): string {
  return value === '' ? '""' : String(value);
}

function indent(text: string, width: number): string {
  const padding = ' '.repeat(width);
  return padding + text.replaceAll('\n', `\n${padding}`);
}

/** Breaks lines at blanks so that they fit; line breaks and blanks inside lines stay. */
export function wrap(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => wrapLine(line, width))
    .join('\n');
}

function wrapLine(text: string, width: number): string {
  const lines: string[] = [];
  let line = '';
  for (const [, blanks = '', word = ''] of text.matchAll(/(\s*)(\S+)/g)) {
    if (line !== '' && line.length + blanks.length + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line += blanks + word;
    }
  }
  return [...lines, line].join('\n');
}
