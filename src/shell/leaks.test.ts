import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLoopbackNetwork } from '#os/loopback-network.ts';
import { createMachine } from '#os/machine.ts';
import { createMemoryFileSystem } from '#os/memory-file-system.ts';
import { createTty } from '#os/terminal-device.ts';
import { defaultLimits } from '#sim/limits.ts';
import { createSimulation } from '#sim/simulation.ts';
import { installCoreTools } from './install-core-tools.ts';
import { createShellProgram } from './shell-program.ts';

const host = { turn: () => new Promise<void>((resolve) => setImmediate(resolve)) };

const commands = [
  'sleep 100',
  'yes > /dev/null',
  'yes | head -3',
  'cat',
  'cat | grep x | wc -l',
  'while :; do :; done',
  'for i in 1 2 3; do sleep 1; echo $i; done',
  '(sleep 5; echo a) | cat',
  'x=$(sleep 3; echo y); echo $x',
  'diff <(sleep 2; echo a) <(echo b)',
  'sleep 2 & sleep 1',
  'read -p "? " y',
  'watch -n 1 date',
  'tail -f /etc/motd',
  'seq 100000 | sort -n | tail -1',
  'echo "unfinished',
  'trap "echo int" INT; sleep 3',
  'bash',
  'timeout 2 cat',
  'less /etc/motd',
];
const keys = ['\x03', '\x1a', '\x04', 'fg\r', 'q', '\x1b', 'jobs\r', '\r', 'x', '\t', '\x12', '\x1b[A', 'wait\r', '"\r'];

test('whatever is typed and whenever it is interrupted, nothing hangs and closing the terminal leaves no process', async () => {
  const step = fc.tuple(
    fc.oneof(
      fc.constantFrom(...commands).map((command) => `${command}\r`),
      fc.constantFrom(...keys),
    ),
    fc.nat(3000),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const simulation = createSimulation({ seed: 'leaks', startMs: 0, limits: defaultLimits, host });
      const fs = createMemoryFileSystem(simulation);
      installCoreTools(fs);
      const bash = createShellProgram({ flavour: 'bash' });
      fs.installProgram('/bin/bash', bash);
      fs.installProgram('/bin/sh', bash);
      fs.makeDirectory('/etc');
      fs.write('/etc/motd', Array.from({ length: 100 }, (_unused, index) => `line ${index}\n`).join(''));
      const machine = createMachine({ simulation, hostname: 'box', fs, network: createLoopbackNetwork(simulation) });
      const tty = createTty(simulation, { columns: 80, rows: 24, onOutput: () => {} });
      const shell = machine.start(['bash'], { stdin: tty.reader, stdout: tty.writer, stderr: tty.writer, tty, isInit: true });
      for (const [typed, ms] of steps) {
        simulation.inject(() => tty.input(typed));
        await simulation.advance(ms);
      }
      shell.kill('KILL');
      await simulation.advance(10);
      expect(machine.processes()).toEqual([]);
      expect(await simulation.runUntilIdle(1_000_000)).toBe(true);
    }),
    { numRuns: 60 },
  );
}, 60_000);
