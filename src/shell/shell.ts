import { encodeText } from '#os/bytes.ts';
import type { Process } from '#os/process.ts';
import { processWith } from '#os/process-view.ts';
import { type CancelSource, type CancelToken, createCancelSource } from '#sim/cancel.ts';
import { type Descriptors, writerAt } from './descriptors.ts';
import { createJobTable, type JobTable } from './job-table.ts';
import { shoptDefaults } from './shell-options.ts';
import type { Assignment, CommandNode, CompoundList, Statement, SyntaxNode, Word } from './syntax.ts';
import { createTrapTable, type TrapTable } from './trap-table.ts';
import { createVariables, type VariableStore } from './variables.ts';

/** Which shell it shows itself as: bash, Debian's dash or busybox's ash. They differ in how errors begin. */
export type Flavour = 'bash' | 'dash' | 'ash';

export interface ShellFunction {
  readonly body: SyntaxNode;
  /** The text the positions of `body` refer to. */
  readonly source: string;
  /** The definition as it was typed. */
  readonly text: string;
}

/** One entry of the call stack, innermost last. */
export interface Frame {
  readonly kind: 'function' | 'source';
  readonly name: string;
  /** Line of the call. */
  readonly line: number;
}

/** An argument of a builtin that declares variables: text, or an assignment as it was parsed. */
export type DeclarationArgument = string | Assignment;

export type Builtin = (shell: Shell, args: readonly string[]) => Promise<number> | number;
export type DeclarationBuiltin = (shell: Shell, args: readonly DeclarationArgument[], name: string) => Promise<number> | number;

/** How a simple command may be run: see `Evaluator.runWords`. */
export interface RunOptions {
  /** `command`: functions are not considered. */
  readonly skipFunctions?: boolean;
  /** The shell has nothing to do afterwards: an external program takes its place. */
  readonly replace?: boolean;
  readonly extraEnvironment?: ReadonlyMap<string, string>;
}

/** What builtins and expansions need of the interpreter, which knows them: the way back up. */
export interface Evaluator {
  /** Runs a text in this shell (eval, source, a trap). @returns the status of its last command */
  evaluate(shell: Shell, source: string): Promise<number>;
  runStatements(shell: Shell, statements: readonly Statement[], source: string): Promise<number>;
  runList(shell: Shell, list: CompoundList): Promise<number>;
  /** Runs one command of a pipeline. @param replace see `RunOptions.replace` */
  runCommand(shell: Shell, node: CommandNode, replace: boolean): Promise<number>;
  runFunctionBody(shell: Shell, body: SyntaxNode): Promise<number>;
  /** Runs a command given as words: function, builtin or program. */
  runWords(shell: Shell, words: readonly string[], options: RunOptions): Promise<number>;
  /** Runs `body` in a copy of the shell that is a process of its own. */
  runSubshell(shell: Shell, body: (copy: Shell) => Promise<number>, options: SubshellOptions): SubshellHandle;
  /** The one path a redirection's target expands to. @throws ShellError `ambiguous redirect` */
  expandRedirectTarget(shell: Shell, word: Word): Promise<string>;
  findBuiltin(shell: Shell, name: string): boolean;
  builtinNames(): readonly string[];
}

export interface SubshellOptions {
  /** Streams that differ from the shell's. */
  readonly descriptors?: Descriptors;
  /** A process group: a new one, one to join, or (undefined) the shell's. */
  readonly group?: number | 'new';
  /** What `ps` shows. */
  readonly title?: string;
}

export type SubshellHandle = ReturnType<Process['spawn']>;

/** How programmable completion was declared for a command (`complete -F f kubectl`). */
export interface CompletionSpec {
  /** The options as `complete -p` prints them back. */
  readonly declared: string;
  readonly functionName?: string;
  readonly words?: string;
  readonly actions: readonly string[];
  readonly options: ReadonlySet<string>;
}

/** Everything a running shell is. Subshells have a copy of their own. */
export interface Shell {
  readonly process: Process;
  readonly flavour: Flavour;
  readonly evaluator: Evaluator;
  /** What waits within a command are cancelled by: the process's end, or ^C in an interactive shell. */
  cancel: CancelToken;
  interruption: CancelSource;
  descriptors: Descriptors;
  readonly variables: VariableStore;
  readonly functions: Map<string, ShellFunction>;
  readonly aliases: Map<string, string>;
  readonly completions: Map<string, CompletionSpec>;
  /** The options of the completion in progress, which `compopt` changes. */
  completing: Set<string> | undefined;
  /** The options of `set` that are on. */
  readonly options: Set<string>;
  readonly shopt: Map<string, boolean>;
  /** `$1`, `$2`, … */
  positional: readonly string[];
  /** `$0`. */
  name: string;
  /** What error messages begin with, before the line: `bash`, `run.sh`. */
  scriptName: string;
  /** How the shell was started: `c` for -c, `s` for a script on stdin, else empty; the end of `$-`. */
  startLetter: string;
  status: number;
  pipeStatus: readonly number[];
  lastArgument: string;
  lastBackgroundPid: number;
  /** `$$`: the pid of the shell this one was copied from. */
  readonly mainPid: number;
  readonly subshellDepth: number;
  readonly jobs: JobTable;
  readonly traps: TrapTable;
  readonly frames: Frame[];
  readonly history: string[];
  /** How many lines of the history are not in its file yet. */
  historyAdded: number;
  readonly directories: string[];
  isInteractive: boolean;
  /** Loops around the current command. */
  loopDepth: number;
  /** More than zero where a failing command does not end a shell with `set -e`: conditions. */
  conditionDepth: number;
  /** Nested functions, sourced files and substitutions. */
  depth: number;
  /** The text that is run and the line of the current command. */
  source: string;
  line: number;
  /** Status of the last command substitution of the current command. */
  substitutionStatus: number;
  /** Process substitutions to close when the current command has ended. */
  readonly openSubstitutions: { close(): void }[];
  /** Position inside an argument of bundled options, for `getopts`. */
  optionOffset: number;
  readonly startedAtMs: number;
  secondsOffset: number;
  steps: number;
}

export interface ShellStart {
  readonly process: Process;
  readonly flavour: Flavour;
  readonly evaluator: Evaluator;
  readonly name: string;
  readonly positional: readonly string[];
  readonly startLetter: string;
}

/** Creates the shell of a process, with its environment as variables. */
export function createShell(start: ShellStart): Shell {
  const { process } = start;
  const interruption = createCancelSource(process.cancel);
  const shell: Shell = {
    ...start,
    cancel: interruption.token,
    interruption,
    descriptors: standardDescriptors(process),
    variables: createVariables(process.env),
    functions: new Map(),
    aliases: new Map(),
    completions: new Map(),
    completing: undefined,
    options: new Set(['braceexpand', 'hashall', 'interactive-comments']),
    shopt: new Map(Object.entries(shoptDefaults)),
    scriptName: start.name,
    status: 0,
    pipeStatus: [0],
    lastArgument: start.name,
    lastBackgroundPid: 0,
    mainPid: process.pid,
    subshellDepth: 0,
    jobs: createJobTable(),
    traps: createTrapTable(),
    frames: [],
    history: [],
    historyAdded: 0,
    directories: [],
    isInteractive: false,
    loopDepth: 0,
    conditionDepth: 0,
    depth: 0,
    source: '',
    line: 1,
    substitutionStatus: 0,
    openSubstitutions: [],
    optionOffset: 1,
    startedAtMs: process.simulation.clock.now,
    secondsOffset: 0,
    steps: 0,
  };
  return shell;
}

/** The three standard streams of a process and those it was handed down. */
export function standardDescriptors(process: Process): Descriptors {
  return new Map([[0, process.stdin] as const, [1, process.stdout] as const, [2, process.stderr] as const, ...process.descriptors]);
}

/** A copy of a shell for a process that was forked off it. Traps and jobs stay behind, as POSIX says. */
export function forkShell(shell: Shell, process: Process): Shell {
  const interruption = createCancelSource(process.cancel);
  return {
    ...shell,
    process,
    cancel: interruption.token,
    interruption,
    descriptors: standardDescriptors(process),
    variables: shell.variables.fork(),
    functions: new Map(shell.functions),
    aliases: new Map(shell.aliases),
    completions: new Map(shell.completions),
    options: new Set([...shell.options].filter((option) => option !== 'monitor')),
    shopt: new Map(shell.shopt),
    subshellDepth: shell.subshellDepth + 1,
    jobs: createJobTable(shell.jobs.list()),
    traps: createTrapTable(),
    frames: [...shell.frames],
    history: [...shell.history],
    directories: [...shell.directories],
    isInteractive: false,
    openSubstitutions: [],
  };
}

/** Writes to the shell's present stdout; waits while the reader is slow. @throws BrokenPipeError, Cancelled */
export function print(shell: Shell, text: string): Promise<void> {
  return writerAt(shell.descriptors, 1).write(encodeText(text), shell.cancel);
}

/** Writes to the shell's present stderr, as it is. */
export function printError(shell: Shell, text: string): Promise<void> {
  return writerAt(shell.descriptors, 2).write(encodeText(text), shell.cancel);
}

/** Says what went wrong the way the shell begins its messages: `bash: line 3: …`. @returns status, for `return complain(…)` */
export async function complain(shell: Shell, message: string, status = 1): Promise<number> {
  await printError(shell, `${messagePrefix(shell)}${message}\n`);
  return status;
}

/** What a message of the shell begins with. */
export function messagePrefix(shell: Shell): string {
  if (shell.flavour === 'dash') return shell.isInteractive ? `${shell.scriptName}: ` : `${shell.scriptName}: ${shell.line}: `;
  if (shell.flavour === 'ash') return shell.isInteractive || shell.startLetter === 'c' ? `${shell.scriptName}: ` : `${shell.scriptName}: line ${shell.line}: `;
  return shell.isInteractive ? `${shell.scriptName}: ` : `${shell.scriptName}: line ${shell.line}: `;
}

/** Whether an option of `shopt` is on. */
export function hasShopt(shell: Shell, name: string): boolean {
  return shell.shopt.get(name) ?? false;
}

/** A view of the shell's process with its present descriptors, for opening `/dev/fd/N`, `/dev/stdin` and files. */
export function processView(shell: Shell): Process {
  const { process, descriptors } = shell;
  const stdin = descriptors.get(0);
  return processWith(process, {
    stdin: stdin && 'read' in stdin ? stdin : process.stdin,
    stdout: writerAt(descriptors, 1),
    stderr: writerAt(descriptors, 2),
    descriptors,
    cancel: shell.cancel,
  });
}
