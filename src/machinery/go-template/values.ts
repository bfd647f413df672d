/** The value of a map's missing key: printed as `<no value>`. */
export const noValue: unique symbol = Symbol('no value');

/** Go's notion of a value that counts as true. */
export function isTruthy(value: unknown): boolean {
  if (value === noValue || value === null || value === undefined) return false;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return value !== 0;
  if (typeof value === 'bigint') return value !== 0n;
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

/** The numbers of an object are floats to a template, as kubectl hands them over: a million prints as `1e+06`. */
function formatNumber(value: number): string {
  const [digits = '', exponentText = '0'] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (value === 0 || (exponent >= -4 && exponent < 6)) return String(value);
  return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

/** The Go type of a JSON value. */
export function goTypeOf(value: unknown): string {
  if (value === null || value === undefined || value === noValue) return '<nil>';
  if (Array.isArray(value)) return '[]interface {}';
  if (typeof value === 'object') return 'map[string]interface {}';
  if (typeof value === 'bigint') return 'int';
  if (typeof value === 'number') return 'float64';
  return typeof value === 'boolean' ? 'bool' : 'string';
}
