import { quoteGo } from '../json.ts';
import { sprintf } from './sprintf.ts';
import { formatValue, goTypeOf, isTruthy, noValue } from './values.ts';

/** A function that fails; the executor adds where. */
export class FunctionError extends Error {
  override readonly name = 'FunctionError';
}

type TemplateFunction = (...args: readonly unknown[]) => unknown;

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function index(container: unknown, ...keys: readonly unknown[]): unknown {
  let value = container;
  for (const key of keys) {
    if (value === null || value === undefined || value === noValue) throw new FunctionError('index of untyped nil');
    if (Array.isArray(value) || typeof value === 'string') {
      if (typeof key !== 'bigint') throw new FunctionError(`cannot index slice/array with type ${goTypeOf(key)}`);
      if (key < 0 || key > value.length) throw new FunctionError(`index out of range: ${key}`);
      if (Number(key) === value.length) throw new FunctionError('reflect: slice index out of range');
      value = typeof value === 'string' ? BigInt(value.charCodeAt(Number(key))) : value[Number(key)];
    } else if (isMap(value)) {
      if (typeof key !== 'string') throw new FunctionError(`value has type ${goTypeOf(key)}; should be string`);
      value = Object.hasOwn(value, key) ? value[key] : noValue;
    } else throw new FunctionError(`can't index item of type ${goTypeOf(value)}`);
  }
  return value;
}

function slice(container: unknown, start?: unknown, end?: unknown): unknown {
  if (typeof container !== 'string' && !Array.isArray(container)) throw new FunctionError(`can't slice item of type ${goTypeOf(container)}`);
  const from = typeof start === 'bigint' ? Number(start) : 0;
  const to = typeof end === 'bigint' ? Number(end) : container.length;
  if (from < 0 || to > container.length || from > to) throw new FunctionError(`index out of range: ${to > container.length ? to : from}`);
  return container.slice(from, to);
}

function length(value: unknown): bigint {
  if (typeof value === 'string') return BigInt(new TextEncoder().encode(value).length);
  if (Array.isArray(value)) return BigInt(value.length);
  if (isMap(value)) return BigInt(Object.keys(value).length);
  if (value === null || value === undefined || value === noValue) throw new FunctionError('len of nil pointer');
  throw new FunctionError(`len of type ${goTypeOf(value)}`);
}

function basicKind(value: unknown): string {
  if (typeof value === 'bigint') return 'int';
  if (typeof value === 'number') return 'float';
  if (typeof value === 'string' || typeof value === 'boolean') return typeof value;
  return '';
}

function isEqual(a: unknown, b: unknown): boolean {
  const isNil = (value: unknown) => value === null || value === undefined || value === noValue;
  if (isNil(a) || isNil(b)) return isNil(a) && isNil(b);
  if (basicKind(a) === '' || basicKind(b) === '') throw new FunctionError('non-comparable type');
  if (basicKind(a) !== basicKind(b)) throw new FunctionError('incompatible types for comparison');
  return a === b;
}

function isLess(a: unknown, b: unknown): boolean {
  const kind = basicKind(a);
  if (kind === '' || kind === 'boolean' || basicKind(b) === '') throw new FunctionError('invalid type for comparison');
  if (kind !== basicKind(b)) throw new FunctionError('incompatible types for comparison');
  return (a as string | number | bigint) < (b as string | number | bigint);
}

/** `print` puts blanks between two operands when neither is a text. */
function print(...args: readonly unknown[]): string {
  let text = '';
  for (const [position, value] of args.entries()) {
    if (position > 0 && typeof value !== 'string' && typeof args[position - 1] !== 'string') text += ' ';
    text += formatValue(value);
  }
  return text;
}

function exists(container: unknown, ...keys: readonly unknown[]): boolean {
  let value = container;
  for (const key of keys) {
    if (Array.isArray(value) && typeof key === 'bigint' && key >= 0 && key < value.length) value = value[Number(key)];
    else if (isMap(value) && typeof key === 'string' && Object.hasOwn(value, key)) value = value[key];
    else return false;
  }
  return value !== null && value !== undefined && value !== noValue;
}

function base64decode(value: unknown): string {
  const text = typeof value === 'string' ? value : formatValue(value);
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) {
    throw new FunctionError(
      `base64 decode failed: illegal base64 data at input byte ${text.search(/[^A-Za-z0-9+/]/) < 0 ? text.length - (text.length % 4) : text.search(/[^A-Za-z0-9+/]/)}`,
    );
  }
  return new TextDecoder('utf-8').decode(Uint8Array.from(atob(text), (char) => char.charCodeAt(0)));
}

const htmlEscapes: Readonly<Record<string, string>> = { '"': '&#34;', "'": '&#39;', '&': '&amp;', '<': '&lt;', '>': '&gt;', '\0': '\ufffd' };

/** Go's own functions and the two that kubectl adds; `and` and `or` are the executor's, because they stop early. */
export const templateFunctions: Readonly<Record<string, TemplateFunction>> = {
  not: (value) => !isTruthy(value),
  len: length,
  index,
  slice,
  print,
  println: (...args) => `${args.map(formatValue).join(' ')}\n`,
  printf: (format, ...args) => sprintf(typeof format === 'string' ? format : formatValue(format), args),
  html: (...args) => print(...args).replace(/["'&<>\0]/g, (char) => htmlEscapes[char] ?? char),
  js: (...args) =>
    quoteGo(print(...args))
      .slice(1, -1)
      .replaceAll("'", "\\'")
      .replaceAll('<', '\\u003C')
      .replaceAll('>', '\\u003E')
      .replaceAll('&', '\\u0026')
      .replaceAll('=', '\\u003D'),
  urlquery: (...args) => encodeURIComponent(print(...args)).replaceAll('%20', '+'),
  eq: (first, ...others) => {
    if (others.length === 0) throw new FunctionError('missing argument for comparison');
    return others.some((other) => isEqual(first, other));
  },
  ne: (a, b) => !isEqual(a, b),
  lt: isLess,
  le: (a, b) => isLess(a, b) || isEqual(a, b),
  gt: (a, b) => !isLess(a, b) && !isEqual(a, b),
  ge: (a, b) => !isLess(a, b),
  exists,
  base64decode,
};
