import { TransportError } from '#client/transport.ts';
import { clusterAdmin } from '#cluster/apiserver/identity.ts';
import type { Cluster } from '#cluster/cluster.ts';
import type { Complete } from '#kubectl/completion/complete-kubectl.ts';
import type { Connect } from '#kubectl/create-context.ts';
import { formatYaml } from '#machinery/yaml.ts';
import { lazyProgram } from '#os/lazy-program.ts';
import { createMachine } from '#os/machine.ts';
import { createMemoryFileSystem } from '#os/memory-file-system.ts';
import type { Machine, Program, User } from '#os/process.ts';
import { installCoreTools } from '#shell/install-core-tools.ts';
import type { ShellHooks } from '#shell/line-editor/interactive-shell.ts';
import type { ProgramCompleter } from '#shell/line-editor/shell-completer.ts';
import { installNetworkTools, networkTools } from '#shell/tools/network/catalog.ts';
import { bashCompletion, dotfiles } from './home-files.ts';
import { createNodeLogins } from './node-logins.ts';

/** The person at the keyboard. */
export const learner: User = { uid: 1000, gid: 1000, name: 'user', home: '/home/user' };

/** What a request of kubectl takes on the way to the API server and back, in virtual milliseconds. */
const API_LATENCY_MS = 3;
const SERVER = 'https://192.168.192.2:6443';

export interface WorkstationOptions {
  readonly cluster: Cluster;
  /** The namespace of the context. */
  readonly namespace: string;
  /** Files of the home folder: path to content. */
  readonly files: Readonly<Record<string, string>>;
  readonly shellHooks?: ShellHooks;
  /** The trace entry of the command that runs in the foreground; 0 for none. */
  readonly cause?: () => number;
}

/** The computer a learner sits at: a shell, its tools, kubectl with a configuration for the cluster, and the lesson's files. */
export function createWorkstation(options: WorkstationOptions): Machine {
  const { cluster } = options;
  const { simulation } = cluster;
  const fs = createMemoryFileSystem(simulation);
  installCoreTools(fs);
  installNetworkTools(fs, Object.keys(networkTools));
  const cause = options.cause ?? (() => 0);
  const connect: Connect = ({ server }) => {
    if (server !== SERVER) throw new TransportError(`dial tcp ${server}: connect: connection refused`);
    return cluster.transport(clusterAdmin, { latencyMs: API_LATENCY_MS, cause });
  };
  fs.makeDirectory('/usr/local/bin', { recursive: true });
  fs.installProgram('/bin/bash', lazyBash(connect, options.shellHooks));
  fs.installProgram(
    '/bin/sh',
    lazyProgram(async () => (await import('#shell/shell-program.ts')).createShellProgram({ flavour: 'dash' })),
  );
  fs.installProgram(
    '/usr/local/bin/kubectl',
    lazyProgram(async () => (await import('#kubectl/kubectl.ts')).createKubectl({ connect })),
  );
  const logins = createNodeLogins(cluster);
  fs.installProgram(
    '/usr/bin/ssh',
    lazyProgram(async () => (await import('#shell/tools/network/ssh.ts')).createSsh(logins)),
  );
  fs.installProgram(
    '/usr/local/bin/yq',
    lazyProgram(async () => {
      const [{ createYq }, { yamlCodec }] = await Promise.all([import('#shell/tools/jq/yq.ts'), import('./yaml-codec.ts')]);
      return createYq(yamlCodec);
    }),
  );
  fs.makeDirectory('/usr/share/bash-completion', { recursive: true });
  fs.write('/usr/share/bash-completion/bash_completion', bashCompletion);
  fs.makeDirectory('/tmp', { recursive: true, mode: 0o1777 });
  fs.makeDirectory('/etc', { recursive: true });
  fs.write('/etc/hostname', 'workstation\n');
  fs.write('/etc/passwd', `root:x:0:0:root:/root:/bin/bash\n${learner.name}:x:${learner.uid}:${learner.gid}::${learner.home}:/bin/bash\n`);
  writeHome(fs, { ...dotfiles, ...options.files, '.kube/config': formatKubeconfig(options.namespace) });
  return createMachine({
    simulation,
    hostname: 'workstation',
    fs,
    network: cluster.workstationNetwork(),
    users: [learner],
    env: { HOME: learner.home, USER: learner.name, LOGNAME: learner.name, SHELL: '/bin/bash', LANG: 'C.UTF-8', PWD: learner.home, PS1: '\\u@\\h:\\w\\$ ' },
  });
}

/** The learner's shell, with kubectl's completion. */
function lazyBash(connect: Connect, hooks: ShellHooks | undefined): Program {
  return lazyProgram(async () => {
    const [{ createShellProgram }, { createInteractiveShell }, { createKubectlCompletion }] = await Promise.all([
      import('#shell/shell-program.ts'),
      import('#shell/line-editor/interactive-shell.ts'),
      import('#kubectl/completion/complete-kubectl.ts'),
    ]);
    const completers = new Map([['kubectl', completerOf(createKubectlCompletion({ connect }))]]);
    return createShellProgram({ flavour: 'bash', interactive: createInteractiveShell({ completers, ...(hooks ? { hooks } : {}) }) });
  });
}

/** kubectl's own completion as the line editor asks for it. */
function completerOf(complete: Complete): ProgramCompleter {
  return async (words, shell) => {
    const found = await complete(words, words.length - 1, shell.process);
    return found.map((word) => ({ word, isFinal: true }));
  };
}

function writeHome(fs: Machine['fs'], files: Readonly<Record<string, string>>): void {
  const own = (path: string): void => fs.changeOwner(path, learner.uid, learner.gid);
  fs.makeDirectory(learner.home, { recursive: true });
  own(learner.home);
  for (const [name, content] of Object.entries(files)) {
    const path = `${learner.home}/${name}`;
    let folder = learner.home;
    for (const part of name.split('/').slice(0, -1)) {
      folder = `${folder}/${part}`;
      if (!fs.exists(folder)) fs.makeDirectory(folder);
      own(folder);
    }
    fs.write(path, content, name.endsWith('.sh') ? 0o755 : 0o644);
    own(path);
  }
}

function formatKubeconfig(namespace: string): string {
  const context = { cluster: 'drydock', user: 'admin', ...(namespace === 'default' ? {} : { namespace }) };
  return formatYaml({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'drydock',
    clusters: [{ name: 'drydock', cluster: { server: SERVER } }],
    contexts: [{ name: 'drydock', context }],
    users: [{ name: 'admin', user: {} }],
  });
}
