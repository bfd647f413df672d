// Plays recordings of the real kubectl against the simulated cluster and prints each difference.
// Usage: node test/parity/parity.ts [FOLDER|FILE …]   (without names: the recordings beside this file)
import { fileURLToPath } from 'node:url';
import { readMasking } from './masking.ts';
import { type Outcome, readOverrides, readRecording, recordingFiles, type Scenario, withOverrides } from './recording.ts';
import { runScenario } from './run-scenario.ts';
import { unifiedDiff } from './unified-diff.ts';

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

const mask = readMasking(here('mask.json'));
const overrides = readOverrides(here('overrides.yaml'));

/** An outcome as one text, so that a difference shows where it is. What differs between clusters is masked. */
function formatOutcome({ stdout, stderr, code }: Outcome, on: Scenario['on']): string {
  const clean = on === 'cluster' ? mask : (text: string) => text;
  const errors = clean(stderr);
  return `${clean(stdout)}${errors === '' ? '' : `--- stderr\n${errors}`}--- exit code ${code}`;
}

const paths = process.argv.length > 2 ? process.argv.slice(2) : [here('recordings')];
let equal = 0;
let all = 0;
for (const file of paths.flatMap(recordingFiles)) {
  const scenario = withOverrides(readRecording(file), overrides);
  let missing = scenario.steps.filter((step) => 'stdout' in step).length;
  all += missing;
  try {
    for (const { run, wanted, got } of await runScenario(scenario)) {
      missing--;
      const difference = unifiedDiff(formatOutcome(wanted, scenario.on), formatOutcome(got, scenario.on));
      if (difference === '') equal++;
      else console.log(`\n${scenario.id}: ${run}\n${difference}`);
    }
  } catch (error) {
    console.log(`\n${scenario.id} stopped, ${missing} steps were not reached: ${error instanceof Error ? error.stack : String(error)}`);
  }
}
console.log(`\n${equal} of ${all} steps equal`);
process.exitCode = equal === all ? 0 : 1;
