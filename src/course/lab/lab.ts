import { createCluster, type Cluster } from '#cluster/cluster.ts';
import { images } from '#images/catalog.ts';
import { createTty } from '#os/terminal-device.ts';
import type { ChildProcess, Machine } from '#os/process.ts';
import type { Limits } from '#sim/limits.ts';
import { createSimulation, type Host, type Simulation } from '#sim/simulation.ts';
import type { CheckResult } from '../grading/result.ts';
import { judge } from '../grading/judge.ts';
import type { ExerciseSource } from '../exercise-source.ts';
import { drawParameters } from '../parameters.ts';
import { createCheckContext } from './check-context.ts';
import { prepareScenario } from './scenario.ts';
import type { Transcript, TranscriptEntry } from './transcript.ts';
import { createWorkstation } from './workstation.ts';

/** Every lab begins at this virtual instant: Monday, 5 January 2026, 09:00 UTC. */
const START_MS = Date.UTC(2026, 0, 5, 9, 0, 0);
/** How long a lab may take to settle before it is looked at as it is. */
export const SETTLE_LIMIT_MS = 120_000;
/** How long a submitted script may run. */
const SCRIPT_LIMIT_MS = 30 * 60_000;

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
  /** Whether the shell waits for a line; false while a command runs in the foreground. */
  readonly atPrompt: boolean;
  /** Virtual milliseconds since the learner came. */
  readonly elapsedMs: number;
  /** Whether nothing is under way in the cluster. */
  readonly isSettled: boolean;
  /** The line that runs in the foreground; undefined at the prompt. */
  readonly foregroundCommand: string | undefined;
  /** Whether the program in the foreground waits for a key (a pager, an editor, a shell in a container): no reason to hurry time. */
  readonly waitsForKeys: boolean;
  /** The editor a program has opened and waits for (`finishEdit` answers); the same object until it is answered or the program is gone. */
  readonly pendingEdit: { readonly editor: 'vi' | 'nano'; readonly path: string; readonly text: string } | undefined;
  /** Command lines entered at the prompt so far. */
  readonly commandCount: number;
  /** Lets virtual time pass and takes in what came from outside. */
  advance(virtualMs: number): Promise<void>;
  /** Repeats a transcript from the start of a fresh lab, as fast as it goes. */
  replay(transcript: Transcript): Promise<void>;
  /** Keys typed or pasted. They reach the terminal at the next `advance` or `settle`. */
  input(data: string): void;
  resize(columns: number, rows: number): void;
  /** What an editor saved; null: closed without saving. */
  finishEdit(path: string, text: string | null): void;
  /** Runs the checks on the state as it is. Time must be advanced until it resolves. */
  judge(): Promise<readonly CheckResult[]>;
  /** Runs a script with bash on the workstation, without a terminal. @returns its exit code and what it printed */
  runScript(text: string): Promise<{ readonly code: number; readonly output: string }>;
  /** Advances until nothing is under way in the cluster, or the limit is reached. @returns whether it settled */
  settleCluster(limitMs?: number): Promise<boolean>;
  transcript(): Transcript;
  /** The transcript up to before the last command; undefined when there was none. */
  transcriptBeforeLastCommand(): Transcript | undefined;
}
