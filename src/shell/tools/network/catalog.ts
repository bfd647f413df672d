import type { FileSystem } from '#os/file-system.ts';
import type { Program } from '#os/process.ts';
import { lazyTool } from '../lazy-tool.ts';

/** Programs that speak over the network. */
export const networkTools: Readonly<Record<string, Program>> = {
  curl: lazyTool(async () => (await import('./curl.ts')).curl),
  nc: lazyTool(async () => (await import('./nc.ts')).nc),
  nslookup: lazyTool(async () => (await import('./nslookup.ts')).nslookup),
  ping: lazyTool(async () => (await import('./ping.ts')).ping),
  wget: lazyTool(async () => (await import('./wget.ts')).wget),
};

/** Installs the named network programs into `/usr/bin`. */
export function installNetworkTools(fs: FileSystem, names: readonly string[]): void {
  if (!fs.exists('/usr/bin')) fs.makeDirectory('/usr/bin', { recursive: true });
  for (const name of names) {
    const program = networkTools[name];
    if (program) fs.installProgram(`/usr/bin/${name}`, program);
  }
}
