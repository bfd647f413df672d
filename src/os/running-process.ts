import { assert, assertDefined } from '#sim/assert.ts';
import { Cancelled, type CancelToken, createCancelSource } from '#sim/cancel.ts';
import { encodeText } from './bytes.ts';
import { DEFAULT_PATH, findExecutable } from './executable.ts';
import { normalizePath } from './path.ts';
import type { ChildProcess, ExecOptions, ExitStatus, Machine, Process, ProcessInfo, Program, SignalName, SpawnOptions, User } from './process.ts';
import { isIgnoredByDefault, signalNumbers } from './signals.ts';
import { BrokenPipeError, type ByteReader, type ByteWriter } from './stream.ts';
import { innerStream, meteredReader, meteredWriter, type StreamMeter } from './stream-meter.ts';
import type { Tty } from './tty.ts';
import { createWaitQueue } from './wait-queue.ts';

/** Virtual time that moving bytes costs a process: 1 ms for each MiB, so that `yes > /dev/null` does not stop the clock. */
const BYTES_PER_MS = 1024 * 1024;

/** What fork and exec of a program take, in virtual milliseconds. */
const EXEC_MS = 1;

/** What a program finds when it begins, and what another exec may change. */
interface ProcessView {
  readonly argv: readonly string[];
  readonly env: ReadonlyMap<string, string>;
  readonly cwd: string;
  readonly umask: number;
  readonly stdin: ByteReader;
  readonly stdout: ByteWriter;
  readonly stderr: ByteWriter;
  readonly descriptors: ReadonlyMap<number, ByteReader | ByteWriter>;
}

export interface ProcessStart extends ProcessView {
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
  onExit(): void;
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
  const { machine, stdin, stdout, stderr } = start;
  const { clock } = machine.simulation;
  const source = createCancelSource();
  const handlers = new Map<SignalName, () => void>();
  const changes = createWaitQueue();
  const startedAtMs = clock.now;
  let exited: ExitStatus | undefined;
  let stopped = false;
  let unpaidBytes = 0;

  const die = (name: SignalName): void => {
    stopped = false;
    source.cancel({ code: 128 + signalNumbers[name], signal: name } satisfies ExitStatus);
    changes.wakeAll();
  };

  const setStopped = (value: boolean): void => {
    if (stopped === value) return;
    stopped = value;
    changes.wakeAll();
  };

  const signal = (name: SignalName): void => {
    if (exited || source.token.cancelled) return;
    if (name === 'CONT') setStopped(false);
    const handler = handlers.get(name);
    if (name === 'KILL') die(name);
    else if (name === 'STOP') setStopped(true);
    else if (handler) handler();
    else if (start.isInit || isIgnoredByDefault(name)) return;
    else if (name === 'TSTP') setStopped(true);
    else die(name);
  };

  /** A stopped process goes no further than its next wait. */
  const resumed = async (): Promise<void> => {
    while (stopped && !source.token.cancelled) await clock.wait<void>(changes.enter, source.token);
  };
  const pay = async (bytes: number): Promise<void> => {
    unpaidBytes += bytes;
    if (unpaidBytes < BYTES_PER_MS) return;
    unpaidBytes = 0;
    await clock.sleep(1, source.token);
  };

  const meter: StreamMeter = { token: source.token, isStopped: () => stopped, resumed, payIfDue: (bytes) => payIfDue(bytes) };
  const payIfDue = (bytes: number): Promise<void> | undefined => {
    if (unpaidBytes + bytes >= BYTES_PER_MS) return pay(bytes);
    unpaidBytes += bytes;
    return undefined;
  };

  let argvNow = start.argv;
  const createView = (view: ProcessView): Process => {
    const process: Process = {
      pid: start.pid,
      parentPid: start.parentPid,
      group: start.group,
      argv: view.argv,
      env: new Map(view.env),
      cwd: view.cwd,
      umask: view.umask,
      user: start.user,
      stdin: meteredReader(view.stdin, meter),
      stdout: meteredWriter(view.stdout, meter),
      stderr: meteredWriter(view.stderr, meter),
      descriptors: view.descriptors,
      tty: start.tty,
      fs: machine.fs,
      network: machine.network,
      machine,
      simulation: machine.simulation,
      cancel: source.token,
      print: (text) => process.stdout.write(encodeText(text), source.token),
      printError: (text) => process.stderr.write(encodeText(text), source.token),
      async sleep(ms) {
        await clock.sleep(ms, source.token);
        if (stopped) await resumed();
      },
      onSignal(name, handler) {
        assert(name !== 'KILL' && name !== 'STOP', `${name} cannot be handled`);
        if (handler) handlers.set(name, handler);
        else handlers.delete(name);
      },
      resolvePath: (path) => normalizePath(path, process.cwd),
      spawn: (argv, options = {}) => start.spawn(process, argv, options),
      exec: (argv, options = {}) => becomeProgram(process, argv, options),
    };
    return process;
  };

  const becomeProgram = async (process: Process, argv: readonly string[], options: ExecOptions): Promise<number> => {
    const env = options.env ?? process.env;
    const cwd = options.cwd ?? process.cwd;
    const found = options.program
      ? { program: options.program, argv }
      : findExecutable(machine.fs, { argv, path: env.get('PATH') ?? DEFAULT_PATH, cwd, user: start.user });
    handlers.clear();
    argvNow = found.argv;
    const { umask } = process;
    const { stdin: input = process.stdin, stdout: output = process.stdout, stderr: errors = process.stderr, descriptors = process.descriptors } = options;
    const view = { argv: found.argv, env, cwd, umask, stdin: innerStream(input), stdout: innerStream(output), stderr: innerStream(errors), descriptors };
    if (!options.program) await clock.sleep(EXEC_MS, source.token);
    return found.program(createView(view));
  };
  // Not kept: a program that becomes another one (an entrypoint) leaves its view behind.
  let first: Process | undefined = createView(start);
  const begin = (): Promise<number> => {
    const view = assertDefined(first, 'a process begins once');
    first = undefined;
    return program(view);
  };

  const end = (status: ExitStatus): void => {
    exited = status;
    stdin.close();
    stdout.close();
    stderr.close();
    for (const descriptor of start.descriptors.values()) descriptor.close();
    start.onExit();
    changes.wakeAll();
  };

  const run = async (): Promise<void> => {
    let status: ExitStatus;
    try {
      if (start.needsExec) await clock.sleep(EXEC_MS, source.token);
      const code = (await begin()) & 255;
      status = (source.token.reason as ExitStatus | undefined) ?? { code };
    } catch (error) {
      status = await statusOfError(error, source.token, createView({ ...start, argv: argvNow }));
    }
    end(status);
  };
  void run();

  const waitFor = async <T>(done: () => T | undefined, cancel?: CancelToken): Promise<T> => {
    for (let result = done(); ; result = done()) {
      if (result !== undefined) return result;
      await clock.wait<void>(changes.enter, cancel);
    }
  };

  return {
    get info() {
      return { pid: start.pid, parentPid: start.parentPid, argv: argvNow, user: start.user, startedAtMs, tty: start.tty !== undefined, stopped };
    },
    group: start.group,
    signal,
    child: {
      pid: start.pid,
      get exited() {
        return exited;
      },
      get stopped() {
        return stopped;
      },
      kill: signal,
      wait: (cancel) => waitFor(() => exited, cancel),
      waitStopped: (cancel) => waitFor(() => exited ?? (stopped ? 'stopped' : undefined), cancel),
    },
  };
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
