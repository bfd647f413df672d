import type { Host } from '#sim/simulation.ts';

/** How the simulation waits its turn under Node: setImmediate runs when every queued microtask has. */
export const nodeHost: Host = { turn: () => new Promise((resolve) => setImmediate(resolve)) };
