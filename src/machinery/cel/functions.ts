import { isDeepEqual } from '../equality.ts';
import { compareQuantities, isQuantityText, parseQuantity } from '../quantity.ts';
import { CelError } from './cel-error.ts';
import { CelDouble, numberOf, typeOf } from './values.ts';

type CelFunction = (...args: readonly unknown[]) => unknown;

function textOf(value: unknown): string {
  if (typeof value !== 'string') throw new CelError('no such overload');
  return value;
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new CelError('no such overload');
  return value;
}

function sizeOf(value: unknown): number {
  if (typeof value === 'string') return [...value].length;
  if (Array.isArray(value)) return value.length;
  if (typeOf(value) === 'map') return Object.keys(value as object).length;
  throw new CelError('no such overload');
}

function patternOf(pattern: unknown): RegExp {
  try {
    return new RegExp(textOf(pattern), 'u');
  } catch (error) {
    if (error instanceof SyntaxError) throw new CelError(`error parsing regexp: ${error.message}`);
    throw error;
  }
}

function matches(text: unknown, pattern: unknown): boolean {
  return patternOf(pattern).test(textOf(text));
}

function compareAmounts(a: unknown, b: unknown): number {
  const [x, y] = [textOf(a), textOf(b)];
  if (!isQuantityText(x) || !isQuantityText(y)) throw new CelError('no such overload');
  return compareQuantities(parseQuantity(x), parseQuantity(y));
}

function toInt(value: unknown): number {
  const number = typeof value === 'string' && /^[+-]?\d+$/.test(value) ? Number(value) : typeof value === 'string' ? Number.NaN : numberOf(value);
  if (Number.isNaN(number)) throw new CelError(`type conversion error from '${typeOf(value)}' to 'int'`);
  return Math.trunc(number);
}

function toDouble(value: unknown): CelDouble {
  const number = typeof value === 'string' ? Number(value) : numberOf(value);
  if (Number.isNaN(number)) throw new CelError(`type conversion error from '${typeOf(value)}' to 'double'`);
  return new CelDouble(number);
}

function toText(value: unknown): string {
  if (typeof value === 'object' && !(value instanceof CelDouble)) throw new CelError(`type conversion error from '${typeOf(value)}' to 'string'`);
  return value instanceof CelDouble ? String(value.value) : String(value);
}

function ordered(list: unknown): readonly (number | string)[] {
  return listOf(list).map((item) => (typeof item === 'string' ? item : numberOf(item)));
}

function pickExtreme(list: unknown, name: string, isBetter: (a: number | string, b: number | string) => boolean): unknown {
  const items = ordered(list);
  const [first, ...rest] = items;
  if (first === undefined) throw new CelError(`${name} called on empty list`);
  return rest.reduce((best, item) => (isBetter(item, best) ? item : best), first);
}

/** By name, called as `f(x)` or `x.f()`. */
const functions: Readonly<Record<string, CelFunction>> = {
  size: (value) => sizeOf(value),
  int: toInt,
  uint: toInt,
  double: toDouble,
  string: toText,
  bool: (value) => (typeof value === 'string' ? value === 'true' : value === true),
  type: (value) => typeOf(value),
  dyn: (value) => value,
  matches,
  quantity: (value) => {
    if (!isQuantityText(textOf(value))) throw new CelError('quantities must match the regular expression');
    return value;
  },
  isQuantity: (value) => isQuantityText(textOf(value)),
};

const methods: Readonly<Record<string, CelFunction>> = {
  size: (value) => sizeOf(value),
  matches,
  startsWith: (text, prefix) => textOf(text).startsWith(textOf(prefix)),
  endsWith: (text, suffix) => textOf(text).endsWith(textOf(suffix)),
  contains: (text, part) => textOf(text).includes(textOf(part)),
  lowerAscii: (text) => textOf(text).replace(/[A-Z]/g, (letter) => letter.toLowerCase()),
  upperAscii: (text) => textOf(text).replace(/[a-z]/g, (letter) => letter.toUpperCase()),
  trim: (text) => textOf(text).trim(),
  split: (text, separator) => textOf(text).split(textOf(separator)),
  replace: (text, from, to) => textOf(text).replaceAll(textOf(from), textOf(to)),
  substring: (text, start, end) => [...textOf(text)].slice(numberOf(start), end === undefined ? undefined : numberOf(end)).join(''),
  indexOf: (value, part) => (Array.isArray(value) ? value.findIndex((item) => isDeepEqual(item, part)) : textOf(value).indexOf(textOf(part))),
  charAt: (text, at) => [...textOf(text)][numberOf(at)] ?? '',
  find: (text, pattern) => patternOf(pattern).exec(textOf(text))?.[0] ?? '',
  join: (list, separator = '') => listOf(list).map(textOf).join(textOf(separator)),
  sum: (list) => listOf(list).reduce<number>((sum, item) => sum + numberOf(item), 0),
  min: (list) => pickExtreme(list, 'min', (a, b) => a < b),
  max: (list) => pickExtreme(list, 'max', (a, b) => a > b),
  isSorted: (list) => ordered(list).every((item, index, all) => index === 0 || (all[index - 1] ?? item) <= item),
  isLessThan: (a, b) => compareAmounts(a, b) < 0,
  isGreaterThan: (a, b) => compareAmounts(a, b) > 0,
  compareTo: compareAmounts,
};

/** Whether there is a function, or a method, of a name. */
export function hasFunction(name: string, isMethod: boolean): boolean {
  return Object.hasOwn(isMethod ? methods : functions, name);
}

/** @param args the target of a method comes first. @throws CelError */
export function callFunction(name: string, args: readonly unknown[], isMethod: boolean): unknown {
  const call = hasFunction(name, isMethod) ? (isMethod ? methods : functions)[name] : undefined;
  if (!call) throw new CelError(`undeclared reference to '${name}'`);
  return call(...args);
}
