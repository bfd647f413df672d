// What the shell costs: a command, a pipe, an idle container shell. Usage: node --expose-gc test/bench/shell.ts
import { createLoopbackNetwork } from '#os/loopback-network.ts';
import { createMachine } from '#os/machine.ts';
import { createMemoryFileSystem } from '#os/memory-file-system.ts';
import { createPipe } from '#os/pipe.ts';
import type { Machine } from '#os/process.ts';
import { emptyReader } from '#os/readers.ts';
import { nullWriter } from '#os/writers.ts';
import { installMinimalTools } from '#shell/install-core-tools.ts';
import { createShellProgram } from '#shell/shell-program.ts';
import { defaultLimits } from '#sim/limits.ts';
import { createSimulation } from '#sim/simulation.ts';

const ECHOES = 20_000;
const PIPE_LINES = 10_000;
const IDLE_SHELLS = 1000;
const RUNS = 5;

const host = { turn: () => new Promise<void>((resolve) => setImmediate(resolve)) };
const simulation = createSimulation({ seed: 'bench', startMs: 0, limits: defaultLimits, host });
const image = createMemoryFileSystem(simulation);
installMinimalTools(image);
image.installProgram('/bin/sh', createShellProgram({ flavour: 'ash' }));
image.installProgram('/bin/bash', createShellProgram({ flavour: 'bash' }));
const newMachine = (): Machine => createMachine({ simulation, hostname: 'box', fs: image.fork(), network: createLoopbackNetwork(simulation) });

/** Real milliseconds of a script, the best of some runs: what disturbs a run makes it slower, never faster. */
async function timeOf(script: string): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < RUNS; run++) {
    const startedAt = performance.now();
    const child = newMachine().start(['bash', '-c', script], { stdin: emptyReader(), stdout: nullWriter(), stderr: nullWriter() });
    await simulation.runUntil(() => child.exited !== undefined, 3_600_000);
    if (child.exited?.code !== 0) throw new Error(`${script} ended with ${child.exited?.code}`);
    best = Math.min(best, performance.now() - startedAt);
  }
  return best;
}

function row(what: string, value: number, unit: string, aim: number): void {
  console.log(`${what.padEnd(34)} ${value.toFixed(1).padStart(10)} ${unit.padEnd(3)} aim ≤ ${aim}  ${value <= aim ? 'reached' : 'MISSED'}`);
}

console.log('the shell');
const loop = (command: string): string => `for ((i = 0; i < ${ECHOES}; i++)); do ${command}; done`;
row('echo, in a loop', ((await timeOf(loop('echo hello'))) / ECHOES) * 1000, 'µs', 30);
row(`three stages, ${PIPE_LINES} lines`, await timeOf(`seq ${PIPE_LINES} | grep 7 | wc -l`), 'ms', 50);

const collect = (globalThis as { gc?: () => void }).gc;
collect?.();
const before = process.memoryUsage().heapUsed;
const kept = Array.from({ length: IDLE_SHELLS }, () => {
  const input = createPipe(simulation);
  const machine = newMachine();
  const shell = machine.start(['sh'], { stdin: input.reader, stdout: nullWriter(), stderr: nullWriter(), isInit: true });
  return { machine, shell, input };
});
await simulation.advance(1000);
collect?.();
const heap = process.memoryUsage().heapUsed - before;
if (kept.some(({ shell }) => shell.exited)) throw new Error('an idle shell ended');
row(`${IDLE_SHELLS} idle container shells`, heap / 1e6, 'MB', 10);
