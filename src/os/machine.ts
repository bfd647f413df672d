import { LimitError } from '#sim/limits.ts';
import type { Simulation } from '#sim/simulation.ts';
import { installDevices } from './devices.ts';
import type { EditorService } from './editor-service.ts';
import { DEFAULT_PATH, findExecutable } from './executable.ts';
import type { FileSystem } from './file-system.ts';
import type { NetworkNamespace } from './network.ts';
import type { ChildProcess, Machine, Process, ProcessInfo, Program, SignalName, SpawnOptions, User } from './process.ts';
import { type ProcessStart, type RunningProcess, runProcess } from './running-process.ts';
import { innerStream } from './stream-meter.ts';

export const rootUser: User = { uid: 0, gid: 0, name: 'root', home: '/root' };
const onlyRoot: readonly User[] = [rootUser];

export interface MachineOptions {
  readonly simulation: Simulation;
  readonly hostname: string;
  readonly fs: FileSystem;
  readonly network: NetworkNamespace;
  /** Default: root alone. */
  readonly users?: readonly User[];
  /** Environment of processes started without one. Default: PATH alone. */
  readonly env?: Readonly<Record<string, string>>;
  /** The first process id that is given out; 1 in a container. */
  readonly firstPid?: number;
}

/** Creates a machine with no process on it. Devices appear under `/dev`. */
export function createMachine(options: MachineOptions): Machine {
  installDevices(options.fs);
  return new SimulatedMachine(options);
}

const noDescriptors: ProcessStart['descriptors'] = new Map();

/** A class, so that thousands of them share their methods. */
class SimulatedMachine implements Machine {
  readonly simulation: Simulation;
  readonly hostname: string;
  readonly fs: FileSystem;
  readonly network: NetworkNamespace;
  readonly users: readonly User[];
  editor: EditorService | undefined = undefined;
  readonly #env: MachineOptions['env'];
  readonly #table = new Map<number, RunningProcess>();
  #nextPid: number;

  constructor(options: MachineOptions) {
    this.simulation = options.simulation;
    this.hostname = options.hostname;
    this.fs = options.fs;
    this.network = options.network;
    this.users = options.users ?? onlyRoot;
    this.#env = options.env;
    this.#nextPid = options.firstPid ?? 1;
  }

  processes(): readonly ProcessInfo[] {
    return [...this.#table.values()].map((process) => process.info);
  }

  start(argv: readonly string[], options: StartOptions): ChildProcess {
    const { tty, stdin, stdout, stderr } = options;
    const settings: LaunchSettings = {
      parentPid: 0,
      group: undefined,
      env: options.env ?? new Map(Object.entries({ PATH: DEFAULT_PATH, ...this.#env })),
      cwd: options.cwd ?? '/',
      umask: 0o022,
      user: options.user ?? this.users[0] ?? rootUser,
      stdin,
      stdout,
      stderr,
      descriptors: options.descriptors ?? noDescriptors,
      tty: tty ?? undefined,
      isInit: options.isInit ?? false,
      onEnd: options.onEnd,
    };
    const child = this.#launch(argv, settings, options.program);
    if (tty) {
      tty.attach(this);
      tty.foregroundGroup = child.pid;
    }
    return child;
  }

  kill(pid: number, signal: SignalName): boolean {
    const process = this.#table.get(pid);
    process?.signal(signal);
    return process !== undefined;
  }

  signalGroup(group: number, signal: SignalName): boolean {
    const members = [...this.#table.values()].filter((process) => process.group === group);
    for (const process of members) process.signal(signal);
    return members.length > 0;
  }

  shutdown(): void {
    for (const process of [...this.#table.values()]) process.signal('KILL');
  }

  /** Finds the program and puts the process into the table. Throws before anything is retained. */
  #launch(argv: readonly string[], settings: LaunchSettings, program: Program | undefined): ChildProcess {
    const { env, cwd, user, descriptors } = settings;
    const found = program ? { program, argv } : findExecutable(this.fs, { argv, path: env.get('PATH') ?? DEFAULT_PATH, cwd, user });
    const pid = this.#takePid();
    const start: ProcessStart = {
      ...settings,
      machine: this,
      pid,
      group: settings.group ?? pid,
      argv: found.argv,
      stdin: innerStream(settings.stdin).retain(),
      stdout: innerStream(settings.stdout).retain(),
      stderr: innerStream(settings.stderr).retain(),
      descriptors: descriptors.size === 0 ? descriptors : new Map([...descriptors].map(([number, stream]) => [number, innerStream(stream).retain()])),
      needsExec: program === undefined,
      spawn: (parent, words, options) => this.#spawn(parent, words, options),
      onExit: (status) => {
        this.#table.delete(pid);
        if (start.isInit) this.shutdown();
        start.onEnd?.(status);
      },
    };
    const running = runProcess(start, found.program);
    if (running.child.exited === undefined) this.#table.set(pid, running);
    return running.child;
  }

  #takePid(): number {
    const { limits } = this.simulation;
    if (this.#table.size >= limits.processes) throw new LimitError('processes', limits, 'fork: Resource temporarily unavailable');
    return this.#nextPid++;
  }

  #spawn(parent: Process, argv: readonly string[], options: SpawnOptions): ChildProcess {
    const settings: LaunchSettings = {
      parentPid: parent.pid,
      group: options.newGroup ? undefined : (options.group ?? parent.group),
      env: new Map(options.env ?? parent.env), // the parent may change its own
      cwd: options.cwd ?? parent.cwd,
      umask: parent.umask,
      user: options.user ?? parent.user,
      stdin: options.stdin ?? parent.stdin,
      stdout: options.stdout ?? parent.stdout,
      stderr: options.stderr ?? parent.stderr,
      descriptors: options.descriptors ?? noDescriptors,
      tty: options.tty === null ? undefined : (options.tty ?? parent.tty),
      isInit: false,
      onEnd: undefined,
    };
    return this.#launch(argv, settings, options.program);
  }
}

type StartOptions = Parameters<Machine['start']>[1];

interface LaunchSettings {
  readonly parentPid: number;
  /** undefined: a group of its own. */
  readonly group: number | undefined;
  readonly env: ReadonlyMap<string, string>;
  readonly cwd: string;
  readonly umask: number;
  readonly user: User;
  readonly stdin: ProcessStart['stdin'];
  readonly stdout: ProcessStart['stdout'];
  readonly stderr: ProcessStart['stderr'];
  readonly descriptors: ProcessStart['descriptors'];
  readonly tty: ProcessStart['tty'];
  readonly isInit: boolean;
  readonly onEnd: ProcessStart['onEnd'];
}
