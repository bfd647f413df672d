import { homedir, hostname, userInfo } from 'node:os';
import process from 'node:process';
import { createKubectl } from '#kubectl/kubectl.ts';
import { createMachine } from '#os/machine.ts';
import { defaultLimits } from '#sim/limits.ts';
import { createSimulation } from '#sim/simulation.ts';
import type { CliCommand } from '../cli-command.ts';
import { createHostFileSystem } from '../kubectl/host-file-system.ts';
import { createHostNetwork } from '../kubectl/host-network.ts';
import { createHostReader, createHostTty, createHostWriter } from '../kubectl/host-streams.ts';
import { createNodeTransport } from '../kubectl/node-transport.ts';
import { nodeHost } from '../node-host.ts';

const TICK_MS = 2;

/** Runs the course's kubectl on this computer's files and terminal, against the server that its kubeconfig names. */
async function run(args: readonly string[]): Promise<number> {
  const simulation = createSimulation({ seed: String(process.pid), startMs: Date.now(), limits: defaultLimits, host: nodeHost });
  const { uid, gid, username } = userInfo();
  const home = homedir();
  const machine = createMachine({
    simulation,
    hostname: hostname(),
    fs: createHostFileSystem(),
    network: createHostNetwork(),
    users: [{ uid, gid, name: username, home }],
  });
  const env = new Map(Object.entries({ HOME: home, ...process.env }).filter((pair): pair is [string, string] => pair[1] !== undefined));
  const [stdin, stdout, stderr] = [createHostReader(process.stdin), createHostWriter(process.stdout), createHostWriter(process.stderr)];
  const child = machine.start(['kubectl', ...args], {
    stdin,
    stdout,
    stderr,
    env,
    cwd: process.cwd(),
    tty: createHostTty(process.stdin, stdin, process.stdout, stdout) ?? null,
    program: createKubectl({ connect: createNodeTransport }),
  });
  for (const [name, signal] of [
    ['SIGINT', 'INT'],
    ['SIGTERM', 'TERM'],
  ] as const)
    process.on(name, () => child.kill(signal));
  // Virtual time follows the wall clock, so that waits and time-outs last as long as they say.
  for (let last = Date.now(); child.exited === undefined; ) {
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
    const now = Date.now();
    await simulation.advance(now - last);
    last = now;
  }
  stdin.close();
  return child.exited.code;
}

export const kubectl: CliCommand = {
  name: 'kubectl',
  usage: '[--kubeconfig FILE] …',
  short: 'Run the kubectl of the course against a real cluster',
  options: [],
  takesAllArguments: true,
  run,
};
