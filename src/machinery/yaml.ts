import type { Json } from './object.ts';
import { composeYaml } from './yaml/compose.ts';
import { decodeYaml } from './yaml/decode.ts';
import { parseJsonStream } from './yaml/json-stream.ts';
import { compareYamlKeys } from './yaml/key-order.ts';
import { formatYamlNumber, formatYamlText } from './yaml/scalar-style.ts';
import { YamlError } from './yaml/yaml-error.ts';

export { YamlError };

/**
 * The documents of a manifest, one after another, so that the caller can act on the first before the second turns out to
 * be broken. Empty documents are left out.
 * @throws YamlError: `error converting YAML to JSON: yaml: line 3: …`, lines counted within the document
 */
export function* iterateYamlDocuments(text: string): Generator<Json> {
  const objects = parseJsonStream(text);
  if (objects !== undefined) {
    yield* objects;
    return;
  }
  for (const source of splitDocuments(text)) {
    const document = parseDocument(source);
    if (document !== null) yield document;
  }
}

/** All documents at once. @throws YamlError at the first broken one */
export function parseYamlDocuments(text: string): Json[] {
  return [...iterateYamlDocuments(text)];
}

function* splitDocuments(text: string): Generator<string> {
  let document = '';
  for (const line of text.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    if (!line.startsWith('---')) {
      document += line;
      continue;
    }
    const rest = line.slice(3).trim();
    if (rest !== '' && !rest.startsWith('#')) throw new YamlError(`invalid Yaml document separator: ${rest}`);
    yield document;
    document = '';
  }
  yield document;
}

function parseDocument(source: string): Json {
  try {
    const node = composeYaml(source);
    return node === undefined ? null : decodeYaml(node);
  } catch (error) {
    if (error instanceof YamlError) throw new YamlError(`error converting YAML to JSON: ${error.message}`);
    throw error;
  }
}

/**
 * The value as kubectl prints it: keys in order, lists not indented, texts quoted only where they must be, several lines as
 * a literal block, long lines left long. Members that are `undefined` are left out. It ends with a line break.
 */
export function formatYaml(value: unknown): string {
  return `${formatNode(value, '', false)}\n`;
}

/**
 * @param indent of the lines after the first
 * @param inSequence whether the node follows a dash: then a list inside is indented
 */
function formatNode(value: unknown, indent: string, inSequence: boolean): string {
  if (typeof value === 'string') return formatYamlText(value, inSequence || indent !== '' ? indent : '  ');
  if (typeof value === 'number') return formatYamlNumber(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value !== 'object' || value === null) return 'null';
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    return value.map((item) => `- ${formatNode(item, `${indent}  `, true)}`).join(`\n${indent}`);
  }
  const entries = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => compareYamlKeys(a, b));
  if (entries.length === 0) return '{}';
  return entries.map(([key, member]) => formatEntry(key, member, indent)).join(`\n${indent}`);
}

function formatEntry(key: string, value: unknown, indent: string): string {
  const name = formatYamlText(key, indent, true);
  // A long key cannot be a simple one; the emitter then marks key and value with signs of their own.
  if (key.length > 128) return `? ${name}\n${indent}: ${formatNode(value, `${indent}  `, true)}`;
  if (Array.isArray(value) && value.length > 0) return `${name}:\n${indent}${formatNode(value, indent, false)}`;
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).some((member) => member !== undefined);
  return isMap ? `${name}:\n${indent}  ${formatNode(value, `${indent}  `, false)}` : `${name}: ${formatNode(value, `${indent}  `, false)}`;
}
