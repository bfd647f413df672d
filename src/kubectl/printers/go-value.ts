import { formatGoJson } from '#machinery/json.ts';

/** A decoded JSON value as Go's `%v` prints it: `map[a:1 b:[x y]]`. */
export function formatGoValue(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(formatGoValue).join(' ')}]`;
  if (typeof value === 'object')
    return `map[${sortedEntries(value)
      .map(([key, item]) => `${key}:${formatGoValue(item)}`)
      .join(' ')}]`;
  return formatGoScalar(value);
}

/** A decoded JSON value as Go's `%#v` prints it: `map[string]interface {}{"a":1}`. */
export function formatGoSyntax(value: unknown): string {
  if (value === null || value === undefined) return 'interface {}(nil)';
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return `[]interface {}{${value.map(formatGoSyntax).join(', ')}}`;
  if (typeof value === 'object') {
    const entries = sortedEntries(value).map(([key, item]) => `${JSON.stringify(key)}:${formatGoSyntax(item)}`);
    return `map[string]interface {}{${entries.join(', ')}}`;
  }
  return formatGoScalar(value);
}

/** JSON with the keys as they stand in the object, indented by four blanks: how Go writes a typed object. */
export function formatOrderedJson(value: object): string {
  return JSON.stringify(value, null, 4).replace(/[<>&\u2028\u2029]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** JSON with sorted keys, indented by four blanks: how Go writes an untyped object. */
export function formatSortedJson(value: object): string {
  return formatGoJson(value, '    ');
}

function sortedEntries(value: object): [string, unknown][] {
  return Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1));
}

function formatGoScalar(value: unknown): string {
  return typeof value === 'number' && !Number.isInteger(value) ? formatGoFloat(value) : String(value);
}

function formatGoFloat(value: number): string {
  const [digits = '', exponent] = value.toString().split('e');
  if (exponent === undefined) return digits;
  const sign = exponent.startsWith('-') ? '-' : '+';
  return `${digits}e${sign}${exponent.replace(/^[-+]/, '').padStart(2, '0')}`;
}
