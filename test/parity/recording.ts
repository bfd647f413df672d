import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseYamlDocuments } from '#machinery/yaml.ts';

/** What a command printed and how it ended. */
export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

/** One step of a scenario: virtual seconds that pass, or a line of bash with what it printed. */
export type Step = { readonly wait: number } | { readonly run: string; readonly unchecked: true } | ({ readonly run: string } & Outcome);

/** A session on a cluster of its own; or lines of bash, each on a machine of its own (`on: 'machine'`). */
export interface Scenario {
  readonly id: string;
  readonly on: 'cluster' | 'machine';
  readonly namespace: string;
  readonly files: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

/** Where a v1.36 cluster is known to answer otherwise than the recorded one. Only the given parts are replaced. */
export interface Override extends Partial<Outcome> {
  readonly scenario: string;
  readonly run: string;
  readonly reason: string;
  /** Where a scenario has the line several times: which one is meant, from 1; without it all are. */
  readonly time?: number;
  /** Parts of the recorded standard output and what stands there instead, wherever they occur. */
  readonly replace?: readonly (readonly [recorded: string, instead: string])[];
}

interface RecordedManifest extends Outcome {
  readonly name: string;
  readonly manifest: string;
}

/** The JSON files that a path names: itself, or all of a folder, sorted. */
export function recordingFiles(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => join(path, name));
}

/**
 * Reads a file of recordings: a scenario, a list of manifests with what `kubectl create` said of each, or a list of lines of bash.
 * @throws Error for any other format
 */
export function readRecording(path: string): Scenario {
  const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
  const id = basename(path, '.json');
  if (Array.isArray(content)) {
    if (content.every(isRecordedLine)) return { id, on: 'machine', namespace: 'default', files: {}, steps: content };
    if (!content.every(isRecordedManifest)) throw new Error(`${path}: a list of recordings must hold manifests or lines of bash`);
    return scenarioOfManifests(id, content);
  }
  const scenario = content as Partial<Scenario>;
  if (!Array.isArray(scenario.steps)) throw new Error(`${path}: no recording: it has no steps`);
  return { id, on: 'cluster', namespace: scenario.namespace ?? 'default', files: scenario.files ?? {}, steps: scenario.steps };
}

function isRecordedLine(entry: unknown): entry is Outcome & { readonly run: string } {
  return typeof entry === 'object' && entry !== null && 'run' in entry && 'stdout' in entry;
}

function isRecordedManifest(entry: unknown): entry is RecordedManifest {
  return typeof entry === 'object' && entry !== null && 'manifest' in entry && 'name' in entry;
}

function scenarioOfManifests(id: string, manifests: readonly RecordedManifest[]): Scenario {
  return {
    id,
    on: 'cluster',
    namespace: 'default',
    files: Object.fromEntries(manifests.map(({ name, manifest }) => [name, manifest])),
    steps: manifests.map(({ name, stdout, stderr, code }) => ({
      run: `kubectl create --dry-run=client --validate=false -o json -f ${name}`,
      stdout,
      stderr,
      code,
    })),
  };
}

/** Reads `overrides.yaml`. @throws Error when an entry has no reason */
export function readOverrides(path: string): Override[] {
  const overrides = (parseYamlDocuments(readFileSync(path, 'utf8'))[0] ?? []) as unknown as readonly Override[];
  for (const { scenario, run, reason } of overrides) if (!scenario || !run || !reason) throw new Error(`${path}: an override needs scenario, run and reason`);
  return [...overrides];
}

/** The scenario with the answers a v1.36 server gives. @throws Error for an override that fits no step */
export function withOverrides(scenario: Scenario, overrides: readonly Override[]): Scenario {
  const own = overrides.filter((override) => override.scenario === scenario.id);
  for (const { run } of own) {
    if (!scenario.steps.some((step) => 'run' in step && step.run === run)) throw new Error(`overrides.yaml: ${scenario.id} has no step "${run}"`);
  }
  const seen = new Map<string, number>();
  const steps = scenario.steps.map((step): Step => {
    if (!('stdout' in step)) return step;
    const time = (seen.get(step.run) ?? 0) + 1;
    seen.set(step.run, time);
    const override = own.find((one) => one.run === step.run && (one.time ?? time) === time);
    if (override === undefined) return step;
    const { stderr = step.stderr, code = step.code, replace = [] } = override;
    const stdout = replace.reduce((text, [recorded, instead]) => replacePart(text, recorded, instead, override), override.stdout ?? step.stdout);
    return { ...step, stdout, stderr, code };
  });
  return { ...scenario, steps };
}

function replacePart(text: string, recorded: string, instead: string, { scenario, run }: Override): string {
  if (!text.includes(recorded)) throw new Error(`overrides.yaml: ${scenario}: "${run}" did not print ${JSON.stringify(recorded)}`);
  return text.replaceAll(recorded, instead);
}
