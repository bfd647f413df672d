/** JSON as jq knows it. Objects are maps, so that keys keep their order whatever they look like. */
export type Json = null | boolean | number | string | readonly Json[] | ReadonlyMap<string, Json>;

export type JsonObject = ReadonlyMap<string, Json>;

export const isObject = (value: Json): value is JsonObject => value instanceof Map;
export const isArray = (value: Json): value is readonly Json[] => Array.isArray(value);
export const isTrue = (value: Json): boolean => value !== null && value !== false;

export function typeName(value: Json): 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object' {
  if (value === null) return 'null';
  if (isArray(value)) return 'array';
  return isObject(value) ? 'object' : (typeof value as 'boolean');
}

const typeOrder = (value: Json): number => {
  if (value === null) return 0;
  if (value === false) return 1;
  if (value === true) return 2;
  return { number: 3, string: 4, array: 5, object: 6, null: 0, boolean: 1 }[typeName(value)];
};

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** jq's order: null, false, true, numbers, strings, arrays, objects. */
export function compareJson(a: Json, b: Json): number {
  const order = typeOrder(a) - typeOrder(b);
  if (order !== 0) return order;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b);
  if (isArray(a) && isArray(b)) return compareLists(a, b);
  if (!isObject(a) || !isObject(b)) return 0;
  const [keysA, keysB] = [[...a.keys()].sort(), [...b.keys()].sort()];
  const byKeys = compareLists(keysA, keysB);
  if (byKeys !== 0) return byKeys;
  return compareLists(
    keysA.map((key) => a.get(key) ?? null),
    keysB.map((key) => b.get(key) ?? null),
  );
}

function compareLists(a: readonly Json[], b: readonly Json[]): number {
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const order = compareJson(a[at] as Json, b[at] as Json);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

export interface JsonFormat {
  /** What one level is indented by; undefined: everything on one line. */
  readonly indent: string | undefined;
  readonly sortsKeys: boolean;
  readonly asciiOnly: boolean;
}

export const compactFormat: JsonFormat = { indent: undefined, sortsKeys: false, asciiOnly: false };

function formatNumber(value: number): string {
  if (Number.isNaN(value)) return 'null';
  if (!Number.isFinite(value)) return value < 0 ? '-1.7976931348623157e+308' : '1.7976931348623157e+308';
  if (Number.isInteger(value) && Math.abs(value) >= 1e17 && Math.abs(value) < 1e19) return BigInt(value).toString();
  return String(value).replace(/e([+-])(\d)$/, 'e$10$2');
}

function formatString(text: string, asciiOnly: boolean): string {
  const quoted = JSON.stringify(text).replaceAll('\x7f', '\\u007f');
  return asciiOnly ? quoted.replace(/[\u0080-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`) : quoted;
}

/** A value as text. */
export function formatJson(value: Json, format: JsonFormat = compactFormat, depth = 0): string {
  if (typeof value === 'number') return formatNumber(value);
  if (typeof value === 'string') return formatString(value, format.asciiOnly);
  if (value === null || typeof value === 'boolean') return String(value);
  const isList = isArray(value);
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  const colon = format.indent === undefined ? ':' : ': ';
  const keys = isObject(value) ? (format.sortsKeys ? [...value.keys()].sort() : [...value.keys()]) : [];
  const items = isList
    ? value.map((item) => formatJson(item, format, depth + 1))
    : keys.map((key) => `${formatString(key, format.asciiOnly)}${colon}${formatJson((value as JsonObject).get(key) ?? null, format, depth + 1)}`);
  if (items.length === 0) return open + close;
  if (format.indent === undefined) return `${open}${items.join(',')}${close}`;
  const inner = `\n${format.indent.repeat(depth + 1)}`;
  return `${open}${inner}${items.join(`,${inner}`)}\n${format.indent.repeat(depth)}${close}`;
}
