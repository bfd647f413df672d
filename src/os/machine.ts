import { LimitError } from '#sim/limits.ts';
import type { Simulation } from '#sim/simulation.ts';
import { installDevices } from './devices.ts';
import { DEFAULT_PATH, findExecutable } from './executable.ts';
import type { FileSystem } from './file-system.ts';
import type { NetworkNamespace } from './network.ts';
import type { ChildProcess, Machine, Process, Program, SignalName, SpawnOptions, User } from './process.ts';
import { type ProcessStart, type RunningProcess, runProcess } from './running-process.ts';
import { innerStream } from './stream-meter.ts';

export const rootUser: User = { uid: 0, gid: 0, name: 'root', home: '/root' };

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
  const { simulation, hostname, fs, network } = options;
  const users = options.users ?? [rootUser];
  const defaultEnv = new Map(Object.entries({ PATH: DEFAULT_PATH, ...options.env }));
  const table = new Map<number, RunningProcess>();
  let nextPid = options.firstPid ?? 1;
  installDevices(fs);

  const takePid = (): number => {
    if (table.size >= simulation.limits.processes) throw new LimitError('processes', simulation.limits, 'fork: Resource temporarily unavailable');
    return nextPid++;
  };

  /** Finds the program and puts the process into the table. Throws before anything is retained. */
  const launch = (argv: readonly string[], settings: LaunchSettings, program: Program | undefined): ChildProcess => {
    const { env, cwd, user } = settings;
    const found = program ? { program, argv } : findExecutable(fs, { argv, path: env.get('PATH') ?? DEFAULT_PATH, cwd, user });
    const pid = takePid();
    const start: ProcessStart = {
      ...settings,
      machine,
      pid,
      group: settings.group ?? pid,
      argv: found.argv,
      stdin: innerStream(settings.stdin).retain(),
      stdout: innerStream(settings.stdout).retain(),
      stderr: innerStream(settings.stderr).retain(),
      descriptors: new Map([...settings.descriptors].map(([number, stream]) => [number, innerStream(stream).retain()])),
      needsExec: program === undefined,
      spawn,
      onExit() {
        table.delete(pid);
        if (settings.isInit) machine.shutdown();
      },
    };
    const running = runProcess(start, found.program);
    if (running.child.exited === undefined) table.set(pid, running);
    return running.child;
  };

  const spawn = (parent: Process, argv: readonly string[], spawnOptions: SpawnOptions): ChildProcess => {
    const settings: LaunchSettings = {
      parentPid: parent.pid,
      group: spawnOptions.newGroup ? undefined : (spawnOptions.group ?? parent.group),
      env: spawnOptions.env ?? parent.env,
      cwd: spawnOptions.cwd ?? parent.cwd,
      umask: parent.umask,
      user: spawnOptions.user ?? parent.user,
      stdin: spawnOptions.stdin ?? parent.stdin,
      stdout: spawnOptions.stdout ?? parent.stdout,
      stderr: spawnOptions.stderr ?? parent.stderr,
      descriptors: spawnOptions.descriptors ?? new Map(),
      tty: spawnOptions.tty === null ? undefined : (spawnOptions.tty ?? parent.tty),
      isInit: false,
    };
    return launch(argv, settings, spawnOptions.program);
  };

  const machine: Machine = {
    hostname,
    fs,
    network,
    simulation,
    users,
    editor: undefined,
    processes: () => [...table.values()].map((process) => process.info),
    start(argv, startOptions) {
      const { tty, isInit } = startOptions;
      const child = launch(
        argv,
        {
          parentPid: 0,
          group: undefined,
          env: startOptions.env ?? defaultEnv,
          cwd: startOptions.cwd ?? '/',
          umask: 0o022,
          user: startOptions.user ?? users[0] ?? rootUser,
          stdin: startOptions.stdin,
          stdout: startOptions.stdout,
          stderr: startOptions.stderr,
          descriptors: startOptions.descriptors ?? new Map(),
          tty: tty ?? undefined,
          isInit: isInit ?? false,
        },
        startOptions.program,
      );
      if (tty) {
        tty.attach(machine);
        tty.foregroundGroup = child.pid;
      }
      return child;
    },
    kill(pid, signal) {
      const process = table.get(pid);
      process?.signal(signal);
      return process !== undefined;
    },
    signalGroup(group, signal) {
      const members = [...table.values()].filter((process) => process.group === group);
      for (const process of members) process.signal(signal);
      return members.length > 0;
    },
    shutdown: () => signalAll('KILL'),
  };
  const signalAll = (signal: SignalName): void => {
    for (const process of [...table.values()]) process.signal(signal);
  };
  return machine;
}

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
}
