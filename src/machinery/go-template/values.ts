/** The value of a map's missing key: printed as `<no value>`. */
export const noValue: unique symbol = Symbol('no value');

/** Go's notion of a value that counts as true. */
export function isTruthy(value: unknown): boolean {
  if (value === noValue || value === null || value === undefined) return false;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return value !== 0;
  if (typeof value === 'string') return value !== '';
  if (Array.isArray(value)) return value.length > 0;
  return Object.keys(value).length > 0;
}

/** A value as Go's fmt prints it with `%v`: `map[a:1 b:2]`, `[x y]`, `<nil>`. */
export function formatValue(value: unknown): string {
  if (value === noValue) return '<no value>';
  if (value === null || value === undefined) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(formatValue).join(' ')}]`;
  if (typeof value === 'number') return formatNumber(value);
  if (typeof value !== 'object') return String(value);
  const entries = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[${entries.map(([key, member]) => `${key}:${formatValue(member)}`).join(' ')}]`;
}

/** kubectl hands whole numbers to the template as floats: large ones are printed with an exponent. */
function formatNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return String(value);
  const text = String(value);
  return text.replace(/e([-+])(\d)$/, 'e$10$2');
}

/** The Go type of a JSON value. */
export function goTypeOf(value: unknown): string {
  if (value === null || value === undefined || value === noValue) return '<nil>';
  if (Array.isArray(value)) return '[]interface {}';
  if (typeof value === 'object') return 'map[string]interface {}';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  return typeof value === 'boolean' ? 'bool' : 'string';
}
