import type { FileSystem } from '#os/file-system.ts';
import type { Program } from '#os/process.ts';
import { binTools, peopleTools, usrBinTools } from './tools/catalog.ts';

/** Installs the tools of a whole Linux system at their usual places, editors and jq included. */
export function installCoreTools(fs: FileSystem): void {
  installMinimalTools(fs);
  for (const [name, program] of Object.entries(peopleTools)) fs.installProgram(`/usr/bin/${name}`, program);
}

/** Installs what a slim container image has: the same without editors and jq. */
export function installMinimalTools(fs: FileSystem): void {
  for (const [name, program] of Object.entries(binTools)) fs.installProgram(`/bin/${name}`, program);
  for (const [name, program] of Object.entries(usrBinTools)) fs.installProgram(`/usr/bin/${name}`, program);
}

/** A core tool by its name, for images that put it elsewhere; undefined when there is none. */
export function coreTool(name: string): Program | undefined {
  return binTools[name] ?? usrBinTools[name] ?? peopleTools[name];
}
