import type { CancelToken } from '#sim/cancel.ts';
import type { Simulation } from '#sim/simulation.ts';
import { encodeText } from './bytes.ts';
import type { FileSystem } from './file-system.ts';
import type { NetworkNamespace } from './network.ts';
import { normalizePath } from './path.ts';
import type { ChildProcess, ExecOptions, Machine, Process, SignalName, SpawnOptions, User } from './process.ts';
import type { ByteReader, ByteWriter } from './stream.ts';
import { meteredReader, meteredWriter, type StreamMeter } from './stream-meter.ts';
import type { Tty } from './tty.ts';

/** What a program finds when it begins, and what another exec may change. */
export interface ProcessSurroundings {
  readonly argv: readonly string[];
  readonly env: ReadonlyMap<string, string>;
  readonly cwd: string;
  readonly umask: number;
  readonly stdin: ByteReader;
  readonly stdout: ByteWriter;
  readonly stderr: ByteWriter;
  readonly descriptors: ReadonlyMap<number, ByteReader | ByteWriter>;
}

/** The process in the machine's table that a program sees itself as. */
export interface ProcessOwner extends StreamMeter {
  readonly start: {
    readonly machine: Machine;
    readonly pid: number;
    readonly parentPid: number;
    readonly group: number;
    readonly user: User;
    readonly tty: Tty | undefined;
    spawn(parent: Process, argv: readonly string[], options: SpawnOptions): ChildProcess;
  };
  onSignal(name: SignalName, handler: (() => void) | undefined): void;
  become(process: Process, argv: readonly string[], options: ExecOptions): Promise<number>;
}

/** What a program is given when it begins. */
export function createProcessView(owner: ProcessOwner, surroundings: ProcessSurroundings): Process {
  return new View(owner, surroundings);
}

/**
 * The same process, seen with some things changed (its arguments, its streams): what the program behind it does to
 * `cwd` and `umask` stays there. A spread would not do, as a process keeps its methods elsewhere.
 */
export function processWith(process: Process, changes: Partial<Process>): Process {
  const { pid, parentPid, group, argv, env, cwd, umask, user, stdin, stdout, stderr, descriptors, tty, fs, network, machine, simulation, cancel } = process;
  return {
    ...{ pid, parentPid, group, argv, env, cwd, umask, user, stdin, stdout, stderr, descriptors, tty, fs, network, machine, simulation, cancel },
    print: (text) => process.print(text),
    printError: (text) => process.printError(text),
    sleep: (ms) => process.sleep(ms),
    onSignal: (name, handler) => process.onSignal(name, handler),
    resolvePath: (path) => process.resolvePath(path),
    spawn: (words, options) => process.spawn(words, options),
    exec: (words, options) => process.exec(words, options),
    ...changes,
  };
}

/** A class, so that thousands of them share their methods. */
class View implements Process {
  readonly argv: readonly string[];
  readonly stdin: ByteReader;
  readonly stdout: ByteWriter;
  readonly stderr: ByteWriter;
  readonly descriptors: ReadonlyMap<number, ByteReader | ByteWriter>;
  cwd: string;
  umask: number;
  readonly #owner: ProcessOwner;
  #given: ReadonlyMap<string, string>;
  #env: Map<string, string> | undefined;

  constructor(owner: ProcessOwner, { argv, env, cwd, umask, stdin, stdout, stderr, descriptors }: ProcessSurroundings) {
    this.argv = argv;
    this.stdin = meteredReader(stdin, owner);
    this.stdout = meteredWriter(stdout, owner);
    this.stderr = meteredWriter(stderr, owner);
    this.descriptors = descriptors;
    this.cwd = cwd;
    this.umask = umask;
    this.#owner = owner;
    this.#given = env;
  }

  /** The process's own copy, made when it is first asked for: most servers never look. */
  get env(): Map<string, string> {
    this.#env ??= new Map(this.#given);
    this.#given = this.#env;
    return this.#env;
  }

  get pid(): number {
    return this.#owner.start.pid;
  }

  get parentPid(): number {
    return this.#owner.start.parentPid;
  }

  get group(): number {
    return this.#owner.start.group;
  }

  get user(): User {
    return this.#owner.start.user;
  }

  get tty(): Tty | undefined {
    return this.#owner.start.tty;
  }

  get fs(): FileSystem {
    return this.#owner.start.machine.fs;
  }

  get network(): NetworkNamespace {
    return this.#owner.start.machine.network;
  }

  get machine(): Machine {
    return this.#owner.start.machine;
  }

  get simulation(): Simulation {
    return this.#owner.start.machine.simulation;
  }

  get cancel(): CancelToken {
    return this.#owner.token;
  }

  print(text: string): Promise<void> {
    return this.stdout.write(encodeText(text), this.cancel);
  }

  printError(text: string): Promise<void> {
    return this.stderr.write(encodeText(text), this.cancel);
  }

  async sleep(ms: number): Promise<void> {
    await this.simulation.clock.sleep(ms, this.cancel);
    if (this.#owner.isStopped()) await this.#owner.resumed();
  }

  onSignal(name: SignalName, handler: (() => void) | undefined): void {
    this.#owner.onSignal(name, handler);
  }

  resolvePath(path: string): string {
    return normalizePath(path, this.cwd);
  }

  spawn(argv: readonly string[], options: SpawnOptions = {}): ChildProcess {
    return this.#owner.start.spawn(this, argv, options);
  }

  exec(argv: readonly string[], options: ExecOptions = {}): Promise<number> {
    return this.#owner.become(this, argv, options);
  }
}
