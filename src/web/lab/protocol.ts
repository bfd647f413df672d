import type { CheckResult } from '#course/grading/result.ts';
import type { Inspection, PictureUpdate } from '#course/lab/cluster-picture.ts';

/** How virtual time runs while nothing special goes on: standing still, or that many times as fast as the wall clock. */
export type Speed = 'paused' | 1 | 10 | 60;
export const speeds: readonly Speed[] = ['paused', 1, 10, 60];

/** What the page asks of the worker that runs the lab. The first message is `boot`; there is one lab in a worker. */
export type ToLab =
  | {
      readonly type: 'boot';
      /** The exercise's id, as `rollouts/roll-back`. */
      readonly exercise: string;
      readonly seed: string;
      readonly columns: number;
      readonly rows: number;
      /** A lab kept earlier (`saved`), to be restored by replay. */
      readonly saved?: string;
    }
  | { readonly type: 'input'; readonly data: string }
  | { readonly type: 'resize'; readonly columns: number; readonly rows: number }
  | { readonly type: 'speed'; readonly speed: Speed }
  /** Jump from event to event until nothing in the cluster is under way. */
  | { readonly type: 'settle' }
  /** Whether anybody looks: time stands still while the page is hidden. */
  | { readonly type: 'watched'; readonly watched: boolean }
  /** Take the last command back. */
  | { readonly type: 'undo' }
  /** Do again what was taken back last; typing anything ends that. */
  | { readonly type: 'redo' }
  /** Whether the map is open: the first `picture` after this tells everything, the next ones what has changed. */
  | { readonly type: 'show-picture'; readonly wanted: boolean }
  /** Asks for one `inspected`. */
  | { readonly type: 'inspect'; readonly key: string }
  /** Asks for one `log`. */
  | { readonly type: 'read-log'; readonly key: string; readonly container: string }
  /** Asks for one `exported`. */
  | { readonly type: 'export' }
  /** The editor was closed. `text` is what was written last, undefined when nothing was. */
  | { readonly type: 'edited'; readonly edit: number; readonly path: string; readonly text: string | undefined };

/** Why time runs as it does. */
export type ClockMode = 'running' | 'paused' | 'waiting' | 'settling';

/** What the worker tells the page. */
export type ToPage =
  | { readonly type: 'booted'; readonly parameters: Readonly<Record<string, string>>; readonly commands: number; readonly canRedo: boolean }
  | { readonly type: 'output'; readonly data: string }
  /** The screen starts anew: what follows is the output of a replay. */
  | { readonly type: 'cleared' }
  | {
      readonly type: 'clock';
      /** Virtual milliseconds since the learner came. */
      readonly elapsedMs: number;
      readonly mode: ClockMode;
      /** The speed that was chosen. */
      readonly speed: Speed;
      /** How many times as fast as the wall clock time runs now. */
      readonly rate: number;
      /** The command that is waited for. */
      readonly command: string | undefined;
    }
  /** `startMs`: the virtual instant at which the learner came; all times in the picture are virtual milliseconds since 1970. */
  | { readonly type: 'picture'; readonly update: PictureUpdate; readonly startMs: number }
  | { readonly type: 'inspected'; readonly inspection: Inspection }
  | { readonly type: 'log'; readonly key: string; readonly container: string; readonly text: string }
  | { readonly type: 'checks'; readonly checks: readonly CheckResult[] }
  /** The lab as it is kept in the browser: seed and transcript, as text. Sent after every change. */
  | { readonly type: 'saved'; readonly saved: string; readonly commands: number; readonly canRedo: boolean }
  /** `traceHash` is over everything that has happened: a replay of `saved` anywhere comes to the same. */
  | { readonly type: 'exported'; readonly saved: string; readonly traceHash: string }
  /** A program wants a file edited by a person. */
  | { readonly type: 'edit'; readonly edit: number; readonly editor: 'vi' | 'nano'; readonly path: string; readonly text: string }
  /** The program that waited for the editor is gone (interrupted, reset). */
  | { readonly type: 'edit-cancelled'; readonly edit: number }
  /** The learner has left the shell; undo brings it back. */
  | { readonly type: 'ended' }
  /** The simulation stopped, or what was to be restored cannot be. */
  | { readonly type: 'failed'; readonly during: 'boot' | 'restore' | 'run'; readonly message: string };
