import type { KubeObject, Stored } from '#machinery/object.ts';
import type { Clock } from '#sim/simulation.ts';
import { createExpiry, type Expiry } from '../store/expiry.ts';
import type { Resource } from './resource-registry.ts';

/** Lets objects of kinds with a lifetime vanish when it is over. @returns what to call after each write */
export function createLifetimes(clock: Clock): (resource: Resource, object: Stored<KubeObject>) => void {
  const expiries = new Map<number, Expiry>();
  return ({ kind, collection }, { metadata }) => {
    const { lifetimeMs } = kind;
    if (lifetimeMs === undefined) return;
    let expiry = expiries.get(lifetimeMs);
    if (!expiry) {
      expiry = createExpiry(clock, lifetimeMs);
      expiries.set(lifetimeMs, expiry);
    }
    const { namespace = '', name, uid } = metadata;
    expiry.touch(`${collection.name} ${namespace}/${name}`, () => {
      const left = collection.get(namespace, name);
      if (left?.metadata.uid === uid) collection.remove(left);
    });
  };
}
