// Runs a bash script on the workstation of a fresh cluster and prints what it printed, then the trace hash.
// Usage: npm run sim -- [--seed S] [--nodes N] [--trace] [FILE]      (without FILE: the standard input)
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createCluster } from '#cluster/cluster.ts';
import { runScriptOn } from '#course/lab/run-script.ts';
import { createWorkstation } from '#course/lab/workstation.ts';
import { images } from '#images/catalog.ts';
import { defaultLimits } from '#sim/limits.ts';
import { createSimulation } from '#sim/simulation.ts';
import { nodeHost } from './node-host.ts';

const SCRIPT_LIMIT_MS = 24 * 3600 * 1000;
const START_MS = Date.UTC(2026, 0, 5, 9, 0, 0);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    nodes: { type: 'string', default: '3' },
    trace: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false, short: 'h' },
  },
});

if (values.help) {
  console.log('npm run sim -- [--seed S] [--nodes N] [--trace] [FILE]\n\nRuns a bash script on the workstation of a fresh cluster.');
  process.exit(0);
}

const simulation = createSimulation({ seed: values.seed, startMs: START_MS, limits: defaultLimits, host: nodeHost });
const cluster = createCluster({
  simulation,
  images,
  nodes: Array.from({ length: Number(values.nodes) }, (_, i) => ({ name: `node-${i + 1}`, cpu: '4', memory: '8Gi' })),
});
if (!(await cluster.boot())) throw new Error('the nodes did not become Ready within a minute');
const workstation = createWorkstation({ cluster, namespace: 'default', files: {} });
const { code, output } = await runScriptOn(workstation, readFileSync(positionals[0] ?? 0, 'utf8'), SCRIPT_LIMIT_MS);
process.stdout.write(output);
if (values.trace) {
  for (const entry of simulation.trace.entries()) {
    console.log(`${((entry.at - START_MS) / 1000).toFixed(3).padStart(10)}  #${entry.id} ←#${entry.cause}  ${entry.kind}  ${entry.text}`);
  }
}
console.log(`exit ${code}, ${((simulation.clock.now - START_MS) / 1000).toFixed(1)} virtual seconds, trace ${simulation.trace.hash}`);
process.exitCode = code;
