import { expect, test } from 'vitest';
import { planTime, type TimeSituation } from './time-plan.ts';

const idle: TimeSituation = { speed: 1, realMs: 50, waitingMs: undefined, isBusy: false, isSettling: false };

test.each([
  ['at 1× virtual time is wall-clock time', idle, { mode: 'running', rate: 1, virtualMs: 50 }],
  ['at 60× a second is a minute', { ...idle, speed: 60 }, { mode: 'running', rate: 60, virtualMs: 3000 }],
  ['paused, nothing moves at the prompt', { ...idle, speed: 'paused' }, { mode: 'paused', rate: 0, virtualMs: 0 }],
  ['paused, a command gets the time it takes', { ...idle, speed: 'paused', isBusy: true }, { mode: 'running', rate: 1, virtualMs: 50 }],
  ['a command that has just begun is not hurried', { ...idle, isBusy: true, waitingMs: 900 }, { mode: 'running', rate: 1, virtualMs: 50 }],
  ['a command that waits is hurried', { ...idle, isBusy: true, waitingMs: 1500 }, { mode: 'waiting', rate: 10, virtualMs: 500 }],
  ['a long wait is hurried more', { ...idle, isBusy: true, waitingMs: 5000 }, { mode: 'waiting', rate: 30, virtualMs: 1500 }],
  ['a wait is hurried while time is paused', { ...idle, speed: 'paused', isBusy: true, waitingMs: 1500 }, { mode: 'waiting', rate: 10, virtualMs: 500 }],
  ['a wait never slows time down', { ...idle, speed: 60, isBusy: true, waitingMs: 1500 }, { mode: 'running', rate: 60, virtualMs: 3000 }],
  ['a command one watches is not hurried for ever', { ...idle, isBusy: true, waitingMs: 61_000 }, { mode: 'running', rate: 1, virtualMs: 50 }],
  ['until settled, time runs as fast as it is allowed to', { ...idle, speed: 'paused', isSettling: true }, { mode: 'settling', rate: 120, virtualMs: 6000 }],
  ['a laptop that slept for an hour wakes to a quarter of a second', { ...idle, realMs: 3_600_000 }, { mode: 'running', rate: 1, virtualMs: 250 }],
] as const)('%s', (_, situation, plan) => {
  expect(planTime(situation)).toEqual(plan);
});
