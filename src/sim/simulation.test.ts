import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCancelSource } from './cancel.ts';
import { defaultLimits } from './limits.ts';
import { createSimulation, type Simulation } from './simulation.ts';

const host = { turn: () => new Promise<void>((resolve) => setImmediate(resolve)) };
const create = (seed = 'seed'): Simulation => createSimulation({ seed, startMs: 0, limits: defaultLimits, host });

/** A little world: timers that set timers, and processes that sleep and draw random numbers. */
function populate(sim: Simulation, delays: readonly number[]): void {
  const tick = (depth: number, delayMs: number): void => {
    sim.trace.record('lifecycle', `tick ${depth} ${sim.random.below(100)}`);
    if (depth > 0) sim.clock.after(delayMs + sim.random.below(50), () => tick(depth - 1, delayMs));
  };
  const loop = async (delayMs: number): Promise<void> => {
    for (let i = 0; i < 3; i++) {
      await sim.clock.sleep(delayMs);
      sim.trace.record('process', `slept ${delayMs} ${sim.random.suffix(5)}`);
    }
  };
  for (const delayMs of delays) {
    sim.clock.after(delayMs, () => tick(3, delayMs));
    void loop(delayMs);
  }
}

describe('a simulation', () => {
  test('gives the same trace however a span of time is sliced', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(200), { minLength: 1, maxLength: 8 }),
        fc.array(fc.nat(300), { minLength: 1, maxLength: 12 }),
        async (delays, slices) => {
          const total = slices.reduce((sum, ms) => sum + ms, 0);
          const whole = create();
          populate(whole, delays);
          await whole.advance(total);
          const sliced = create();
          populate(sliced, delays);
          for (const ms of slices) await sliced.advance(ms);
          expect(sliced.clock.now).toBe(total);
          expect(sliced.trace.hash).toBe(whole.trace.hash);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('gives another trace for another seed', async () => {
    const [a, b] = [create('a'), create('b')];
    for (const sim of [a, b]) {
      populate(sim, [10, 20]);
      await sim.advance(1000);
    }
    expect(a.trace.hash).not.toBe(b.trace.hash);
  });

  test('runs a woken process before the next event', async () => {
    const sim = create();
    const order: string[] = [];
    void sim.clock.sleep(10).then(() => order.push('process'));
    sim.clock.after(10, () => order.push('event'));
    await sim.advance(10);
    expect(order).toEqual(['process', 'event']);
  });

  test('keeps the cause of a timer', async () => {
    const sim = create();
    const command = sim.trace.record('command', 'kubectl apply');
    let change = 0;
    sim.trace.because(command, () => sim.clock.after(5, () => (change = sim.trace.record('change', 'web'))));
    await sim.advance(5);
    expect(sim.trace.causesOf(change).map((entry) => entry.text)).toEqual(['web', 'kubectl apply']);
  });

  test('cancels a sleeping process', async () => {
    const sim = create();
    const source = createCancelSource();
    const slept = sim.clock.sleep(1000, source.token).catch((error: Error) => error.message);
    sim.clock.after(10, () => source.cancel('SIGINT'));
    await sim.advance(20);
    expect(await slept).toBe('cancelled');
    expect(await sim.runUntilIdle(10)).toBe(true);
  });

  test('admits input between two instants and tells when', async () => {
    const sim = create();
    const seen: string[] = [];
    sim.clock.after(10, () => {
      sim.inject(
        () => seen.push('input'),
        (at) => seen.push(`at ${at}`),
      );
      seen.push('event 1');
    });
    sim.clock.after(10, () => seen.push('event 2'));
    sim.clock.after(11, () => seen.push('event 3'));
    await sim.advance(20);
    expect(seen).toEqual(['event 1', 'event 2', 'at 10', 'input', 'event 3']);
  });

  test('stands still while something is loaded that an event asked for', async () => {
    const sim = create();
    const seen: string[] = [];
    const slow = async (): Promise<void> => {
      for (let i = 0; i < 5; i++) await host.turn();
      seen.push(`loaded at ${sim.clock.now}`);
    };
    sim.clock.after(10, () => void sim.hold(slow()));
    sim.clock.after(11, () => seen.push('later'));
    await sim.advance(20);
    expect(seen).toEqual(['loaded at 10', 'later']);
  });

  test('calls a livelock by its name', async () => {
    const sim = createSimulation({ seed: '', startMs: 0, limits: { ...defaultLimits, eventsPerInstant: 100 }, host });
    const again = (): void => void sim.clock.after(0, again);
    again();
    await expect(sim.advance(1)).rejects.toThrow('limit eventsPerInstant: 100');
  });
});

test('uuids and suffixes look as Kubernetes makes them', () => {
  const { random } = create();
  expect(random.uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(random.suffix(5)).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{5}$/);
});
