// Commands per second, verify time per exercise, and the replay of a long lab.
import { verifyExercise } from '#course/grading/verify.ts';
import { createLab, replayLab } from '#course/lab/lab.ts';
import { exercises } from '#exercises/catalog.ts';
import { defaultLimits } from '#sim/limits.ts';
import { readAnswers, readExercise } from '../../src/cli/exercise-files.ts';
import { nodeHost } from '../../src/cli/node-host.ts';

const COMMAND_COUNT = 200;
const LAB_MINUTES = 40;
const COMMANDS_IN_LAB = 80;

const source = readExercise('rollouts/roll-back');
const settings = { source, host: nodeHost, limits: defaultLimits, columns: 100, rows: 30, onOutput: () => {} };

const lab = await createLab({ ...settings, seed: '1' });
let startedAt = performance.now();
for (let i = 0; i < COMMAND_COUNT; i++) await lab.runScript('kubectl get pods -o wide | grep Running');
console.log(`commands per second (kubectl get pods | grep):   ${((COMMAND_COUNT * 1000) / (performance.now() - startedAt)).toFixed(0)}`);

const long = await createLab({ ...settings, seed: '2' });
for (let i = 0; i < COMMANDS_IN_LAB; i++) {
  long.input(i % 4 === 0 ? 'kubectl get deploy,rs,pods\r' : i % 4 === 1 ? 'kubectl describe deploy | tail -20\r' : 'kubectl rollout history deploy\r');
  await long.advance((LAB_MINUTES * 60_000) / COMMANDS_IN_LAB);
}
const transcript = long.transcript();
startedAt = performance.now();
const again = await replayLab(transcript, settings);
const isSame = again.simulation.trace.hash === long.simulation.trace.hash;
console.log(
  `replay of a lab of ${LAB_MINUTES} minutes, ${COMMANDS_IN_LAB} commands: ${(performance.now() - startedAt).toFixed(0)} ms (aim ≤ 1000), ${isSame ? 'same trace' : 'ANOTHER TRACE'}`,
);

for (const id of Object.keys(exercises)) {
  startedAt = performance.now();
  let cases = 0;
  for await (const one of verifyExercise(readExercise(id), readAnswers(id), { host: nodeHost, limits: defaultLimits, seeds: ['1'] })) {
    if (!one.passed) console.log(`  ${id} ${one.name}: ${one.detail}`);
    cases++;
  }
  console.log(`verify ${id.padEnd(34)} ${(performance.now() - startedAt).toFixed(0)} ms for ${cases} cases`);
}
