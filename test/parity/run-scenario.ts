import { createCluster } from '#cluster/cluster.ts';
import { createWorkstation, learner } from '#course/lab/workstation.ts';
import type { Machine } from '#os/process.ts';
import { emptyReader } from '#os/readers.ts';
import { createCapture } from '#os/writers.ts';
import { defaultLimits } from '#sim/limits.ts';
import { createSimulation, type Simulation } from '#sim/simulation.ts';
import type { Outcome, Scenario } from './recording.ts';
import { runSnippet } from './snippet-machine.ts';

/** Virtual time after which a line that does not end is killed. */
const lineLimitMs = 15 * 60_000;
/** Between two lines, as a person or a script leaves it. */
const betweenLinesMs = 200;

/** What came of one checked step. */
export interface StepResult {
  readonly run: string;
  readonly wanted: Outcome;
  readonly got: Outcome;
}

/** Plays a scenario on a fresh cluster like the recorded one. @returns the checked steps */
export async function runScenario(scenario: Scenario): Promise<StepResult[]> {
  if (scenario.on === 'machine') return runSnippets(scenario);
  const simulation = createSimulation({
    seed: scenario.id,
    startMs: Date.UTC(2026, 10, 20, 10, 5, 0),
    limits: defaultLimits,
    host: { turn: () => new Promise((resolve) => setImmediate(resolve)) },
  });
  const nodes = ['node-1', 'node-2', 'node-3'].map((name) => ({ name, cpu: '1', memory: '3840Mi', maxPods: 110 }));
  const cluster = createCluster({ simulation, nodes, images: [], imagesPresent: true, anyImageRuns: true, metricsServer: false });
  await cluster.boot();
  const machine = createWorkstation({ cluster, namespace: scenario.namespace, files: scenario.files });
  if (scenario.namespace !== 'default') await runLine(simulation, machine, `kubectl create namespace ${scenario.namespace}`);
  await simulation.advance(5_000);

  const results: StepResult[] = [];
  for (const step of scenario.steps) {
    if ('wait' in step) {
      await simulation.advance(step.wait * 1000);
      continue;
    }
    const got = await runLine(simulation, machine, step.run);
    if ('stdout' in step) results.push({ run: step.run, wanted: { stdout: step.stdout, stderr: step.stderr, code: step.code }, got });
    await simulation.advance(betweenLinesMs);
  }
  return results;
}

/** Of a shell's messages the wording is its own: what counts is what it printed and how it ended. */
async function runSnippets(scenario: Scenario): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const step of scenario.steps) {
    if (!('stdout' in step)) continue;
    const { stdout, code } = await runSnippet(step.run);
    results.push({ run: step.run, wanted: { stdout: step.stdout, stderr: '', code: step.code }, got: { stdout, stderr: '', code } });
  }
  return results;
}

async function runLine(simulation: Simulation, machine: Machine, line: string): Promise<Outcome> {
  const [stdout, stderr] = [createCapture(), createCapture()];
  const child = machine.start(['bash', '-c', line], {
    stdin: emptyReader(),
    stdout: stdout.writer,
    stderr: stderr.writer,
    cwd: learner.home,
    tty: null,
  });
  if (!(await simulation.runUntil(() => child.exited !== undefined, lineLimitMs))) {
    child.kill('KILL');
    await simulation.settle();
  }
  return { stdout: stdout.text, stderr: stderr.text, code: child.exited?.code ?? -1 };
}
