import type { CancelToken } from '#sim/cancel.ts';
import type { Simulation } from '#sim/simulation.ts';
import type { EditorService } from './editor-service.ts';
import type { FileSystem } from './file-system.ts';
import type { NetworkNamespace } from './network.ts';
import type { ByteReader, ByteWriter } from './stream.ts';
import type { Tty } from './tty.ts';

export type SignalName = 'HUP' | 'INT' | 'QUIT' | 'KILL' | 'USR1' | 'USR2' | 'PIPE' | 'TERM' | 'CHLD' | 'CONT' | 'STOP' | 'TSTP' | 'WINCH';

/** Who a process runs as. */
export interface User {
  readonly uid: number;
  readonly gid: number;
  readonly name: string;
  readonly home: string;
}

/** How a process ended: an exit code, or the signal that killed it (its code is then 128 + the signal's number). */
export interface ExitStatus {
  readonly code: number;
  readonly signal?: SignalName;
}

/** What a program sees of its machine while it runs: the one argument of every program. */
export interface Process {
  readonly pid: number;
  readonly parentPid: number;
  /** The process group: the job it belongs to. */
  readonly group: number;
  /** `argv[0]` is the name it was called by. */
  readonly argv: readonly string[];
  readonly env: Map<string, string>;
  cwd: string;
  /** Permission bits that new files don't get, e.g. 0o022. */
  umask: number;
  readonly user: User;
  readonly stdin: ByteReader;
  readonly stdout: ByteWriter;
  readonly stderr: ByteWriter;
  /** Descriptors beyond 2 that the parent handed down. */
  readonly descriptors: ReadonlyMap<number, ByteReader | ByteWriter>;
  /** The controlling terminal; undefined where there is none (a pipe, a container without `tty`). */
  readonly tty: Tty | undefined;
  readonly fs: FileSystem;
  readonly network: NetworkNamespace;
  readonly machine: Machine;
  readonly simulation: Simulation;
  /** Cancelled when the process is killed. Pass it to every wait; the wait then throws Cancelled and the program unwinds. */
  readonly cancel: CancelToken;
  /** Writes text to stdout or stderr; waits while the reader is slow. @throws BrokenPipeError */
  print(text: string): Promise<void>;
  printError(text: string): Promise<void>;
  /** Waits virtual milliseconds. */
  sleep(ms: number): Promise<void>;
  /** Handles a signal instead of dying of it; undefined restores the default. KILL and STOP cannot be handled. */
  onSignal(signal: SignalName, handler: (() => void) | undefined): void;
  /** An absolute, normalised path seen from `cwd`. */
  resolvePath(path: string): string;
  /**
   * Starts a program: a path, or a name looked up on PATH. Scripts run by their `#!` line.
   * @throws ExecError (ENOENT: not found, EACCES: not executable)
   */
  spawn(argv: readonly string[], options?: SpawnOptions): ChildProcess;
  /**
   * Becomes another program, as execve does: same process id, handled signals back to their defaults. The caller ends
   * with the code this resolves to. Streams that are not given stay.
   * @throws ExecError, before anything has changed
   */
  exec(argv: readonly string[], options?: ExecOptions): Promise<number>;
}

export type ExecOptions = Pick<SpawnOptions, 'stdin' | 'stdout' | 'stderr' | 'descriptors' | 'env' | 'cwd' | 'program'>;

export interface SpawnOptions {
  readonly stdin?: ByteReader;
  readonly stdout?: ByteWriter;
  readonly stderr?: ByteWriter;
  readonly descriptors?: ReadonlyMap<number, ByteReader | ByteWriter>;
  readonly env?: ReadonlyMap<string, string>;
  readonly cwd?: string;
  readonly user?: User;
  /** null: no terminal; undefined: the parent's. */
  readonly tty?: Tty | null;
  /** A process group of its own (a job of an interactive shell). */
  readonly newGroup?: boolean;
  /** An existing group to join (the later stages of a job's pipeline). */
  readonly group?: number;
  /** Runs this instead of a file (a subshell). */
  readonly program?: Program;
}

export interface ChildProcess {
  readonly pid: number;
  /** Waits for the end. @throws Cancelled when the waiter is killed meanwhile */
  wait(cancel?: CancelToken): Promise<ExitStatus>;
  /** The result once it has ended. */
  readonly exited: ExitStatus | undefined;
  kill(signal: SignalName): void;
  /** Whether a signal (^Z) holds it still. */
  readonly stopped: boolean;
  /** Waits until it ends or is stopped. @throws Cancelled */
  waitStopped(cancel?: CancelToken): Promise<ExitStatus | 'stopped'>;
}

/** A program: runs until it returns its exit code. It waits on nothing but the clock and streams. */
export interface Program {
  (process: Process): Promise<number>;
  /** Set when there is only a stand-in yet: exec then loads the program (see `lazy-program.ts`). */
  readonly lazy?: LazyProgram;
}

/** The rest of a program that is loaded when it is first executed. */
export interface LazyProgram {
  /** undefined until it has been loaded once. */
  readonly loaded: Program | undefined;
  load(): Promise<Program>;
}

/** What `ps` shows of a process. */
export interface ProcessInfo {
  readonly pid: number;
  readonly parentPid: number;
  readonly argv: readonly string[];
  readonly user: User;
  readonly startedAtMs: number;
  readonly tty: boolean;
  readonly stopped: boolean;
}

/** A simulated computer or container: its own files, processes, host name, network and users. */
export interface Machine {
  readonly hostname: string;
  readonly fs: FileSystem;
  readonly network: NetworkNamespace;
  readonly simulation: Simulation;
  readonly users: readonly User[];
  /** What `vi` and `nano` open; undefined where nobody can show an editor. */
  editor: EditorService | undefined;
  processes(): readonly ProcessInfo[];
  /**
   * Starts a process without a parent (a container's pid 1, a login shell). Its end ends every process of the machine
   * when `isInit` is set, as in a container. `onEnd` is called once when it has ended.
   * @throws ExecError
   */
  start(
    argv: readonly string[],
    options: Required<Pick<SpawnOptions, 'stdin' | 'stdout' | 'stderr'>> &
      SpawnOptions & { readonly isInit?: boolean; readonly onEnd?: (status: ExitStatus) => void },
  ): ChildProcess;
  /** @returns false when there is no such process */
  kill(pid: number, signal: SignalName): boolean;
  /** Sends a signal to every process of a group. */
  signalGroup(group: number, signal: SignalName): boolean;
  /** KILL to all; used when a container or node is removed. */
  shutdown(): void;
}

/** A program could not be started. `message` is as execve's error reads in a shell: `No such file or directory`. */
export class ExecError extends Error {
  override readonly name = 'ExecError';
  readonly code: 'ENOENT' | 'EACCES' | 'ENOEXEC' | 'EISDIR';

  constructor(code: ExecError['code'], message: string) {
    super(message);
    this.code = code;
  }
}
