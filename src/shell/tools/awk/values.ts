import { UsageError } from '#sim/usage-error.ts';
import { formatFloat, formatInteger, general, pad, type Spec } from '../../builtins/format-printf.ts';

/** Text from the input that looks like a number counts as one in comparisons. */
export interface NumericText {
  readonly text: string;
  readonly number: number;
}

/** A value; undefined is one that was never set: both 0 and the empty text. */
export type Value = number | string | NumericText | undefined;

const numberPattern = /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*$/;

/** A field or another text from outside. */
export function fromInput(text: string): Value {
  return numberPattern.test(text) ? { text, number: Number(text) } : text;
}

export function toNumber(value: Value): number {
  if (typeof value === 'number') return value;
  if (value === undefined) return 0;
  if (typeof value === 'object') return value.number;
  return Number(/^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/.exec(value)?.[0] ?? 0);
}

/** @param format CONVFMT or OFMT */
export function toText(value: Value, format = '%.6g'): string {
  if (typeof value === 'string') return value;
  if (value === undefined) return '';
  if (typeof value === 'object') return value.text;
  if (Number.isInteger(value)) return Math.abs(value) < 1e16 ? String(value) : BigInt(value).toString();
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  if (format === '%.6g') return value < 0 ? `-${general(-value, 6)}` : general(value, 6);
  return formatValues(format, [value]);
}

export function isTrue(value: Value): boolean {
  if (typeof value === 'string') return value !== '';
  return toNumber(value) !== 0;
}

/** Numbers compare as numbers, anything else as text. */
export function compareValues(left: Value, right: Value): number {
  if (typeof left !== 'string' && typeof right !== 'string') return toNumber(left) - toNumber(right);
  const [a, b] = [toText(left), toText(right)];
  return a < b ? -1 : a > b ? 1 : 0;
}

/** printf of awk. @throws UsageError when there are too few values */
export function formatValues(format: string, values: readonly Value[]): string {
  let next = 0;
  const take = (): Value => {
    if (next >= values.length) throw new UsageError('fatal: not enough arguments to satisfy format string', 2);
    return values[next++];
  };
  return format.replace(/%(?:(%)|([-+ 0#]*)(\*|\d+)?(\.(\*|\d+)?)?[hlL]*([a-zA-Z]))/g, (_whole, percent, flags = '', width, dot, precision, conversion) => {
    if (percent) return '%';
    const givenWidth = width === '*' ? toNumber(take()) : Number(width ?? 0);
    const spec: Spec = {
      flags: givenWidth < 0 ? `${flags}-` : flags,
      width: Math.abs(givenWidth),
      precision: dot === undefined ? undefined : Number(precision === '*' ? toNumber(take()) : (precision ?? 0)),
      conversion,
    };
    return formatOne(spec, take());
  });
}

function formatOne(spec: Spec, value: Value): string {
  switch (spec.conversion) {
    case 's':
      return pad(spec.precision === undefined ? toText(value) : toText(value).slice(0, spec.precision), spec);
    case 'c':
      return pad(typeof value === 'number' ? String.fromCodePoint(value) : ([...toText(value)][0] ?? ''), spec);
    case 'd':
    case 'i':
    case 'o':
    case 'x':
    case 'X':
    case 'u': {
      const number = toNumber(value);
      return Number.isFinite(number) ? formatInteger(BigInt(Math.trunc(number)), spec) : pad(Number.isNaN(number) ? 'nan' : number < 0 ? '-inf' : 'inf', spec);
    }
    default:
      return formatFloat(toNumber(value), spec);
  }
}
