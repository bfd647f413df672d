import { describe, expect, test } from 'vitest';
import { createLoopbackNetwork } from '#os/loopback-network.ts';
import { createMachine } from '#os/machine.ts';
import { createMemoryFileSystem } from '#os/memory-file-system.ts';
import type { ChildProcess, Machine } from '#os/process.ts';
import { createTty } from '#os/terminal-device.ts';
import type { Tty } from '#os/tty.ts';
import { defaultLimits } from '#sim/limits.ts';
import { createSimulation, type Simulation } from '#sim/simulation.ts';
import { installCoreTools } from './install-core-tools.ts';
import { createShellProgram } from './shell-program.ts';

const host = { turn: () => new Promise<void>((resolve) => setImmediate(resolve)) };

/** Somebody at a terminal with bash on it. */
interface Session {
  readonly simulation: Simulation;
  readonly machine: Machine;
  readonly tty: Tty;
  readonly shell: ChildProcess;
  /** Types keys and lets virtual milliseconds pass. @returns what was shown since the last call, without colours and cursor moves */
  type(keys: string, ms?: number): Promise<string>;
}

async function openTerminal(): Promise<Session> {
  const simulation = createSimulation({ seed: 'terminal', startMs: 0, limits: defaultLimits, host });
  const fs = createMemoryFileSystem(simulation);
  installCoreTools(fs);
  const bash = createShellProgram({ flavour: 'bash' });
  fs.installProgram('/bin/bash', bash);
  fs.installProgram('/bin/sh', bash);
  fs.makeDirectory('/root');
  const machine = createMachine({
    simulation,
    hostname: 'box',
    fs,
    network: createLoopbackNetwork(simulation),
    env: { HOME: '/root', PS1: '$ ' },
    firstPid: 10,
  });
  let screen = '';
  const tty = createTty(simulation, { columns: 80, rows: 24, onOutput: (text) => (screen += text) });
  const shell = machine.start(['bash'], { stdin: tty.reader, stdout: tty.writer, stderr: tty.writer, tty, cwd: '/root' });
  const type = async (keys: string, ms = 100): Promise<string> => {
    simulation.inject(() => tty.input(keys));
    await simulation.advance(ms);
    const shown = screen;
    screen = '';
    return shown;
  };
  await type('');
  return { simulation, machine, tty, shell, type };
}

/** The lines of what was shown, redrawn prompts aside. */
function lines(shown: string): string[] {
  return shown
    .replace(/\x1b\[[0-9;?]*[A-Za-z]/g, '')
    .split(/\r?\n|\r/)
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && !line.startsWith('$ '))
    .filter((line) => line !== '$');
}

describe('at a terminal', () => {
  test('commands keep their state from line to line', async () => {
    const { type } = await openTerminal();
    await type('cd /tmp 2>/dev/null || mkdir /tmp && cd /tmp\r');
    await type('x=5\r');
    expect(lines(await type('echo $x $PWD\r'))).toEqual(['5 /tmp']);
  });

  test('^C ends a program within the instant, and the rest of the line with it', async () => {
    const { type, simulation, machine } = await openTerminal();
    await type('for i in 1 2 3; do sleep 100; echo $i; done\r', 5000);
    const before = simulation.clock.now;
    await type('\x03', 1);
    expect(lines(await type('echo status $?\r'))).toEqual(['status 130']);
    expect(simulation.clock.now - before).toBeLessThan(200);
    expect(machine.processes().map((process) => process.argv[0])).toEqual(['bash']);
  });

  test('^C ends a busy loop of the shell itself', async () => {
    const { type } = await openTerminal();
    await type('while :; do :; done\r', 200);
    await type('\x03', 10);
    expect(lines(await type('echo still here\r'))).toEqual(['still here']);
  });

  test('a pipe shows each line as it comes', async () => {
    const { type } = await openTerminal();
    await type('cat | grep --line-buffered b\r');
    expect(lines(await type('abc\r'))).toEqual(['abc', 'abc']);
    expect(lines(await type('xyz\r'))).toEqual(['xyz']);
    await type('\x04');
    expect(lines(await type('echo done\r'))).toEqual(['done']);
  });

  test('jobs stop, go on in the background and come back', async () => {
    const { type } = await openTerminal();
    await type('sleep 50\r', 1000);
    expect(lines(await type('\x1a'))).toEqual(['^Z', '[1]+  Stopped                 sleep 50']);
    expect(lines(await type('jobs\r'))).toEqual(['[1]+  Stopped                 sleep 50']);
    expect(lines(await type('bg\r'))).toEqual(['[1]+ sleep 50 &']);
    expect(lines(await type('fg\r', 1000))).toEqual(['sleep 50']);
    await type('', 60_000);
    expect(lines(await type('echo back\r'))).toEqual(['back']);
  });

  test('a background job is told of when it has ended', async () => {
    const { type } = await openTerminal();
    expect(lines(await type('sleep 1 &\r'))[0]).toMatch(/^\[1\] \d+$/);
    await type('', 2000);
    expect(lines(await type('echo x\r'))).toEqual(['x', '[1]+  Done                    sleep 1']);
  });

  test('read takes what is typed, with its prompt', async () => {
    const { type } = await openTerminal();
    expect(await type('read -p "Name? " name\r')).toContain('Name? ');
    await type('Ada Lovelace\r');
    expect(lines(await type('echo "[$name]"\r'))).toEqual(['[Ada Lovelace]']);
  });

  test('a command over several lines waits for its end, pasted or typed', async () => {
    const { type } = await openTerminal();
    expect(lines(await type('for i in 1 2\rdo echo $i\rdone\r'))).toEqual(expect.arrayContaining(['1', '2']));
    const shown = await type('\x1b[200~cat <<EOF\nfirst\nsecond\nEOF\n\x1b[201~\r');
    expect(lines(shown).slice(-2)).toEqual(['first', 'second']);
  });

  test('a paste of 300 lines runs them all', async () => {
    const { type } = await openTerminal();
    const script = Array.from({ length: 300 }, (_unused, index) => `n=$((n+${index}))`).join('\r');
    await type(`${script}\r`, 2000);
    expect(lines(await type('echo $n\r'))).toEqual([String((299 * 300) / 2)]);
  });

  test('history comes back with Up and with ^R, and Tab completes', async () => {
    const { type, machine } = await openTerminal();
    machine.fs.write('/root/manifest.yaml', 'kind: Pod\n');
    await type('echo first\r');
    await type('echo second\r');
    expect(lines(await type('\x1b[A\x1b[A\r'))).toContain('first');
    expect(lines(await type('\x12seco\r'))).toContain('second');
    expect(lines(await type('cat man\t\r'))).toContain('kind: Pod');
  });

  test('exit ends the shell with its status, and nothing is left behind', async () => {
    const { type, shell, machine } = await openTerminal();
    await type('yes | head -1 > /dev/null; (exit 3)\r');
    await type('exit 7\r');
    expect([shell.exited, machine.processes()]).toEqual([{ code: 7 }, []]);
  });

  test('a shell in a shell has its own jobs and gives the terminal back', async () => {
    const { type, machine } = await openTerminal();
    await type('bash\r');
    await type('y=inner\r');
    expect(lines(await type('echo $y $SHLVL\r'))).toEqual(['inner 2']);
    await type('sleep 100\r');
    await type('\x03');
    await type('exit\r');
    expect(lines(await type('echo "[$y] $SHLVL"\r'))).toEqual(['[] 1']);
    expect(machine.processes().length).toBe(1);
  });
});
