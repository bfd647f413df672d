import { describe, expect, it } from 'vitest';
import { parseCronSchedule } from './cron-schedule.ts';

const FROM_MS = Date.parse('2026-11-20T10:00:30Z'); // a Friday

describe('parseCronSchedule', () => {
  it.each([
    ['* * * * *', '2026-11-20T10:01:00.000Z'],
    ['*/15 * * * *', '2026-11-20T10:15:00.000Z'],
    ['0 9-17/4 * * mon-fri', '2026-11-20T13:00:00.000Z'],
    ['30 6 * * 0', '2026-11-22T06:30:00.000Z'],
    ['0 0 1,15 * *', '2026-12-01T00:00:00.000Z'],
    ['0 0 13 * 5', '2026-11-27T00:00:00.000Z'],
    ['0 0 29 2 *', '2028-02-29T00:00:00.000Z'],
    ['5/20 * * * *', '2026-11-20T10:05:00.000Z'],
    ['@hourly', '2026-11-20T11:00:00.000Z'],
    ['@yearly', '2027-01-01T00:00:00.000Z'],
    ['@every 1m30s', '2026-11-20T10:02:00.000Z'],
  ])('%s', (text, expected) => {
    expect(new Date(parseCronSchedule(text).next(FROM_MS) ?? 0).toISOString()).toBe(expected);
  });

  it('finds nothing where there is nothing', () => {
    expect(parseCronSchedule('0 0 31 2 *').next(FROM_MS)).toBeUndefined();
  });

  it.each([
    ['* * *', 'expected exactly 5 fields, found 3: [* * *]'],
    ['60 * * * *', 'end of range (60) above maximum (59): 60'],
    ['a * * * *', 'failed to parse int from a: strconv.Atoi: parsing "a": invalid syntax'],
    ['*/0 * * * *', 'step of range should be a positive number: */0'],
    ['10-5 * * * *', 'beginning of range (10) beyond end of range (5): 10-5'],
    ['@never', 'unrecognized descriptor: @never'],
  ])('refuses %s', (text, message) => {
    expect(() => parseCronSchedule(text)).toThrow(message);
  });
});
