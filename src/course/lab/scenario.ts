import type { Cluster } from '#cluster/cluster.ts';
import type { Machine } from '#os/process.ts';
import { InvariantError } from '#sim/assert.ts';
import { UsageError } from '#sim/usage-error.ts';
import type { ExerciseSource } from '../exercise-source.ts';
import { fillIn } from '../parameters.ts';
import { runScriptOn } from './run-script.ts';

/** How long one part of a setup may take to come to rest before the next is applied. */
const STEP_LIMIT_MS = 120_000;
/** Before the controllers have seen what was changed, the cluster looks settled. */
export const REACTION_MS = 2_000;

/**
 * Brings a fresh cluster to where an exercise begins: nodes Ready, the setup applied part by part, each settled before the next,
 * then the seconds that the exercise lets pass.
 * @throws UsageError when a manifest of the setup is refused: the author must mend it
 */
export async function prepareScenario(
  cluster: Cluster,
  workstation: Machine,
  source: ExerciseSource,
  parameters: Readonly<Record<string, string>>,
): Promise<void> {
  const { simulation } = cluster;
  if (!(await cluster.boot())) throw new InvariantError('the nodes did not become Ready');
  const namespace = source.exercise.namespace ?? 'default';
  if (namespace !== 'default') await runStep(workstation, source, namespace, `kubectl create namespace ${namespace}`);
  for (const [i, name] of source.exercise.setup.entries()) {
    const text = fillIn(source.setup[name] ?? '', parameters);
    await runStep(workstation, source, name, name.endsWith('.sh') ? text : `kubectl apply -f - <<'END_OF_SETUP'\n${text}\nEND_OF_SETUP\n`);
    if (i === source.exercise.setup.length - 1) continue;
    await simulation.advance(REACTION_MS);
    await simulation.runUntil(() => cluster.settled(), STEP_LIMIT_MS);
  }
  await simulation.advance((source.exercise.setupSeconds ?? 5) * 1000);
}

async function runStep(workstation: Machine, source: ExerciseSource, name: string, script: string): Promise<void> {
  const { code, output } = await runScriptOn(workstation, script, STEP_LIMIT_MS);
  if (code !== 0) throw new UsageError(`exercises/${source.id}/setup/${name} was refused:\n${output}`);
}
