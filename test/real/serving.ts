import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The program `drydock`. */
export const drydock = fileURLToPath(new URL('../../bin/drydock', import.meta.url));

/** A simulated cluster behind HTTPS, in a process of its own. */
export interface Serving {
  /** Path of the kubeconfig that leads to it. */
  readonly kubeconfig: string;
  stop(): Promise<void>;
}

/** Starts `drydock serve` on a free port. @throws Error when it does not come up */
export async function startServing(words: readonly string[] = []): Promise<Serving> {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-real-'));
  const kubeconfig = join(folder, 'kubeconfig');
  const child = spawn(process.execPath, [drydock, 'serve', '--port', '0', '--quiet', '--kubeconfig', kubeconfig, ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`drydock serve ended with ${code}`)));
    child.stdout.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('answers at')) resolve();
    });
  });
  return {
    kubeconfig,
    async stop() {
      child.kill('SIGTERM');
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
