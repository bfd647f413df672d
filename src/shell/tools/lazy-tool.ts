import type { Program } from '#os/process.ts';

/** A tool that is loaded when it is first run, so that a page that shows a terminal need not bring all of them. */
export function lazyTool(load: () => Promise<Program>): Program {
  return async (process) => (await process.simulation.load(load))(process);
}
