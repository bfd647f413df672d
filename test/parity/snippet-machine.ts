import { createLoopbackNetwork } from '#os/loopback-network.ts';
import { createMachine } from '#os/machine.ts';
import { createMemoryFileSystem } from '#os/memory-file-system.ts';
import type { Machine, Program } from '#os/process.ts';
import { emptyReader, readAllText } from '#os/readers.ts';
import { createCapture } from '#os/writers.ts';
import { installCoreTools } from '#shell/install-core-tools.ts';
import { createShellProgram } from '#shell/shell-program.ts';
import { installNetworkTools } from '#shell/tools/network/catalog.ts';
import { defaultLimits } from '#sim/limits.ts';
import { createSimulation } from '#sim/simulation.ts';

/** A line of bash and what real bash made of it, where `kubectl` was a stub of which `kubectl` below is the likeness. */
export interface Snippet {
  readonly id: string;
  readonly run: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

const pods = [
  ['web-1', '1/1', 'Running', '0', '5m', '10.0.0.1'],
  ['web-2', '1/1', 'Running', '3', '5m', '10.0.0.2'],
  ['db-0', '0/1', 'CrashLoopBackOff', '12', '1h', '10.0.0.9'],
  ['job-x7', '0/1', 'Completed', '0', '2d', '10.0.0.4'],
] as const;
const widths = [10, 8, 19, 11];
const row = (cells: readonly string[]): string =>
  `${cells.map((cell, index) => (index === cells.length - 1 ? cell : cell.padEnd(widths[index] ?? 0))).join('')}\n`;

const completion = `__kubectl_init() { :; }
__start_kubectl() {
  local cur prev words cword
  COMPREPLY=()
  cur="\${COMP_WORDS[COMP_CWORD]}"
  COMPREPLY=( $(compgen -W "get describe apply delete logs exec" -- "$cur") )
}
if [[ $(type -t compopt) = "builtin" ]]; then
    complete -o default -F __start_kubectl kubectl
else
    complete -o default -o nospace -F __start_kubectl kubectl
fi
`;

function getPods(args: readonly string[]): { text: string; error?: string } {
  const name = args[2] !== undefined && !args[2].startsWith('-') ? args[2] : undefined;
  const chosen = pods.filter((pod) => name === undefined || pod[0] === name);
  if (chosen.length === 0) return { text: '', error: `Error from server (NotFound): pods "${name}" not found\n` };
  const at = args.indexOf('-o');
  const output = at >= 0 ? (args[at + 1] ?? '') : (args.find((argument) => argument.startsWith('-o=')) ?? '').slice(3);
  if (output === 'json') {
    const items = chosen.map((pod) => ({
      metadata: { name: pod[0], labels: { app: pod[0].split('-')[0] } },
      status: { phase: pod[2], podIP: pod[5], restarts: Number(pod[3]) },
    }));
    return { text: `${JSON.stringify({ apiVersion: 'v1', items }, null, 2)}\n` };
  }
  if (output === 'name') return { text: chosen.map((pod) => `pod/${pod[0]}\n`).join('') };
  if (output.startsWith('jsonpath')) return { text: chosen.map((pod) => pod[0]).join(' ') };
  const head = args.includes('--no-headers') ? '' : row(['NAME', 'READY', 'STATUS', 'RESTARTS', 'AGE']);
  return { text: head + chosen.map((pod) => row(pod.slice(0, 5))).join('') };
}

const kubectl: Program = async (process) => {
  const args = process.argv.slice(1);
  const [verb, kind = ''] = args;
  const say = async (text: string): Promise<number> => {
    await process.print(text);
    return 0;
  };
  if (verb === 'get' && kind.startsWith('po')) {
    const { text, error } = getPods(args);
    if (error === undefined) return say(text);
    await process.printError(error);
    return 1;
  }
  if (verb === 'apply' || (verb === 'create' && args.includes('-f'))) {
    const documents = (await readAllText(process.stdin, process.cancel)).split(/^---$/m).filter((document) => document.trim() !== '');
    return say(
      documents.map((document) => `${/^kind:\s*(\S+)/m.exec(document)?.[1]?.toLowerCase()}/${/^ {2}name:\s*(\S+)/m.exec(document)?.[1]} created\n`).join(''),
    );
  }
  if (verb === 'logs')
    return say('2024-01-01T00:00:00Z INFO start\n2024-01-01T00:00:01Z ERROR boom\n2024-01-01T00:00:02Z INFO retry\n2024-01-01T00:00:03Z ERROR boom again\n');
  if (verb === 'completion') return say(completion);
  if (verb === 'secret') return say(`${JSON.stringify({ data: { user: 'YWRtaW4=', password: 'czNjcjN0Cg==' } })}\n`);
  return say(`${args.map((argument) => `[${argument}]`).join('')}\n`);
};

const host = { turn: () => new Promise<void>((resolve) => setImmediate(resolve)) };

function createWorkstation(): Machine {
  const simulation = createSimulation({ seed: 'snippets', startMs: Date.UTC(2026, 0, 5), limits: defaultLimits, host });
  const fs = createMemoryFileSystem(simulation);
  installCoreTools(fs);
  installNetworkTools(fs, ['curl']);
  fs.installProgram('/bin/bash', createShellProgram({ flavour: 'bash' }));
  fs.installProgram('/bin/sh', createShellProgram({ flavour: 'bash' }));
  fs.installProgram('/usr/local/bin/kubectl', kubectl);
  fs.makeDirectory('/tmp');
  fs.makeDirectory('/home/user', { recursive: true });
  const user = { uid: 0, gid: 0, name: 'user', home: '/home/user' };
  return createMachine({
    simulation,
    hostname: 'workstation',
    fs,
    network: createLoopbackNetwork(simulation),
    users: [user],
    env: { HOME: '/home/user', HOSTNAME: 'workstation' },
    firstPid: 100,
  });
}

/** Runs a line of bash on a machine of its own, without a cluster. @param files in the home folder. @returns code -1 when it does not end within a minute */
export async function runSnippet(script: string, files: Readonly<Record<string, string>> = {}): Promise<{ stdout: string; stderr: string; code: number }> {
  const machine = createWorkstation();
  for (const [name, text] of Object.entries(files)) machine.fs.write(`/home/user/${name}`, text);
  const [out, err] = [createCapture(), createCapture()];
  const child = machine.start(['bash', '-c', script], { stdin: emptyReader(), stdout: out.writer, stderr: err.writer, cwd: '/home/user' });
  await machine.simulation.runUntil(() => child.exited !== undefined, 60_000);
  return { stdout: out.text, stderr: err.text, code: child.exited?.code ?? -1 };
}
