import type { FileSystem } from '#os/file-system.ts';
import { createMachine } from '#os/machine.ts';
import { createMemoryFileSystem } from '#os/memory-file-system.ts';
import type { NetworkNamespace } from '#os/network.ts';
import { type ChildProcess, ExecError, type ExitStatus, type Machine, type SignalName, type SpawnOptions, type User } from '#os/process.ts';
import type { CancelToken } from '#sim/cancel.ts';
import type { Simulation } from '#sim/simulation.ts';
import type { ContainerLog } from '../container-log.ts';
import { type ContainerConsole, createContainerConsole } from './container-console.ts';
import { memoryAccountOf, openMemoryAccount } from './memory-account.ts';
import { createOwnedNetwork, type OwnedNetwork } from './owned-network.ts';
import type { FoundImage, MountPoint } from './registry.ts';

/** A mounted volume as a container sees it. */
export interface ContainerMount {
  readonly path: string;
  readonly fs: FileSystem;
  readonly readOnly: boolean;
  /** What of the tree is shown; `/` for all. */
  readonly subPath: string;
}

/** Everything a runtime needs to start a container. */
export interface ContainerPlan {
  readonly found: FoundImage;
  readonly hostname: string;
  readonly argv: readonly string[];
  readonly env: ReadonlyMap<string, string>;
  readonly cwd: string;
  readonly user: { readonly uid: number; readonly gid: number; readonly supplementalGroups: readonly number[] };
  readonly mounts: readonly ContainerMount[];
  /** Where the container may leave its last words: an empty file at the start. */
  readonly terminationMessagePath: string;
  /** Files that the kubelet puts into every container: paths to texts. */
  readonly files: Readonly<Record<string, string>>;
  readonly readOnlyRoot: boolean;
  /** Infinity: no limit. */
  readonly memoryLimitBytes: number;
  readonly network: NetworkNamespace;
  readonly log: ContainerLog;
  readonly stdin: boolean;
  readonly stdinOnce: boolean;
  readonly tty: boolean;
}

/** How a container ended, as the runtime sees it. */
export interface ContainerExit {
  readonly status: ExitStatus;
  readonly outOfMemory: boolean;
}

/** A container that runs. */
export interface RunningContainer {
  readonly machine: Machine;
  readonly console: ContainerConsole;
  readonly user: { readonly uid: number; readonly gid: number; readonly supplementalGroups: readonly number[] };
  /** Starts another process in it. @throws ExecError */
  exec(argv: readonly string[], io: Required<Pick<SpawnOptions, 'stdin' | 'stdout' | 'stderr'>> & Pick<SpawnOptions, 'tty'>): ChildProcess;
  /** Sends a signal to its first process. */
  signal(name: SignalName): void;
  /** Waits for the end of its first process. @throws Cancelled */
  wait(cancel?: CancelToken): Promise<ExitStatus>;
}

/** The first process could not be started; `message` is the runtime's. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

const START_PREFIX =
  'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: ';

/**
 * Starts a container: a machine of its own whose files are a fork of the image's, with the volumes mounted and the image's program as pid 1.
 * @param onExit called once, at a clock event after the first process has ended
 * @throws StartError when the program is not there or cannot be executed
 */
export function startContainer(simulation: Simulation, plan: ContainerPlan, onExit: (exit: ContainerExit) => void): RunningContainer {
  const user = findUser(plan);
  const { cwd, log } = plan;
  const env = new Map([['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'], ['HOSTNAME', plan.hostname], ...plan.env]);
  if (!env.has('HOME')) env.set('HOME', user.home);
  const network = createOwnedNetwork(plan.network);
  const machine = createMachine({
    simulation,
    hostname: plan.hostname,
    fs: buildRoot(simulation, plan),
    network,
    users: user === plan.found.users()[0] ? plan.found.users() : [user, ...plan.found.users().filter((other) => other.uid !== user.uid)],
  });
  const console = createContainerConsole(simulation, { stdin: plan.stdin, stdinOnce: plan.stdinOnce, tty: plan.tty, log });
  const first = { console, env, cwd, user };
  const child = startFirstProcess(machine, plan.argv, first, endTeller(machine, network, onExit));
  openMemoryAccount(machine, plan.memoryLimitBytes, plan.found.image.memoryBytes, child);
  return new Container(machine, plan.user, first, child);
}

/** Reports the end of the first process, on behalf of what started the container. */
function endTeller(machine: Machine, network: OwnedNetwork, onExit: (exit: ContainerExit) => void): (status: ExitStatus) => void {
  const { clock, trace } = machine.simulation;
  const { cause } = trace;
  return (status) => {
    network.closeAll();
    const outOfMemory = memoryAccountOf(machine)?.exceeded ?? false;
    trace.because(cause, () => clock.after(0, () => onExit({ status, outOfMemory })));
  };
}

/** A class, so that thousands of them share their methods. Of the plan it keeps only what outlives the start. */
class Container implements RunningContainer {
  readonly machine: Machine;
  readonly user: RunningContainer['user'];
  readonly #first: FirstProcess;
  readonly #child: ChildProcess;

  constructor(machine: Machine, user: RunningContainer['user'], first: FirstProcess, child: ChildProcess) {
    this.machine = machine;
    this.user = user;
    this.#first = first;
    this.#child = child;
  }

  get console(): ContainerConsole {
    return this.#first.console;
  }

  exec(argv: readonly string[], io: Parameters<RunningContainer['exec']>[1]): ChildProcess {
    const { env, cwd, user } = this.#first;
    return this.machine.start(argv, { ...io, env, cwd, user, tty: io.tty ?? null });
  }

  signal(name: SignalName): void {
    this.#child.kill(name);
  }

  wait(cancel?: CancelToken): Promise<ExitStatus> {
    return this.#child.wait(cancel);
  }
}

interface FirstProcess {
  readonly console: ContainerConsole;
  readonly env: ReadonlyMap<string, string>;
  readonly cwd: string;
  readonly user: User;
}

function startFirstProcess(
  machine: Machine,
  argv: readonly string[],
  { console, env, cwd, user }: FirstProcess,
  onEnd: (status: ExitStatus) => void,
): ChildProcess {
  const { stdin, output, tty = null } = console;
  try {
    return machine.start(argv, { stdin, stdout: output, stderr: output, env, cwd, user, tty, isInit: true, onEnd });
  } catch (error) {
    if (error instanceof ExecError) throw new StartError(START_PREFIX + formatExecError(error, argv[0] ?? ''));
    throw error;
  } finally {
    output.close();
  }
}

function buildRoot(simulation: Simulation, plan: ContainerPlan): FileSystem {
  const image = plan.found
    .rootWith([...plan.mounts.map(mountPointOf), { path: plan.cwd, type: 'directory' }, { path: plan.terminationMessagePath, type: 'file' }])
    .fork();
  for (const [path, text] of Object.entries(plan.files)) image.write(path, text);
  const fs = plan.readOnlyRoot ? readOnlyView(simulation, image) : image;
  for (const mount of plan.mounts) {
    fs.mount(mount.path, mount.fs, { readOnly: mount.readOnly, subPath: mount.subPath });
  }
  return fs;
}

/** The same files, not to be written to; `/dev` stays writable as the tmpfs it is in a container. */
function readOnlyView(simulation: Simulation, image: FileSystem): FileSystem {
  const fs = createMemoryFileSystem(simulation);
  if (!image.exists('/dev')) image.makeDirectory('/dev');
  fs.mount('/', image, { readOnly: true });
  fs.mount('/dev', createMemoryFileSystem(simulation));
  return fs;
}

function mountPointOf(mount: ContainerMount): MountPoint {
  const isFile = mount.subPath !== '/' && mount.fs.exists(mount.subPath) && mount.fs.stat(mount.subPath).type === 'file';
  return { path: mount.path, type: isFile ? 'file' : 'directory' };
}

function findUser({ found, user }: ContainerPlan): User {
  const known = found.users().find((each) => each.uid === user.uid);
  if (known?.gid === user.gid) return known;
  return known ? { ...known, gid: user.gid } : { uid: user.uid, gid: user.gid, name: String(user.uid), home: '/' };
}

/** As runc words it: `exec: "x": executable file not found in $PATH`. */
export function formatExecError(error: ExecError, name: string): string {
  const quoted = `exec: ${JSON.stringify(name)}: `;
  if (error.code === 'EACCES') return `${quoted}permission denied`;
  if (error.code === 'EISDIR') return `${quoted}is a directory`;
  if (error.code === 'ENOEXEC') return `exec ${name}: exec format error`;
  return name.includes('/') ? `${quoted}stat ${name}: no such file or directory` : `${quoted}executable file not found in $PATH`;
}
