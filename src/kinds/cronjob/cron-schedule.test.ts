import { describe, expect, test } from 'vitest';
import { parseCronSchedule } from './cron-schedule.ts';

const start = Date.UTC(2026, 10, 20, 10, 5, 39);
const next = (text: string): string => new Date(parseCronSchedule(text).nextAfter(start) ?? 0).toISOString();

describe('a cron schedule', () => {
  test.each([
    ['*/5 * * * *', '2026-11-20T10:10:00.000Z'],
    ['* * * * *', '2026-11-20T10:06:00.000Z'],
    ['0 0 * * *', '2026-11-21T00:00:00.000Z'],
    ['@hourly', '2026-11-20T11:00:00.000Z'],
    ['30 9 * * mon-fri', '2026-11-23T09:30:00.000Z'],
    ['0 0 1 jan *', '2027-01-01T00:00:00.000Z'],
    ['0 0 13 * 5', '2026-11-27T00:00:00.000Z'],
    ['15,45 10 * * *', '2026-11-20T10:15:00.000Z'],
    ['7/20 * * * *', '2026-11-20T10:07:00.000Z'],
    ['0 0 29 2 *', '2028-02-29T00:00:00.000Z'],
  ])('%s comes next at %s', (text, time) => {
    expect(next(text)).toBe(time);
  });

  test('that never comes has no next time', () => {
    expect(parseCronSchedule('0 0 30 2 *').nextAfter(start)).toBeUndefined();
  });

  test.each([
    ['* * *', 'expected exactly 5 fields, found 3: [* * *]'],
    ['70 * * * *', 'end of range (70) above maximum (59): 70'],
    ['x * * * *', 'failed to parse int from x: strconv.Atoi: parsing "x": invalid syntax'],
    ['* * 0 * *', 'beginning of range (0) below minimum (1): 0'],
    ['@often', 'unrecognized descriptor: @often'],
  ])('%s is refused', (text, message) => {
    expect(() => parseCronSchedule(text)).toThrow(message);
  });
});
