/**
 * What an unquoted scalar means to kubectl's YAML library: words of YAML 1.1, numbers in any base, nothing else. Times and
 * base-60 numbers are told apart because a text that looks like one is quoted when written, yet read as a text.
 */
export type ScalarMeaning =
  | { readonly kind: 'null' }
  | { readonly kind: 'merge' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'timestamp' }
  | { readonly kind: 'text' };

const words: ReadonlyMap<string, ScalarMeaning> = new Map([
  ...['', '~', 'null', 'Null', 'NULL'].map((word): [string, ScalarMeaning] => [word, { kind: 'null' }]),
  ...'true True TRUE y Y yes Yes YES on On ON'.split(' ').map((word): [string, ScalarMeaning] => [word, { kind: 'boolean', value: true }]),
  ...'false False FALSE n N no No NO off Off OFF'.split(' ').map((word): [string, ScalarMeaning] => [word, { kind: 'boolean', value: false }]),
  ...['.nan', '.NaN', '.NAN'].map((word): [string, ScalarMeaning] => [word, { kind: 'number', value: Number.NaN }]),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word): [string, ScalarMeaning] => [word, { kind: 'number', value: Infinity }]),
  ...['-.inf', '-.Inf', '-.INF'].map((word): [string, ScalarMeaning] => [word, { kind: 'number', value: -Infinity }]),
  ['<<', { kind: 'merge' }],
]);

const text: ScalarMeaning = { kind: 'text' };

export function resolveScalar(scalar: string): ScalarMeaning {
  const word = words.get(scalar);
  if (word !== undefined) return word;
  if (!/^[-+.\d]/.test(scalar)) return text;
  if (isTimestamp(scalar)) return { kind: 'timestamp' };
  const value = parseNumber(scalar.replaceAll('_', ''));
  return value === undefined ? text : { kind: 'number', value };
}

function parseNumber(plain: string): number | undefined {
  const [, sign, prefix = '', digits = ''] = /^([-+]?)(0[xX]|0[oO]?|0[bB])([0-9a-fA-F]+)$/.exec(plain) ?? [];
  if (sign !== undefined) {
    const base = /x/i.test(prefix) ? 16 : /b/i.test(prefix) ? 2 : 8;
    const isSound = base === 16 ? true : base === 2 ? /^[01]+$/.test(digits) : /^[0-7]+$/.test(digits);
    if (isSound) return (sign === '-' ? -1 : 1) * Number.parseInt(digits, base);
  }
  return /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/.test(plain) ? Number.parseFloat(plain) : undefined;
}

function isTimestamp(scalar: string): boolean {
  if (!/^\d{4}-\d{1,2}-\d{1,2}(?:[Tt]\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?(?:Z|[-+]\d\d:\d\d)| \d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?)?$/.test(scalar)) return false;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = scalar.split(/\D/).map(Number);
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return month >= 1 && month <= 12 && day >= 1 && day <= lastDay && hour < 24 && minute < 60 && second < 60;
}

/** `12:30:45` and the like: numbers to YAML 1.1 parsers, so that they are quoted when written. */
export function isBase60(scalar: string): boolean {
  return /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/.test(scalar);
}
