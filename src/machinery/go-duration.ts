import { quoteGo } from './json.ts';

/** A text that is no duration; the texts are those of Go's time package. */
export class DurationError extends Error {
  override readonly name = 'DurationError';
}

const unitMs: Readonly<Record<string, number>> = { ns: 1e-6, us: 1e-3, µs: 1e-3, μs: 1e-3, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/**
 * Reads `1m30s`, `-1.5h`, `300ms`, `0`.
 * @returns milliseconds
 * @throws DurationError
 */
export function parseGoDuration(text: string): number {
  const sign = text.startsWith('-') ? -1 : 1;
  let rest = text.replace(/^[-+]/, '');
  if (rest === '0') return 0;
  if (rest === '') throw new DurationError(`time: invalid duration ${quoteGo(text)}`);
  let total = 0;
  while (rest !== '') {
    const [number = '', whole = '', fraction = ''] = /^(\d*)(\.\d*)?/.exec(rest) ?? [];
    if (whole === '' && fraction.length < 2) throw new DurationError(`time: invalid duration ${quoteGo(text)}`);
    const unit = /^[^\d.]*/.exec(rest.slice(number.length))?.[0] ?? '';
    if (unit === '') throw new DurationError(`time: missing unit in duration ${quoteGo(text)}`);
    const factor = unitMs[unit];
    if (factor === undefined) throw new DurationError(`time: unknown unit ${quoteGo(unit)} in duration ${quoteGo(text)}`);
    total += Number(number) * factor;
    rest = rest.slice(number.length + unit.length);
  }
  if (total >= 2 ** 63 / 1e6) throw new DurationError(`time: invalid duration ${quoteGo(text)}`);
  return (sign * Math.round(total * 1e6)) / 1e6;
}

/** As Go prints it: `1m30s`, `1h0m0s`, `1.5s`, `300ms`, `0s`. */
export function formatGoDuration(ms: number): string {
  if (ms === 0) return '0s';
  const sign = ms < 0 ? '-' : '';
  const nanos = Math.round(Math.abs(ms) * 1e6);
  if (nanos < 1000) return `${sign}${nanos}ns`;
  if (nanos < 1_000_000) return `${sign}${nanos / 1000}µs`;
  if (nanos < 1_000_000_000) return `${sign}${nanos / 1_000_000}ms`;
  const hours = Math.floor(nanos / 3.6e12);
  const minutes = Math.floor(nanos / 6e10) % 60;
  const seconds = (nanos % 6e10) / 1e9;
  return `${sign}${hours > 0 ? `${hours}h` : ''}${hours > 0 || minutes > 0 ? `${minutes}m` : ''}${seconds}s`;
}
