import { CORE_SCHEMA, defineScalarTag, load, mergeTag, NOT_RESOLVED, YAMLException } from 'js-yaml';
import type { Json } from './object.ts';
import { formatYamlError } from './yaml-error-text.ts';
import { compareYamlKeys } from './yaml-key-order.ts';
import { formatYamlNumber, formatYamlText } from './yaml-scalar-style.ts';
import { resolveScalar } from './yaml-scalars.ts';

/** YAML that cannot be read; the text is the one kubectl prints, without the file's name. */
export class YamlError extends Error {
  override readonly name = 'YamlError';
}

const goBoolean = defineScalarTag('tag:yaml.org,2002:bool', {
  implicit: true,
  implicitFirstChars: [...'tTyYoOfFnN'],
  resolve: (scalar) => {
    const meaning = resolveScalar(scalar);
    return meaning.kind === 'boolean' ? meaning.value : NOT_RESOLVED;
  },
  identify: (value) => typeof value === 'boolean',
  represent: String,
});

const goNumber = defineScalarTag('tag:yaml.org,2002:float', {
  implicit: true,
  implicitFirstChars: [...'+-0123456789.'],
  resolve: (scalar) => {
    const meaning = resolveScalar(scalar);
    return meaning.kind === 'number' ? meaning.value : NOT_RESOLVED;
  },
  identify: (value) => typeof value === 'number',
  represent: String,
});

const goInteger = defineScalarTag('tag:yaml.org,2002:int', {
  resolve: (scalar) => {
    const meaning = resolveScalar(scalar);
    return meaning.kind === 'number' ? meaning.value : NOT_RESOLVED;
  },
  identify: () => false,
  represent: String,
});

/** Tags that nobody defined are ignored. */
const anyTag = defineScalarTag('!', { matchByTagPrefix: true, resolve: (scalar) => scalar, identify: () => false });

const goSchema = CORE_SCHEMA.withTags(mergeTag, goBoolean, goInteger, goNumber, anyTag);

/**
 * The documents of a manifest, one after another, so that the caller can act on the first before the second turns out to
 * be broken. Empty documents are left out.
 * @throws YamlError: `error converting YAML to JSON: yaml: line 3: …`, lines counted within the document
 */
export function* iterateYamlDocuments(text: string): Generator<Json> {
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
  let lines: string[] = [];
  for (const line of text.split('\n')) {
    if (!line.startsWith('---')) {
      lines.push(line);
      continue;
    }
    const rest = line.slice(3).trim();
    if (rest !== '' && !rest.startsWith('#')) throw new YamlError(`invalid Yaml document separator: ${rest}`);
    yield lines.join('\n');
    lines = [];
  }
  yield lines.join('\n');
}

/** A document of nothing but blank lines and comments is no document. */
const isEmpty = (source: string): boolean => source.split('\n').every((line) => /^\s*(#|$)/.test(line));

function parseDocument(source: string): Json {
  if (isEmpty(source)) return null;
  try {
    return toJson(load(source, { schema: goSchema, json: true }));
  } catch (error) {
    if (error instanceof YAMLException) throw new YamlError(`error converting YAML to JSON: ${formatYamlError(source, error)}`);
    throw error;
  }
}

function toJson(value: unknown): Json {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    const text = Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
    throw new YamlError(`error converting YAML to JSON: json: unsupported value: ${text}`);
  }
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map(toJson);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, toJson(member)]));
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
