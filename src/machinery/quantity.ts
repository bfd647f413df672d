/** A text or number that is no quantity. The texts are upstream's. */
export class QuantityError extends Error {
  override readonly name = 'QuantityError';
}

export type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent';

/** An exact amount of something: CPU, memory, a count. */
export interface Quantity {
  /** In units of 10⁻⁹, the smallest a quantity can express. */
  readonly nanos: bigint;
  /** How it was written, and will be. */
  readonly format: QuantityFormat;
}

const nano = 1_000_000_000n;
const maxNanos = (2n ** 63n - 1n) * nano;
const decimalSuffixes: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const decimalSuffixOf: ReadonlyMap<number, string> = new Map(Object.entries(decimalSuffixes).map(([suffix, exponent]) => [exponent, suffix]));
const binarySuffixes: readonly string[] = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const shape = /^([+-]?)([0-9]*)(?:\.([0-9]*))?([eEinumkKMGTP]*[-+]?[0-9]*)$/;

/** Common texts come again and again: pods of one template have the same requests. */
const cache = new Map<string, Quantity>();
const cacheLimit = 2000;

/**
 * Reads `100m`, `1.5Gi`, `2e3`, `4`.
 * @throws QuantityError
 */
export function parseQuantity(text: string | number): Quantity {
  const key = typeof text === 'number' ? String(text) : text;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const parsed = readQuantity(key);
  if (cache.size >= cacheLimit) cache.clear();
  cache.set(key, parsed);
  return parsed;
}

/** Whether the text can be read as a quantity. */
export function isQuantityText(text: string): boolean {
  if (cache.has(text)) return true;
  const [, , whole = '', fraction = '', suffix = ''] = shape.exec(text) ?? [];
  return whole + fraction !== '' && suffixOf(suffix) !== undefined;
}

function readQuantity(text: string): Quantity {
  const [matched, sign, whole = '', fraction = '', suffixText = ''] = shape.exec(text) ?? [];
  if (matched === undefined || text === '') {
    throw new QuantityError("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
  }
  const suffix = suffixOf(suffixText);
  if (suffix === undefined) throw new QuantityError("unable to parse quantity's suffix");
  if (whole + fraction === '') throw new QuantityError('unable to parse numeric part of quantity');
  const digits = BigInt(whole + fraction);
  const magnitude = digits === 0n ? 0n : scaleToNanos(digits, fraction.length, suffix);
  const capped = magnitude > maxNanos ? maxNanos : magnitude;
  const format = suffix.format === 'BinarySI' && magnitude > 0n && magnitude < nano ? 'DecimalSI' : suffix.format;
  return { nanos: sign === '-' ? -capped : capped, format };
}

interface Suffix {
  readonly format: QuantityFormat;
  readonly base: 2 | 10;
  readonly exponent: number;
}

function suffixOf(suffix: string): Suffix | undefined {
  const decimal = decimalSuffixes[suffix];
  if (decimal !== undefined) return { format: 'DecimalSI', base: 10, exponent: decimal };
  const binary = binarySuffixes.indexOf(suffix);
  if (binary > 0) return { format: 'BinarySI', base: 2, exponent: binary * 10 };
  const exponent = /^[eE]([-+]?[0-9]+)$/.exec(suffix)?.[1];
  return exponent === undefined ? undefined : { format: 'DecimalExponent', base: 10, exponent: Number(exponent) };
}

/** Finer than a nano is rounded away from zero, so that asking for a little never means asking for nothing. */
function scaleToNanos(digits: bigint, fractionDigits: number, { base, exponent }: Suffix): bigint {
  if (base === 2) return divideUp(digits * 2n ** BigInt(exponent) * nano, 10n ** BigInt(fractionDigits));
  const power = exponent - fractionDigits + 9;
  // Beyond these every amount is the largest or the smallest there is: no need to compute with millions of digits.
  if (power > 60) return maxNanos + 1n;
  if (power < -fractionDigits - 60) return 1n;
  return power >= 0 ? digits * 10n ** BigInt(power) : divideUp(digits, 10n ** BigInt(-power));
}

function divideUp(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  if (quotient * divisor === dividend) return quotient;
  return dividend > 0n ? quotient + 1n : quotient - 1n;
}

/** The canonical form: no fraction, the largest suffix that keeps it exact. */
export function formatQuantity(quantity: Quantity): string {
  const { nanos, format } = quantity;
  if (nanos === 0n) return '0';
  const sign = nanos < 0n ? '-' : '';
  const magnitude = nanos < 0n ? -nanos : nanos;
  const isBinary = format === 'BinarySI' && magnitude >= 1024n * nano && magnitude % nano === 0n;
  if (isBinary) return sign + formatBinary(magnitude / nano);
  const { mantissa, exponent } = splitDecimal(magnitude);
  if (format === 'DecimalExponent') return `${sign}${mantissa}${exponent === 0 ? '' : `e${exponent}`}`;
  return `${sign}${mantissa}${decimalSuffixOf.get(exponent) ?? ''}`;
}

function formatBinary(value: bigint): string {
  let mantissa = value;
  let power = 0;
  while (power < binarySuffixes.length - 1 && mantissa % 1024n === 0n) {
    mantissa /= 1024n;
    power += 1;
  }
  return `${mantissa}${binarySuffixes[power]}`;
}

function splitDecimal(nanos: bigint): { mantissa: bigint; exponent: number } {
  let mantissa = nanos;
  let exponent = -9;
  while (exponent < 18 && mantissa % 1000n === 0n) {
    mantissa /= 1000n;
    exponent += 3;
  }
  return { mantissa, exponent };
}

/** The text as the API server gives it back: `1024Mi` → `1Gi`, `0.5` → `500m`. */
export function canonicalQuantity(text: string | number): string {
  const key = typeof text === 'number' ? String(text) : text;
  const known = canonicalTexts.get(key);
  if (known !== undefined) return known;
  const canonical = formatQuantity(parseQuantity(key));
  if (canonicalTexts.size >= cacheLimit) canonicalTexts.clear();
  canonicalTexts.set(key, canonical);
  return canonical;
}

const canonicalTexts = new Map<string, string>();

/** Negative, zero or positive, as `a` is less than, equal to or greater than `b`. */
export function compareQuantities(a: Quantity, b: Quantity): number {
  return a.nanos < b.nanos ? -1 : a.nanos > b.nanos ? 1 : 0;
}

/** The sum, written like `a` unless `a` is zero. */
export function addQuantities(a: Quantity, b: Quantity): Quantity {
  return { nanos: a.nanos + b.nanos, format: a.nanos === 0n ? b.format : a.format };
}

/** The difference, written like `a` unless `a` is zero. */
export function subtractQuantities(a: Quantity, b: Quantity): Quantity {
  return { nanos: a.nanos - b.nanos, format: a.nanos === 0n ? b.format : a.format };
}

export function isZeroQuantity(quantity: Quantity): boolean {
  return quantity.nanos === 0n;
}

/** In thousandths, rounded away from zero: how the scheduler counts CPU. */
export function quantityToMilli(text: string | number): number {
  return Number(divideUp(parseQuantity(text).nanos, 1_000_000n));
}

/** In whole units, rounded away from zero: how the scheduler counts memory and all else. */
export function quantityToValue(text: string | number): number {
  return Number(divideUp(parseQuantity(text).nanos, nano));
}

/** A quantity of so many thousandths. */
export function quantityFromMilli(milli: number, format: QuantityFormat = 'DecimalSI'): Quantity {
  return { nanos: BigInt(Math.round(milli)) * 1_000_000n, format };
}

/** A quantity of so many whole units. */
export function quantityFromValue(value: number, format: QuantityFormat = 'DecimalSI'): Quantity {
  return { nanos: BigInt(Math.round(value)) * nano, format };
}
