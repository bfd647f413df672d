import type { Program } from './process.ts';

/**
 * A program that is loaded when it is first executed, so that a page that shows a terminal need not bring all of them.
 * Loading is part of exec and takes no virtual time of its own, however long the host needs.
 */
export function lazyProgram(load: () => Promise<Program>): Program {
  let loaded: Program | undefined;
  // Called without exec (by another program, in its own process) it takes a step of virtual time, at every call the same.
  const program: Program = async (process) => (await process.simulation.load(load))(process);
  const lazy = {
    get loaded() {
      return loaded;
    },
    async load() {
      loaded = await load();
      return loaded;
    },
  };
  return Object.assign(program, { lazy });
}
