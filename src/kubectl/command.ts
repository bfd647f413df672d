import type { Process } from '#os/process.ts';
import type { KubectlContext } from './kubectl-context.ts';

/** One flag as kubectl knows it. `default` is what `--help` shows and what an absent flag means. */
export interface Flag {
  readonly name: string;
  readonly shorthand?: string;
  /** `int` holds 64 bits. */
  readonly type: 'bool' | 'string' | 'int' | 'int32' | 'duration' | 'strings' | 'string-array';
  readonly default: string | number | boolean | readonly string[];
  readonly usage: string;
  /** The value of a flag given without one (`--dry-run`, `--cascade`). */
  readonly noOptionDefault?: string;
  readonly hidden?: boolean;
  /** What is printed after `Flag --x has been deprecated, ` when it is used. */
  readonly deprecated?: string;
  /** Without it the command does not run: `required flag(s) "image" not set`. */
  readonly required?: boolean;
}

/** Flags as parsed. `changed` tells whether the user gave it. Getters throw InvariantError for a flag that was not declared. */
export interface FlagValues {
  bool(name: string): boolean;
  string(name: string): string;
  int(name: string): number;
  /** Milliseconds. */
  durationMs(name: string): number;
  strings(name: string): readonly string[];
  changed(name: string): boolean;
}

/** What a command works with: arguments, flags, the API and the process whose streams it writes to. */
export interface Invocation {
  readonly args: readonly string[];
  /** How many of `args` stood before `--`; -1 when there was none. */
  readonly dashAt: number;
  readonly flags: FlagValues;
  readonly kubectl: KubectlContext;
  readonly process: Process;
  /** The command's full name, as usage errors and `--help` call it: `kubectl rollout undo`. */
  readonly commandPath: string;
}

/**
 * A kubectl command. `complete` may read the cluster and turns the invocation into options, `validate` sees only options,
 * `run` acts. All three throw UsageError or StatusError; `report-error.ts` prints them in one place.
 */
export interface Command<Options = unknown> {
  readonly name: string;
  readonly aliases?: readonly string[];
  /** The usage line after `kubectl`: `get [(-o|--output=)json|…] (TYPE[.VERSION][.GROUP] [NAME | -l label] | TYPE/NAME ...) [flags]`. */
  readonly usage: string;
  readonly short: string;
  readonly long: string;
  readonly examples: string;
  readonly flags: readonly Flag[];
  /** Not listed in its parent's help. */
  readonly hidden?: boolean;
  /** Wrong names for it that deserve "Did you mean this?". */
  readonly suggestFor?: readonly string[];
  /** Set on a stand-in (`lazy-command.ts`): brings the command itself. */
  readonly load?: () => Promise<Command>;
  /** Commands under this one (`rollout` → `status`, `undo` …). A command with subcommands and no `run` prints its help. */
  readonly subcommands?: readonly Command[];
  complete?(invocation: Invocation): Promise<Options> | Options;
  validate?(options: Options): void;
  /** @returns the exit code; undefined is 0 */
  run?(options: Options, invocation: Invocation): Promise<number | undefined>;
}

/** Declares a command; the options' type is inferred from `complete`. */
export function defineCommand<Options>(command: Command<Options>): Command {
  return command as Command;
}
