import { createClient } from '#client/transport-client.ts';
import { clusterAdmin } from '#cluster/apiserver/identity.ts';
import { type Cluster, createCluster } from '#cluster/cluster.ts';
import { images } from '#images/catalog.ts';
import type { EditRequest } from '#os/editor-service.ts';
import type { ChildProcess, Machine } from '#os/process.ts';
import { createTty } from '#os/terminal-device.ts';
import type { Limits } from '#sim/limits.ts';
import { createSimulation, type Host, type Simulation } from '#sim/simulation.ts';
import type { ExerciseSource } from '../exercise-source.ts';
import { judge } from '../grading/judge.ts';
import type { CheckResult } from '../grading/result.ts';
import { drawParameters, fillIn } from '../parameters.ts';
import { createCheckContext } from './check-context.ts';
import { createRecorder, type Happening } from './recorder.ts';
import { runScriptOn } from './run-script.ts';
import { prepareScenario, REACTION_MS } from './scenario.ts';
import { createShellWatch } from './shell-watch.ts';
import type { Transcript, TranscriptEntry } from './transcript.ts';
import { createWorkstation, learner } from './workstation.ts';

/** Every lab begins at this virtual instant: Monday, 5 January 2026, 09:00 UTC. */
const START_MS = Date.UTC(2026, 0, 5, 9, 0, 0);
/** How long a lab may take to settle before it is looked at as it is. */
const SETTLE_LIMIT_MS = 120_000;
/** How long a submitted script, and a judgement, may run. */
const SCRIPT_LIMIT_MS = 10 * 60_000;
const JUDGE_LIMIT_MS = 60_000;

export interface LabOptions {
  readonly source: ExerciseSource;
  readonly seed: string;
  readonly host: Host;
  readonly limits: Limits;
  readonly columns: number;
  readonly rows: number;
  /** What the terminal is to show. */
  onOutput(text: string): void;
  /** The shell shows a prompt (true) or runs a command in the foreground (false). */
  onPrompt?(atPrompt: boolean): void;
}

/** A running lab: a cluster, a workstation with a terminal, and the record of what came from outside. */
export interface Lab {
  readonly simulation: Simulation;
  readonly cluster: Cluster;
  readonly workstation: Machine;
  readonly parameters: Readonly<Record<string, string>>;
  /** The latest judgement, latched; empty before the first. */
  readonly results: readonly CheckResult[];
  /** Whether nothing came from outside after the latest judgement. */
  readonly isJudgedAtEnd: boolean;
  /** Whether the shell waits for a line; false while a command runs in the foreground. */
  readonly atPrompt: boolean;
  /** Whether the program in the foreground reads the keyboard (an editor, a pager, a shell inside a container). */
  readonly waitsForKeys: boolean;
  /** The command line in the foreground. */
  readonly foregroundCommand: string | undefined;
  /** The file a program wants a person to edit. */
  readonly pendingEdit: EditRequest | undefined;
  /** How many command lines were entered. */
  readonly commandCount: number;
  /** Whether nothing in the cluster is under way. */
  readonly isSettled: boolean;
  /** Whether the login shell has ended. */
  readonly hasEnded: boolean;
  /** Virtual milliseconds since the learner came. */
  readonly elapsedMs: number;
  /** Keys typed or pasted. They reach the terminal at the next `advance`. */
  input(data: string): void;
  resize(columns: number, rows: number): void;
  /** What an editor saved; null: closed without saving. */
  finishEdit(path: string, text: string | null): void;
  advance(virtualMs: number): Promise<void>;
  /** Runs the checks on the state as it is. Somebody must advance time until it resolves. */
  judge(): Promise<readonly CheckResult[]>;
  /** Runs the checks and advances time until they are done. */
  judgeNow(): Promise<readonly CheckResult[]>;
  /** Runs a script with bash on the workstation, without a terminal. */
  runScript(text: string): Promise<{ readonly code: number; readonly output: string }>;
  /** Advances until nothing is under way in the cluster, or two virtual minutes have passed. @returns whether it settled */
  settleCluster(): Promise<boolean>;
  /** Repeats a transcript in this lab, which must be fresh. */
  replay(transcript: Transcript): Promise<void>;
  transcript(): Transcript;
  /** The transcript up to before the last command; undefined when there was none. */
  transcriptBeforeLastCommand(): Transcript | undefined;
}

/**
 * Boots the cluster of an exercise, applies its setup and opens a login shell for the learner.
 * @throws UsageError when the exercise's own setup is refused
 */
export async function createLab(options: LabOptions): Promise<Lab> {
  const { source, limits } = options;
  const parameters = drawParameters(source.exercise, options.seed);
  const simulation = createSimulation({ seed: `${source.id}/${options.seed}`, startMs: START_MS, limits, host: options.host });
  const cluster = createCluster({ simulation, nodes: source.exercise.cluster.nodes, images });
  const namespace = source.exercise.namespace ?? 'default';
  const shell = createShellWatch(simulation, {
    prompt() {
      recorder.markPrompt();
      options.onPrompt?.(true);
    },
    command() {
      recorder.markCommand();
      options.onPrompt?.(false);
    },
  });
  const workstation = createWorkstation({
    cluster,
    namespace,
    files: fillInAll(source.files, parameters),
    shellHooks: shell.hooks,
    cause: () => shell.cause,
  });
  workstation.editor = shell.editor;
  let startMs = simulation.clock.now;
  const recorder = createRecorder({ exercise: source.id, seed: options.seed, now: () => simulation.clock.now - startMs });
  await prepareScenario(cluster, workstation, source, parameters);
  startMs = simulation.clock.now;
  const tty = createTty(simulation, { columns: options.columns, rows: options.rows, onOutput: options.onOutput });
  const login: ChildProcess = workstation.start(['bash', '-l'], { stdin: tty.reader, stdout: tty.writer, stderr: tty.writer, tty, cwd: learner.home });
  const client = createClient(cluster.transport(clusterAdmin, { latencyMs: 0 }));
  let results: readonly CheckResult[] = [];

  /** Admits something from outside and writes it down with the time at which it was admitted. */
  const admit = (entry: Happening, apply: () => void): void => simulation.inject(apply, () => recorder.record(entry));

  const lab: Lab = {
    simulation,
    cluster,
    workstation,
    parameters,
    get results() {
      return results;
    },
    get isJudgedAtEnd() {
      return recorder.endsWithJudgement;
    },
    get atPrompt() {
      return shell.atPrompt;
    },
    get waitsForKeys() {
      return !shell.atPrompt && (tty.isWaitedFor || shell.pendingEdit !== undefined);
    },
    get foregroundCommand() {
      return shell.atPrompt ? undefined : shell.command;
    },
    get pendingEdit() {
      return shell.pendingEdit;
    },
    get commandCount() {
      return recorder.commandCount;
    },
    get isSettled() {
      return cluster.settled();
    },
    get hasEnded() {
      return login.exited !== undefined;
    },
    get elapsedMs() {
      return simulation.clock.now - startMs;
    },
    input: (data) => admit({ input: data }, () => tty.input(data)),
    resize: (columns, rows) => admit({ resize: [columns, rows] }, () => tty.resize(columns, rows)),
    finishEdit: (path, text) => admit({ edited: { path, text } }, () => shell.finishEdit(path, text)),
    advance: (virtualMs) => simulation.advance(virtualMs),
    judge() {
      const scope = { client, cluster, namespace, parameters };
      return new Promise((resolve, reject) => {
        admit({ judge: true }, () => {
          judge(source.checker, (hasPassed) => createCheckContext(scope, hasPassed), results).then((found) => {
            results = found;
            resolve(found);
          }, reject);
        });
      });
    },
    async judgeNow() {
      let isDone = false;
      const found = lab.judge().finally(() => {
        isDone = true;
      });
      await simulation.runUntil(() => isDone, JUDGE_LIMIT_MS);
      return found;
    },
    async runScript(text) {
      recorder.record({ script: text });
      return runScriptOn(workstation, text, SCRIPT_LIMIT_MS);
    },
    async settleCluster() {
      await simulation.advance(REACTION_MS);
      return simulation.runUntil(() => cluster.settled(), SETTLE_LIMIT_MS);
    },
    async replay(transcript) {
      for (const entry of transcript.entries) {
        await simulation.advance(Math.max(0, entry.at - lab.elapsedMs));
        await repeat(lab, entry);
      }
      await simulation.advance(Math.max(0, transcript.endMs - lab.elapsedMs));
    },
    transcript: () => recorder.transcript(),
    transcriptBeforeLastCommand: () => recorder.beforeLastCommand(),
  };
  await simulation.settle();
  return lab;
}

/** Lets one entry of a transcript in. What it sets off happens as time is advanced. */
async function repeat(lab: Lab, entry: TranscriptEntry): Promise<void> {
  if ('script' in entry) {
    await lab.runScript(entry.script);
    return;
  }
  if ('input' in entry) lab.input(entry.input);
  else if ('resize' in entry) lab.resize(...entry.resize);
  else if ('edited' in entry) lab.finishEdit(entry.edited.path, entry.edited.text);
  else void lab.judge();
  await lab.simulation.settle();
}

function fillInAll(files: Readonly<Record<string, string>>, parameters: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [fillIn(name, parameters), fillIn(text, parameters)]));
}

/** Boots a lab and repeats a transcript in it. */
export async function replayLab(transcript: Transcript, options: Omit<LabOptions, 'seed'>): Promise<Lab> {
  const lab = await createLab({ ...options, seed: transcript.seed });
  await lab.replay(transcript);
  return lab;
}
