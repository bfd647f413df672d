import type { FileSystem } from '#os/file-system.ts';
import type { Program } from '#os/process.ts';
import { curl } from './curl.ts';
import { nc } from './nc.ts';
import { nslookup } from './nslookup.ts';
import { ping } from './ping.ts';
import { wget } from './wget.ts';

/** Programs that speak over the network. */
export const networkTools: Readonly<Record<string, Program>> = { curl, nc, nslookup, ping, wget };

/** Installs the named network programs into `/usr/bin`. */
export function installNetworkTools(fs: FileSystem, names: readonly string[]): void {
  if (!fs.exists('/usr/bin')) fs.makeDirectory('/usr/bin', { recursive: true });
  for (const name of names) {
    const program = networkTools[name];
    if (program) fs.installProgram(`/usr/bin/${name}`, program);
  }
}
