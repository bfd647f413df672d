import { clusterAdmin } from '#cluster/apiserver/identity.ts';
import { type Cluster, createCluster } from '#cluster/cluster.ts';
import type { ContainerImage } from '#cluster/kubelet/runtime/image.ts';
import { createKubectlCompletion } from '#kubectl/completion/complete-kubectl.ts';
import type { Connect } from '#kubectl/create-context.ts';
import { createKubectl } from '#kubectl/kubectl.ts';
import { createMachine } from '#os/machine.ts';
import { createMemoryFileSystem } from '#os/memory-file-system.ts';
import type { ChildProcess, Machine, Program } from '#os/process.ts';
import { emptyReader, readerOf } from '#os/readers.ts';
import { createCapture } from '#os/writers.ts';
import { defaultLimits } from '#sim/limits.ts';
import { createSimulation, type Simulation } from '#sim/simulation.ts';

/** What a command printed and how it ended. */
export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

/** A command that is still running. */
export interface Running {
  readonly stdout: () => string;
  readonly child: ChildProcess;
}

/** A small cluster and a machine with kubectl, without a shell: arguments go to the program as they are. */
export interface TestSession {
  readonly simulation: Simulation;
  readonly cluster: Cluster;
  readonly machine: Machine;
  /** Runs `kubectl` with the words of a line, or with a list of arguments, to its end. */
  kubectl(args: string | readonly string[], stdin?: string): Promise<Outcome>;
  /** Starts `kubectl` and leaves it running. */
  start(args: string): Running;
  /** What completion offers for the last word of a line. */
  complete(line: string): Promise<readonly string[]>;
  write(path: string, text: string): void;
  /** Lets virtual seconds pass. */
  wait(seconds: number): Promise<void>;
}

const kubeconfig = {
  apiVersion: 'v1',
  kind: 'Config',
  'current-context': 'test',
  clusters: [{ name: 'test', cluster: { server: 'https://127.0.0.1:6443' } }],
  users: [{ name: 'admin', user: {} }],
  contexts: [
    { name: 'test', context: { cluster: 'test', user: 'admin' } },
    { name: 'other', context: { cluster: 'test', user: 'admin', namespace: 'kube-system' } },
  ],
};

/** Creates a session on a cluster of two nodes where any image runs and does nothing, unless it is one of `images`. */
export async function createTestSession(images: readonly ContainerImage[] = []): Promise<TestSession> {
  const simulation = createSimulation({
    seed: 'kubectl',
    startMs: Date.UTC(2026, 10, 20, 10, 0, 0),
    limits: defaultLimits,
    host: { turn: () => new Promise((resolve) => setImmediate(resolve)) },
  });
  const nodes = ['node-1', 'node-2'].map((name) => ({ name, cpu: '2', memory: '4Gi' }));
  const cluster = createCluster({ simulation, nodes, images, imagesPresent: true, anyImageRuns: true });
  await cluster.boot();
  await simulation.advance(5_000);
  const connect: Connect = () => cluster.transport(clusterAdmin, { latencyMs: 2 });
  const fs = createMemoryFileSystem(simulation);
  for (const folder of ['/root/.kube', '/tmp', '/usr/local/bin']) fs.makeDirectory(folder, { recursive: true });
  fs.write('/root/.kube/config', JSON.stringify(kubeconfig));
  fs.installProgram('/usr/local/bin/kubectl', createKubectl({ connect }));
  const machine = createMachine({ simulation, hostname: 'test', fs, network: cluster.workstationNetwork(), env: { HOME: '/root' } });

  const start = (args: readonly string[], stdin: string | undefined) => {
    const [stdout, stderr] = [createCapture(), createCapture()];
    const child = machine.start(['kubectl', ...args], {
      stdin: stdin === undefined ? emptyReader() : readerOf(stdin),
      stdout: stdout.writer,
      stderr: stderr.writer,
      cwd: '/root',
    });
    return { child, stdout, stderr };
  };

  return {
    simulation,
    cluster,
    machine,
    async kubectl(args, stdin) {
      const { child, stdout, stderr } = start(typeof args === 'string' ? args.split(' ') : args, stdin);
      await simulation.runUntil(() => child.exited !== undefined, 600_000);
      return { stdout: stdout.text, stderr: stderr.text, code: child.exited?.code ?? -1 };
    },
    start(args) {
      const { child, stdout } = start(args.split(' '), undefined);
      return { child, stdout: () => stdout.text };
    },
    async complete(line) {
      const words = line.split(' ');
      let candidates: readonly string[] | undefined;
      const program: Program = async (process) => {
        candidates = await createKubectlCompletion({ connect })(words, words.length - 1, process);
        return 0;
      };
      machine.start(['complete'], { stdin: emptyReader(), stdout: createCapture().writer, stderr: createCapture().writer, program, cwd: '/root' });
      await simulation.runUntil(() => candidates !== undefined, 60_000);
      return candidates ?? [];
    },
    write: (path, text) => fs.write(`/root/${path}`, text),
    wait: (seconds) => simulation.advance(seconds * 1000),
  };
}
