import { expect, test } from 'vitest';
import { DurationError, formatGoDuration, parseGoDuration } from './go-duration.ts';
import { formatAge, formatMicroTime, formatRfc1123Z, formatTime, parseTime } from './time.ts';

const ms = Date.UTC(2026, 10, 20, 10, 5, 6, 789);

test('times are written as in objects, leases and describe', () => {
  expect([formatTime(ms), formatMicroTime(ms), formatRfc1123Z(ms)]).toEqual([
    '2026-11-20T10:05:06Z',
    '2026-11-20T10:05:06.789000Z',
    'Fri, 20 Nov 2026 10:05:06 +0000',
  ]);
});

test('times are read with any offset, and nothing else is a time', () => {
  expect(parseTime('2026-11-20T11:05:06.789+01:00')).toBe(ms);
  expect(parseTime('2026-11-20')).toBeNaN();
});

test.each([
  [0, '0s'],
  [-1500, '0s'],
  [-2500, '<invalid>'],
  [119_999, '119s'],
  [120_000, '2m'],
  [200_000, '3m20s'],
  [10 * 60_000, '10m'],
  [179 * 60_000, '179m'],
  [180 * 60_000, '3h'],
  [245 * 60_000, '4h5m'],
  [8 * 3_600_000, '8h'],
  [47.5 * 3_600_000, '47h'],
  [51 * 3_600_000, '2d3h'],
  [8 * 86_400_000, '8d'],
  [729 * 86_400_000, '729d'],
  [(3 * 365 + 40) * 86_400_000, '3y40d'],
  [9 * 365 * 86_400_000, '9y'],
])('%d ms is the age %s', (age, text) => {
  expect(formatAge(age)).toBe(text);
});

test.each([
  ['1m30s', 90_000, '1m30s'],
  ['1.1s', 1100, '1.1s'],
  ['300ms', 300, '300ms'],
  ['1h', 3_600_000, '1h0m0s'],
  ['-2s', -2000, '-2s'],
  ['0', 0, '0s'],
  ['1h1ms', 3_600_001, '1h0m0.001s'],
])('the duration %s is %d ms, written %s', (text, expected, written) => {
  expect(parseGoDuration(text)).toBe(expected);
  expect(formatGoDuration(expected)).toBe(written);
});

test.each([
  ['5', 'time: missing unit in duration "5"'],
  ['x', 'time: invalid duration "x"'],
  ['1y', 'time: unknown unit "y" in duration "1y"'],
  ['', 'time: invalid duration ""'],
])('the duration %j is refused', (text, message) => {
  expect(() => parseGoDuration(text)).toThrow(new DurationError(message));
});
