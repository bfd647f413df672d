import { expect, test } from 'vitest';
import { createBackOff } from './back-off.ts';

test('waits double from ten seconds to five minutes', () => {
  const backOff = createBackOff(10_000, 300_000);
  const waits: number[] = [];
  let now = 0;
  for (let i = 0; i < 7; i++) {
    backOff.next('web', now, now);
    waits.push(backOff.durationMs('web'));
    now += backOff.durationMs('web');
  }
  expect(waits).toEqual([10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000]);
});

test('a wait is measured from the event, not from when it was counted', () => {
  const backOff = createBackOff(10_000, 300_000);
  backOff.next('web', 0, 0);
  expect(backOff.isWaitingSince('web', 60_000, 65_000)).toBe(true);
  expect(backOff.isWaitingSince('web', 60_000, 70_000)).toBe(false);
  expect(backOff.isWaitingSince('other', 60_000, 65_000)).toBe(false);
});

test('ten quiet minutes start it over', () => {
  const backOff = createBackOff(10_000, 300_000);
  backOff.next('web', 0, 0);
  backOff.next('web', 10_000, 10_000);
  expect(backOff.durationMs('web')).toBe(20_000);
  expect(backOff.isWaitingSince('web', 610_001, 610_002)).toBe(false);
  backOff.next('web', 610_001, 610_002);
  expect(backOff.durationMs('web')).toBe(10_000);
});
