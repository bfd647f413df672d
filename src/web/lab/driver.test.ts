import { expect, test } from 'vitest';
import { type ClockState, type DrivenLab, type DriverHost, startDriver } from './driver.ts';

/** A wall clock that a test moves: `pass` lets milliseconds go by and whatever falls due happen. */
function createWallClock(): DriverHost & { pass(ms: number): Promise<void> } {
  let now = 0;
  let timers: { at: number; run: () => void }[] = [];
  const macrotask = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  /** Lets a turn of the driver run to its end. */
  const quiet = async (): Promise<void> => {
    for (let i = 0; i < 20; i++) await macrotask();
  };
  return {
    now: () => now,
    turn: macrotask,
    later(run, ms) {
      const timer = { at: now + ms, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((each) => each !== timer);
      };
    },
    async pass(ms) {
      const end = now + ms;
      for (await quiet(); ; await quiet()) {
        const due = timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
        now = due ? due.at : end;
        timers = timers.filter((timer) => timer !== due);
        if (!due) return;
        due.run();
      }
    },
  };
}

/** A lab without a cluster: only its time, its prompt and its judgements. */
function createQuietLab(): { -readonly [key in keyof DrivenLab]: DrivenLab[key] } & { judgedAt: number[] } {
  const lab = {
    elapsedMs: 0,
    atPrompt: true,
    commandCount: 0,
    isJudgedAtEnd: false,
    waitsForKeys: false,
    isSettled: true,
    judgedAt: [] as number[],
    async advance(virtualMs: number) {
      lab.elapsedMs += virtualMs;
    },
    async judge() {
      lab.judgedAt.push(Math.round(lab.elapsedMs / 1000));
    },
  };
  return lab;
}

function setUp() {
  const wall = createWallClock();
  const lab = createQuietLab();
  const states: ClockState[] = [];
  const failures: unknown[] = [];
  const driver = startDriver(lab, wall, { turned: (state) => states.push(state), judged() {}, failed: (error) => failures.push(error) });
  return { wall, lab, driver, states, failures };
}

test('virtual time follows the wall clock at the speed that was chosen', async () => {
  const { wall, lab, driver } = setUp();
  await wall.pass(1000);
  expect(lab.elapsedMs).toBe(1000);
  driver.setSpeed(60);
  await wall.pass(1000);
  expect(lab.elapsedMs).toBe(61_000);
  driver.setSpeed('paused');
  await wall.pass(1000);
  expect(lab.elapsedMs).toBe(61_000);
  await driver.stop();
});

test('virtual time moves in whole milliseconds, and none is lost', async () => {
  const { wall, lab, driver } = setUp();
  const times: number[] = [];
  const { advance } = lab;
  lab.advance = (virtualMs) => {
    times.push(virtualMs);
    return advance(virtualMs);
  };
  for (let i = 0; i < 100; i++) await wall.pass(10.25);
  expect(times.every(Number.isInteger)).toBe(true);
  expect(lab.elapsedMs).toBeGreaterThan(1025 - 50);
  await driver.stop();
});

test('while nobody watches, time stands still', async () => {
  const { wall, lab, driver } = setUp();
  driver.setWatched(false);
  await wall.pass(5000);
  expect(lab.elapsedMs).toBe(0);
  driver.setWatched(true);
  await wall.pass(1000);
  expect(lab.elapsedMs).toBe(1000);
  await driver.stop();
});

test('until settled, time runs fast and then as before', async () => {
  const { wall, lab, driver, states } = setUp();
  lab.isSettled = false;
  driver.settle();
  await wall.pass(400);
  expect(states.at(-1)?.mode).toBe('settling');
  lab.isSettled = true;
  await wall.pass(100);
  expect(states.at(-1)).toMatchObject({ mode: 'running', rate: 1 });
  await driver.stop();
});

test('the checks run when a command has ended, every five seconds while the cluster works, and once when it has settled', async () => {
  const { wall, lab, driver } = setUp();
  await wall.pass(1000);
  lab.atPrompt = false;
  lab.commandCount = 1;
  lab.isSettled = false;
  await wall.pass(1000);
  expect(lab.judgedAt).toEqual([]);
  lab.atPrompt = true;
  await wall.pass(12_000);
  expect(lab.judgedAt).toEqual([2, 7, 12]);
  lab.isSettled = true;
  await wall.pass(20_000);
  expect(lab.judgedAt).toEqual([2, 7, 12, 14]);
  await driver.stop();
});

test('the checks also run after a command that was over before anybody looked', async () => {
  const { wall, lab, driver } = setUp();
  await wall.pass(1000);
  lab.commandCount = 1;
  await wall.pass(5000);
  expect(lab.judgedAt).toEqual([1, 3]);
  await driver.stop();
});

test('what the simulation throws ends the driver and is told', async () => {
  const { wall, lab, driver, failures } = setUp();
  lab.advance = async () => {
    throw new Error('the simulation goes round in circles');
  };
  await wall.pass(100);
  expect(failures).toEqual([new Error('the simulation goes round in circles')]);
  await driver.stop();
});
