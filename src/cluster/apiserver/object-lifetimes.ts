import type { KubeObject, Stored } from '#machinery/object.ts';
import type { Clock } from '#sim/simulation.ts';
import type { StoreCollection } from '../store/store.ts';
import type { Resource } from './resource-registry.ts';

interface Due {
  readonly at: number;
  readonly collection: StoreCollection;
  readonly object: Stored<KubeObject>;
}

/** What falls due in the order in which it was put in, because all of it lives equally long. */
interface Line {
  due: Due[];
  head: number;
  armed: boolean;
}

/**
 * Lets objects of kinds with a lifetime vanish so long after their last write, as etcd's leases do (Events: an hour).
 * One timer serves all objects of a lifetime.
 * @param onExpire told of each object that went
 * @returns what to call after each write
 */
export function createLifetimes(clock: Clock, onExpire: (object: Stored<KubeObject>) => void): (resource: Resource, object: Stored<KubeObject>) => void {
  const lines = new Map<number, Line>();

  const arm = (line: Line): void => {
    const first = line.due[line.head];
    if (line.armed || !first) return;
    line.armed = true;
    clock.at(first.at, () => run(line));
  };

  const run = (line: Line): void => {
    line.armed = false;
    for (let due = line.due[line.head]; due && due.at <= clock.now; due = line.due[line.head]) {
      line.head++;
      // An object that was written since stands further back in line.
      const { collection, object } = due;
      if (collection.get(object.metadata.namespace ?? '', object.metadata.name) === object) {
        collection.remove(object);
        onExpire(object);
      }
    }
    if (line.head > 1024) {
      line.due = line.due.slice(line.head);
      line.head = 0;
    }
    arm(line);
  };

  return ({ kind, collection }, object) => {
    const { lifetimeMs } = kind;
    if (lifetimeMs === undefined) return;
    let line = lines.get(lifetimeMs);
    if (!line) {
      line = { due: [], head: 0, armed: false };
      lines.set(lifetimeMs, line);
    }
    line.due.push({ at: clock.now + lifetimeMs, collection, object });
    arm(line);
  };
}
