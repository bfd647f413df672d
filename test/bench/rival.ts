// The partial port of Kubernetes to TypeScript that we compare with, measured in a process of its own.
// Its published files need a bundler in Node. Prints one JSON line: { initMs, readyMs, heapBytes }.
import { mkdirSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type { Measured } from './measured.ts';

const POD_COUNT = Number(process.argv[2] ?? 500);

interface RivalCluster {
  registerImage(image: unknown): void;
  init(): Promise<void>;
  apply(objects: readonly object[]): Promise<unknown>;
  readonly api: {
    readonly appsv1: {
      readNamespacedDeployment(request: { name: string; namespace: string }): Promise<{ readonly status?: { readonly readyReplicas?: number } }>;
    };
  };
}

interface RivalModule {
  readonly Cluster: new () => RivalCluster;
  readonly BaseImage: new () => object;
}

mkdirSync('.cache/bench', { recursive: true });
await build({
  stdin: { contents: "export * from '@ngrok/webernetes';", resolveDir: process.cwd() },
  bundle: true,
  format: 'esm',
  platform: 'node',
  outfile: '.cache/bench/rival.mjs',
  logLevel: 'error',
});
const { Cluster, BaseImage } = (await import(pathToFileURL('.cache/bench/rival.mjs').href)) as RivalModule;

class Server extends BaseImage {
  static readonly imageName = 'server';
  static readonly imageVersion = '1.0';
  readonly defaultCommand = ['server'];
  async exec(context: { listenHttp(port: number, handler: () => Promise<object>): void; waitUntilKilled(): Promise<number> }): Promise<number> {
    context.listenHttp(80, async () => ({ statusCode: 200, body: 'ok' }));
    return context.waitUntilKilled();
  }
}

const collect = (globalThis as { gc?: () => void }).gc;
collect?.();
const heapBefore = process.memoryUsage().heapUsed;
const startedAt = performance.now();
const cluster = new Cluster();
cluster.registerImage(Server);
await cluster.init();
const initMs = performance.now() - startedAt;

const template = { metadata: { labels: { app: 'load' } }, spec: { containers: [{ name: 'server', image: 'server:1.0' }] } };
const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'load', namespace: 'default' },
  spec: { replicas: POD_COUNT, selector: { matchLabels: { app: 'load' } }, template },
};
const appliedAt = performance.now();
await cluster.apply([deployment]);
const ready = await waitUntilReady(cluster, POD_COUNT);
const readyMs = performance.now() - appliedAt;
collect?.();
console.log(JSON.stringify({ initMs, readyMs, heapBytes: process.memoryUsage().heapUsed - heapBefore, ready } satisfies Measured));
process.exit(0);

async function waitUntilReady(of: RivalCluster, count: number): Promise<number> {
  const deadline = performance.now() + 300_000;
  let ready = 0;
  while (ready < count && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    const seen = await of.api.appsv1.readNamespacedDeployment({ name: 'load', namespace: 'default' });
    ready = seen.status?.readyReplicas ?? 0;
  }
  return ready;
}
