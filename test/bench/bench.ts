// Figures, side by side with the rival in one run on one machine. Usage: npm run bench [-- --quick]
// Every cluster is measured in a process of its own; the median of the runs counts. Nothing here fails a test.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Measured } from './measured.ts';

const quick = process.argv.includes('--quick');
const RUNS = quick ? 1 : 3;

function measure(script: string, ...args: readonly string[]): Measured {
  const runs = Array.from({ length: RUNS }, () => {
    const child = spawnSync(process.execPath, ['--expose-gc', `test/bench/${script}`, ...args], { encoding: 'utf8' });
    const line = child.stdout.trim().split('\n').at(-1) ?? '';
    if (child.status !== 0) throw new Error(`${script} ended with ${child.status}: ${child.stderr}`);
    return JSON.parse(line) as Measured;
  });
  const median = (field: keyof Measured): number => runs.map((run) => run[field]).sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? 0;
  return { initMs: median('initMs'), readyMs: median('readyMs'), heapBytes: median('heapBytes'), ready: median('ready') };
}

/** @param limit the ratio aimed at; undefined when there is no aim */
function row(what: string, ours: number, theirs: number, unit: string, limit?: number): void {
  const ratio = ours / theirs;
  const aim = limit === undefined ? '' : `  aim ≤ ${limit.toFixed(3)}  ${ratio <= limit ? 'reached' : 'MISSED'}`;
  console.log(`${what.padEnd(34)} ${ours.toFixed(1).padStart(10)} ${theirs.toFixed(1).padStart(10)} ${unit.padEnd(3)} ratio ${ratio.toFixed(3)}${aim}`);
}

console.log(`each figure is the median of ${RUNS} run(s), each in a fresh process\n`);
console.log(`${''.padEnd(34)} ${'ours'.padStart(10)} ${'rival'.padStart(10)}`);
const ours = measure('ours.ts', '500');
const rival = measure('rival.ts', '500');
row('boot to 3 Ready nodes', ours.initMs, rival.initMs, 'ms', 1 / 2);
row('500 replicas Ready', ours.readyMs, rival.readyMs, 'ms', 1 / 50);
row('heap with 500 pods', ours.heapBytes / 1e6, rival.heapBytes / 1e6, 'MB', 1 / 2);

console.log('\ngrowth (milliseconds per pod should stay level)');
for (const count of quick ? [1000] : [1000, 2000, 5000]) {
  const { readyMs, heapBytes, ready } = measure('ours.ts', String(count));
  console.log(
    `${String(ready).padStart(6)} pods Ready in ${readyMs.toFixed(0).padStart(6)} ms, ${(readyMs / count).toFixed(3)} ms a pod, ${(heapBytes / count / 1000).toFixed(1)} kB of heap a pod`,
  );
}

for (const script of ['labs.ts', 'shell.ts', 'page-sizes.ts']) {
  if (script === 'page-sizes.ts' && !existsSync('dist')) {
    console.log('\npage sizes: run "npm run build" first');
    continue;
  }
  console.log('');
  spawnSync(process.execPath, ['--expose-gc', `test/bench/${script}`], { stdio: 'inherit' });
}
