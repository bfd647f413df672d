import type { FileSystem } from '#os/file-system.ts';
import { lazyProgram } from '#os/lazy-program.ts';
import type { Program } from '#os/process.ts';

/** Programs that speak over the network. */
export const networkTools: Readonly<Record<string, Program>> = {
  curl: lazyProgram(async () => (await import('./curl.ts')).curl),
  dig: lazyProgram(async () => (await import('./dig.ts')).dig),
  host: lazyProgram(async () => (await import('./host.ts')).host),
  nc: lazyProgram(async () => (await import('./nc.ts')).nc),
  nslookup: lazyProgram(async () => (await import('./nslookup.ts')).nslookup),
  ping: lazyProgram(async () => (await import('./ping.ts')).ping),
  wget: lazyProgram(async () => (await import('./wget.ts')).wget),
};

/** Installs the named network programs into `/usr/bin`. */
export function installNetworkTools(fs: FileSystem, names: readonly string[]): void {
  if (!fs.exists('/usr/bin')) fs.makeDirectory('/usr/bin', { recursive: true });
  for (const name of names) {
    const program = networkTools[name];
    if (program) fs.installProgram(`/usr/bin/${name}`, program);
  }
}
