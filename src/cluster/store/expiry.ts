import type { Clock } from '#sim/simulation.ts';

/** Objects that go by themselves after a time, as etcd's leases make Events go after an hour. */
export interface Expiry {
  /** Starts the time of an object anew. @param expire is called once, when it is over and was not started anew */
  touch(key: string, expire: () => void): void;
}

interface Due {
  readonly key: string;
  readonly at: number;
  readonly expire: () => void;
}

/** Creates an expiry. One timer serves all objects, because all have the same time to live. @param lifetimeMs in virtual milliseconds */
export function createExpiry(clock: Clock, lifetimeMs: number): Expiry {
  const latest = new Map<string, Due>();
  let queue: Due[] = [];
  let head = 0;
  let armed = false;

  const arm = (): void => {
    const first = queue[head];
    if (armed || !first) return;
    armed = true;
    clock.at(first.at, run);
  };

  const run = (): void => {
    armed = false;
    for (let due = queue[head]; due && due.at <= clock.now; due = queue[head]) {
      head++;
      if (latest.get(due.key) !== due) continue;
      latest.delete(due.key);
      due.expire();
    }
    if (head > 1024) {
      queue = queue.slice(head);
      head = 0;
    }
    arm();
  };

  return {
    touch(key, expire) {
      const due: Due = { key, at: clock.now + lifetimeMs, expire };
      latest.set(key, due);
      queue.push(due);
      arm();
    },
  };
}
