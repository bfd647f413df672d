import { assert } from '#sim/assert.ts';
import { Cancelled, type CancelToken, createCancelSource } from '#sim/cancel.ts';
import { DEFAULT_PATH, findExecutable } from './executable.ts';
import type { ChildProcess, ExecOptions, ExitStatus, Machine, Process, ProcessInfo, Program, SignalName, SpawnOptions, User } from './process.ts';
import { createProcessView, type ProcessOwner, type ProcessSurroundings } from './process-view.ts';
import { isIgnoredByDefault, signalNumbers } from './signals.ts';
import { BrokenPipeError } from './stream.ts';
import { innerStream } from './stream-meter.ts';
import type { Tty } from './tty.ts';
import { createWaitQueue } from './wait-queue.ts';

/** Virtual time that moving bytes costs a process: 1 ms for each MiB, so that `yes > /dev/null` does not stop the clock. */
const BYTES_PER_MS = 1024 * 1024;

/** What fork and exec of a program take, in virtual milliseconds. */
const EXEC_MS = 1;

export interface ProcessStart extends ProcessSurroundings {
  readonly machine: Machine;
  readonly pid: number;
  readonly parentPid: number;
  readonly group: number;
  readonly user: User;
  readonly tty: Tty | undefined;
  /** Pid 1 of a container: signals without a handler do nothing, but for KILL and STOP. */
  readonly isInit: boolean;
  /** Whether a file is loaded; a copy of a shell (a subshell) begins at once. */
  readonly needsExec: boolean;
  /** For the table: called by the process itself to start a child. */
  spawn(parent: Process, argv: readonly string[], options: SpawnOptions): ChildProcess;
  /** Called once, when the process has ended and its streams are closed. */
  onExit(status: ExitStatus): void;
  /** Who started the process wants to know of its end. */
  readonly onEnd: ((status: ExitStatus) => void) | undefined;
}

/** A process in the machine's table. */
export interface RunningProcess {
  readonly info: ProcessInfo;
  readonly group: number;
  readonly child: ChildProcess;
  signal(name: SignalName): void;
}

/** Creates a process and lets its program begin. The streams given are the process's own: they are closed at its end. */
export function runProcess(start: ProcessStart, program: Program): RunningProcess {
  const running = new Running(start);
  void running.run(program);
  return running;
}

/** A class, so that thousands of them share their methods. */
class Running implements RunningProcess, ChildProcess, ProcessOwner {
  readonly start: ProcessStart;
  readonly startedAtMs: number;
  exited: ExitStatus | undefined = undefined;
  stopped = false;
  readonly #source = createCancelSource();
  readonly #changes = createWaitQueue();
  #handlers: Map<SignalName, () => void> | undefined;
  #argv: readonly string[];
  #unpaidBytes = 0;

  constructor(start: ProcessStart) {
    this.start = start;
    this.startedAtMs = start.machine.simulation.clock.now;
    this.#argv = start.argv;
  }

  get info(): ProcessInfo {
    const { pid, parentPid, user, tty } = this.start;
    return { pid, parentPid, argv: this.#argv, user, startedAtMs: this.startedAtMs, tty: tty !== undefined, stopped: this.stopped };
  }

  get group(): number {
    return this.start.group;
  }

  get pid(): number {
    return this.start.pid;
  }

  get child(): ChildProcess {
    return this;
  }

  get token(): CancelToken {
    return this.#source.token;
  }

  async run(program: Program): Promise<void> {
    let status: ExitStatus;
    try {
      const executed = this.start.needsExec ? await this.#execute(program) : program;
      const code = (await executed(createProcessView(this, this.start))) & 255;
      status = (this.token.reason as ExitStatus | undefined) ?? { code };
    } catch (error) {
      status = await statusOfError(error, this.token, createProcessView(this, { ...this.start, argv: this.#argv }));
    }
    this.#end(status);
  }

  signal(name: SignalName): void {
    if (this.exited || this.token.cancelled) return;
    if (name === 'CONT') this.#setStopped(false);
    const handler = this.#handlers?.get(name);
    if (name === 'KILL') this.#die(name);
    else if (name === 'STOP') this.#setStopped(true);
    else if (handler) handler();
    else if (this.start.isInit || isIgnoredByDefault(name)) return;
    else if (name === 'TSTP') this.#setStopped(true);
    else this.#die(name);
  }

  kill(name: SignalName): void {
    this.signal(name);
  }

  onSignal(name: SignalName, handler: (() => void) | undefined): void {
    assert(name !== 'KILL' && name !== 'STOP', `${name} cannot be handled`);
    this.#handlers ??= new Map();
    if (handler) this.#handlers.set(name, handler);
    else this.#handlers.delete(name);
  }

  isStopped(): boolean {
    return this.stopped;
  }

  /** A stopped process goes no further than its next wait. */
  async resumed(): Promise<void> {
    while (this.stopped && !this.token.cancelled) await this.#change(this.token);
  }

  payIfDue(bytes: number): Promise<void> | undefined {
    this.#unpaidBytes += bytes;
    if (this.#unpaidBytes < BYTES_PER_MS) return undefined;
    this.#unpaidBytes = 0;
    return this.start.machine.simulation.clock.sleep(1, this.token);
  }

  async become(process: Process, argv: readonly string[], options: ExecOptions): Promise<number> {
    const { machine, user } = this.start;
    const env = options.env ?? process.env;
    const cwd = options.cwd ?? process.cwd;
    const found = options.program ? { program: options.program, argv } : findExecutable(machine.fs, { argv, path: env.get('PATH') ?? DEFAULT_PATH, cwd, user });
    this.#handlers = undefined;
    this.#argv = found.argv;
    const { umask } = process;
    const { stdin = process.stdin, stdout = process.stdout, stderr = process.stderr, descriptors = process.descriptors } = options;
    const view = { argv: found.argv, env, cwd, umask, stdin: innerStream(stdin), stdout: innerStream(stdout), stderr: innerStream(stderr), descriptors };
    const program = options.program ?? (await this.#execute(found.program));
    return program(createProcessView(this, view));
  }

  async wait(cancel?: CancelToken): Promise<ExitStatus> {
    while (!this.exited) await this.#change(cancel);
    return this.exited;
  }

  async waitStopped(cancel?: CancelToken): Promise<ExitStatus | 'stopped'> {
    while (!this.exited && !this.stopped) await this.#change(cancel);
    return this.exited ?? 'stopped';
  }

  /** Loads a program into the process. Time stands still while the host fetches it, so that it always takes the same. */
  async #execute(program: Program): Promise<Program> {
    const { clock, hold } = this.start.machine.simulation;
    const turn = clock.sleep(EXEC_MS, this.token);
    const { lazy } = program;
    if (!lazy || lazy.loaded) {
      await turn;
      return lazy?.loaded ?? program;
    }
    const [loaded] = await Promise.all([hold(lazy.load()), turn]);
    return loaded;
  }

  #change(cancel: CancelToken | undefined): Promise<void> {
    return this.start.machine.simulation.clock.wait<void>((wake) => this.#changes.enter(wake), cancel);
  }

  #die(name: SignalName): void {
    this.stopped = false;
    this.#source.cancel({ code: 128 + signalNumbers[name], signal: name } satisfies ExitStatus);
    this.#changes.wakeAll();
  }

  #setStopped(value: boolean): void {
    if (this.stopped === value) return;
    this.stopped = value;
    this.#changes.wakeAll();
  }

  #end(status: ExitStatus): void {
    const { stdin, stdout, stderr, descriptors } = this.start;
    this.exited = status;
    stdin.close();
    stdout.close();
    stderr.close();
    for (const descriptor of descriptors.values()) descriptor.close();
    this.start.onExit(status);
    this.#changes.wakeAll();
  }
}

/** How a program ended that threw: by the signal that killed it, by SIGPIPE, or by a bug, which is said on stderr. */
async function statusOfError(error: unknown, cancel: CancelToken, process: Process): Promise<ExitStatus> {
  if (cancel.cancelled) return cancel.reason as ExitStatus;
  if (error instanceof BrokenPipeError) return { code: 128 + signalNumbers.PIPE, signal: 'PIPE' };
  const name = process.argv[0] ?? 'program';
  const text =
    error instanceof Cancelled ? 'a wait was cancelled that nobody cancelled' : error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  process.simulation.trace.record('process', `${name} failed: ${text}`);
  try {
    await process.printError(`${name}: ${text}\n`);
  } catch (writeError) {
    if (!(writeError instanceof BrokenPipeError || writeError instanceof Cancelled)) throw writeError;
  }
  return { code: 1 };
}
