import { createLoopbackNetwork } from '#os/loopback-network.ts';
import { createMachine } from '#os/machine.ts';
import { createMemoryFileSystem } from '#os/memory-file-system.ts';
import type { ChildProcess, Machine } from '#os/process.ts';
import { createTty } from '#os/terminal-device.ts';
import type { Tty } from '#os/tty.ts';
import { installCoreTools } from '#shell/install-core-tools.ts';
import { createShellProgram } from '#shell/shell-program.ts';
import { defaultLimits } from '#sim/limits.ts';
import { createSimulation, type Simulation } from '#sim/simulation.ts';

/** Somebody at a terminal with bash on it. */
export interface TerminalSession {
  readonly simulation: Simulation;
  readonly machine: Machine;
  readonly tty: Tty;
  readonly shell: ChildProcess;
  /** Types keys and lets virtual milliseconds pass. @returns what was written to the screen since the last call */
  type(keys: string, ms?: number): Promise<string>;
  /** Types a line with Enter. @returns the lines its command printed */
  run(line: string, ms?: number): Promise<string[]>;
}

export interface TerminalSessionOptions {
  readonly files?: Readonly<Record<string, string>>;
  readonly columns?: number;
  readonly rows?: number;
}

/** Opens a terminal on a machine of its own; the prompt is `$ `, the folder `/root`. */
export async function openTerminal(options: TerminalSessionOptions = {}): Promise<TerminalSession> {
  const host = { turn: () => new Promise<void>((resolve) => setImmediate(resolve)) };
  const simulation = createSimulation({ seed: 'terminal', startMs: 0, limits: defaultLimits, host });
  const fs = createMemoryFileSystem(simulation);
  installCoreTools(fs);
  const bash = createShellProgram({ flavour: 'bash' });
  fs.installProgram('/bin/bash', bash);
  fs.installProgram('/bin/sh', bash);
  fs.makeDirectory('/root');
  fs.makeDirectory('/tmp', { mode: 0o1777 });
  for (const [path, text] of Object.entries(options.files ?? {})) fs.write(path, text);
  const env = { HOME: '/root', PS1: '$ ' };
  const machine = createMachine({ simulation, hostname: 'box', fs, network: createLoopbackNetwork(simulation), env, firstPid: 10 });
  let screen = '';
  const tty = createTty(simulation, { columns: options.columns ?? 80, rows: options.rows ?? 24, onOutput: (text) => (screen += text) });
  const shell = machine.start(['bash'], { stdin: tty.reader, stdout: tty.writer, stderr: tty.writer, tty, cwd: '/root' });
  const type = async (keys: string, ms = 100): Promise<string> => {
    simulation.inject(() => tty.input(keys));
    await simulation.advance(ms);
    const shown = screen;
    screen = '';
    return shown;
  };
  const run = async (line: string, ms?: number): Promise<string[]> => plainLines(await type(`${line}\r`, ms));
  await type('');
  return { simulation, machine, tty, shell, type, run };
}

/** The lines of what was shown, without colours, cursor moves and lines that are a prompt. */
export function plainLines(shown: string): string[] {
  return shown
    .replace(/\x1b\[[0-9;?]*[A-Za-z]/g, '')
    .split(/\r?\n|\r/)
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && line !== '$' && !line.startsWith('$ '));
}
