// Our cluster, measured in a process of its own the way the rival is. Prints one JSON line: see measured.ts.
// Usage: node --expose-gc test/bench/ours.ts [REPLICAS]
import { createCluster } from '#cluster/cluster.ts';
import { images } from '#images/catalog.ts';
import { deploymentKind } from '#kinds/deployment/deployment.ts';
import type { Deployment } from '#machinery/generated/types.ts';
import { defaultLimits } from '#sim/limits.ts';
import { createSimulation } from '#sim/simulation.ts';
import type { Measured } from './measured.ts';

const POD_COUNT = Number(process.argv[2] ?? 500);
// As the rival: three nodes; more where a node's address range (253 pods) would run out.
const NODE_COUNT = Math.max(3, Math.ceil(POD_COUNT / 220));

const collect = (globalThis as { gc?: () => void }).gc;
collect?.();
const heapBefore = process.memoryUsage().heapUsed;
const startedAt = performance.now();
const simulation = createSimulation({
  seed: 'bench',
  startMs: 0,
  limits: defaultLimits,
  host: { turn: () => new Promise<void>((resolve) => setImmediate(resolve)) },
});
const cluster = createCluster({
  simulation,
  images,
  imagesPresent: true,
  nodes: Array.from({ length: NODE_COUNT }, (_, i) => ({ name: `node-${i + 1}`, cpu: '1000', memory: '4000Gi', maxPods: 250 })),
});
if (!(await cluster.boot())) throw new Error('the nodes did not become Ready');
const initMs = performance.now() - startedAt;

const labels = { app: 'load' };
const template = { metadata: { labels }, spec: { containers: [{ name: 'server', image: 'nginx:1.27' }] } };
const deployment: Deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'load', namespace: 'default' },
  spec: { replicas: POD_COUNT, selector: { matchLabels: labels }, template },
};
const client = cluster.direct('bench');
const appliedAt = performance.now();
client.create(deploymentKind, 'default', deployment);
const readyCount = (): number => client.get<Deployment>(deploymentKind, 'default', 'load').status?.readyReplicas ?? 0;
await simulation.runUntil(() => readyCount() === POD_COUNT, 3_600_000);
const readyMs = performance.now() - appliedAt;
collect?.();
console.log(JSON.stringify({ initMs, readyMs, heapBytes: process.memoryUsage().heapUsed - heapBefore, ready: readyCount() } satisfies Measured));
