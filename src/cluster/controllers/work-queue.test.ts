import { describe, expect, it } from 'vitest';
import { defaultLimits } from '#sim/limits.ts';
import { createSimulation, type Simulation } from '#sim/simulation.ts';
import { createWorkQueue, retryDelayMs, type WorkOutcome, type WorkQueue } from './work-queue.ts';

interface Run {
  readonly simulation: Simulation;
  readonly queue: WorkQueue;
  /** `ms key` of everything that was worked on. */
  readonly log: readonly string[];
}

function queueOf(outcome: (key: string) => Partial<WorkOutcome> = () => ({}), keysPerPass = 2): Run {
  const simulation = createSimulation({ seed: 'q', startMs: 0, limits: defaultLimits, host: { turn: () => Promise.resolve() } });
  const log: string[] = [];
  const queue = createWorkQueue({
    simulation,
    latencyMs: 1,
    keysPerPass,
    work(key) {
      log.push(`${simulation.clock.now} ${key}`);
      return { costMs: 0, ...outcome(key) };
    },
  });
  return { simulation, queue, log };
}

describe('a work queue', () => {
  it('works on a key once, however often it is added', async () => {
    const { simulation, queue, log } = queueOf();
    for (const key of ['a', 'b', 'a', 'a']) queue.add(key);
    expect(queue.pending).toBe(2);
    await simulation.advance(100);
    expect([log, queue.pending]).toEqual([['1 a', '1 b'], 0]);
  });

  it('does not work on more than a few keys at one instant', async () => {
    const { simulation, queue, log } = queueOf();
    for (const key of ['a', 'b', 'c', 'd', 'e']) queue.add(key);
    await simulation.advance(100);
    expect(log).toEqual(['1 a', '1 b', '2 c', '2 d', '3 e']);
  });

  it('tries again after 5, 10, 20 … milliseconds, and from the start after a success', async () => {
    let failures = 3;
    const { simulation, queue, log } = queueOf(() => ({ failed: failures-- > 0 }));
    queue.add('a');
    await simulation.advance(100);
    expect(log).toEqual(['1 a', '7 a', '18 a', '39 a']);
    failures = 1;
    queue.add('a');
    await simulation.advance(100);
    expect(log.slice(4)).toEqual(['101 a', '107 a']);
    expect([retryDelayMs(1), retryDelayMs(18), retryDelayMs(40)]).toEqual([5, 655_360, 1_000_000]);
  });

  it('looks again when asked to, or earlier when something happens', async () => {
    const { simulation, queue, log } = queueOf(() => (log.length > 2 ? {} : { requeueAfterMs: 50 }));
    queue.add('a');
    await simulation.advance(20);
    queue.add('a');
    await simulation.advance(200);
    expect(log).toEqual(['1 a', '21 a', '72 a']);
  });

  it('leaves a key alone for as long as its last work took', async () => {
    const { simulation, queue, log } = queueOf(() => ({ costMs: 30 }));
    queue.add('a');
    await simulation.advance(2);
    queue.add('a');
    await simulation.advance(100);
    expect(log).toEqual(['1 a', '32 a']);
  });

  it('waits while a key is held, five minutes at most', async () => {
    const { simulation, queue, log } = queueOf();
    queue.hold('a', 1);
    queue.hold('a', 1);
    queue.add('a');
    await simulation.advance(100);
    queue.hold('a', -1);
    expect([log, queue.pending]).toEqual([[], 1]);
    queue.hold('a', -1);
    await simulation.advance(100);
    expect(log).toEqual(['101 a']);
    queue.hold('a', 1);
    queue.add('a');
    await simulation.advance(301_000);
    expect(log).toEqual(['101 a', '300201 a']);
  });

  it('works on behalf of what added the key', async () => {
    const causes: number[] = [];
    const run = queueOf(() => {
      causes.push(run.simulation.trace.cause);
      return {};
    });
    const { trace } = run.simulation;
    const cause = trace.record('command', 'kubectl apply');
    trace.because(cause, () => run.queue.add('a'));
    run.queue.add('b');
    await run.simulation.advance(10);
    expect(causes).toEqual([cause, 0]);
  });
});
