import { describe, expect, test } from 'vitest';
import { defaultLimits } from '#sim/limits.ts';
import { createSimulation, type Simulation } from '#sim/simulation.ts';
import { createLoopbackNetwork } from './loopback-network.ts';
import { createMachine } from './machine.ts';
import { createMemoryFileSystem } from './memory-file-system.ts';
import { openForReading } from './open-file.ts';
import { createPipe } from './pipe.ts';
import type { ChildProcess, Machine, Program } from './process.ts';
import { emptyReader, readAllText, readLines } from './readers.ts';
import { createTty } from './terminal-device.ts';
import { type Capture, createCapture } from './writers.ts';

const host = { turn: () => new Promise<void>((resolve) => setImmediate(resolve)) };

function createWorld(): { simulation: Simulation; machine: Machine; out: Capture; start(program: Program, isInit?: boolean): ChildProcess } {
  const simulation = createSimulation({ seed: 'os', startMs: 0, limits: defaultLimits, host });
  const machine = createMachine({ simulation, hostname: 'box', fs: createMemoryFileSystem(simulation), network: createLoopbackNetwork(simulation) });
  const out = createCapture();
  const streams = { stdin: emptyReader(), stdout: out.writer, stderr: out.writer };
  return { simulation, machine, out, start: (program, isInit = false) => machine.start(['test'], { ...streams, program, isInit }) };
}

const yes: Program = async (process) => {
  for (;;) await process.print('y\n');
};
const sleeper: Program = async (process) => {
  await process.sleep(1_000_000);
  return 0;
};

describe('a machine', () => {
  test('ends an endless writer when its reader is content', async () => {
    const { simulation, machine, out, start } = createWorld();
    machine.fs.installProgram('/bin/yes', yes);
    const child = start(async (process) => {
      const pipe = createPipe(simulation);
      const left = process.spawn(['yes'], { stdout: pipe.writer });
      pipe.writer.close();
      let count = 0;
      for await (const line of readLines(pipe.reader, process.cancel)) {
        await process.print(`${line.text}\n`);
        if (++count === 2) break;
      }
      pipe.reader.close();
      return (await left.wait(process.cancel)).code;
    });
    await simulation.runUntilIdle(10_000);
    expect([out.text, child.exited]).toEqual(['y\ny\n', { code: 141 }]);
    expect(machine.processes()).toEqual([]);
  });

  test('kills by signal, except its init process, which only KILL ends', async () => {
    const { simulation, machine, start } = createWorld();
    const init = start(sleeper, true);
    const other = start(sleeper);
    await simulation.advance(10);
    init.kill('TERM');
    other.kill('TERM');
    await simulation.advance(10);
    expect([init.exited, other.exited]).toEqual([undefined, { code: 143, signal: 'TERM' }]);
    const third = start(sleeper);
    init.kill('KILL');
    await simulation.advance(10);
    expect([init.exited, third.exited]).toEqual([
      { code: 137, signal: 'KILL' },
      { code: 137, signal: 'KILL' },
    ]);
    expect(machine.processes()).toEqual([]);
  });

  test('runs a script by its first line, and says why it cannot run something', async () => {
    const { simulation, machine, out, start } = createWorld();
    machine.fs.installProgram('/bin/show', async (process) => {
      await process.print(`${process.argv.join('|')}\n`);
      return 0;
    });
    machine.fs.write('/script', '#!/bin/show -x\nbody\n', 0o755);
    machine.fs.write('/plain', 'text\n', 0o644);
    start(async (process) => {
      await process.spawn(['/script', 'a b']).wait(process.cancel);
      for (const name of ['/plain', '/missing', 'missing', '/bin']) {
        try {
          process.spawn([name]);
        } catch (error) {
          await process.print(`${name}: ${(error as Error).message}\n`);
        }
      }
      return 0;
    });
    await simulation.runUntilIdle(1000);
    expect(out.text).toBe(
      '/bin/show|-x|/script|a b\n/plain: Permission denied\n/missing: No such file or directory\nmissing: No such file or directory\n/bin: Is a directory\n',
    );
  });

  test('stops and continues a process', async () => {
    const { simulation, start } = createWorld();
    const ticks: number[] = [];
    const child = start(async (process) => {
      for (let i = 0; i < 4; i++) {
        await process.sleep(10);
        ticks.push(simulation.clock.now);
      }
      return 0;
    });
    await simulation.advance(15);
    child.kill('TSTP');
    await simulation.advance(100);
    expect([child.stopped, ticks]).toEqual([true, [10]]);
    child.kill('CONT');
    await simulation.advance(100);
    expect([child.exited?.code, ticks]).toEqual([0, [10, 115, 125, 135]]);
  });

  test('gives its terminal line editing, echo and ^C in cooked mode', async () => {
    const { simulation, machine } = createWorld();
    let screen = '';
    const tty = createTty(simulation, { columns: 80, rows: 24, onOutput: (text) => (screen += text) });
    const streams = { stdin: tty.reader, stdout: tty.writer, stderr: tty.writer, tty };
    const reading = machine.start(['cat'], {
      ...streams,
      program: async (process) => {
        await process.print(await readAllText(process.stdin, process.cancel));
        return 0;
      },
    });
    tty.input('helloo\x7f\rworld\r\x04');
    await simulation.advance(10);
    expect([reading.exited?.code, screen]).toEqual([0, 'helloo\b \b\r\nworld\r\nhello\r\nworld\r\n']);
    const sleeping = machine.start(['sleep'], { ...streams, program: sleeper });
    await simulation.advance(10);
    tty.input('\x03');
    await simulation.advance(1);
    expect(sleeping.exited).toEqual({ code: 130, signal: 'INT' });
  });

  test('opens descriptors and devices like files', async () => {
    const { simulation, out, start } = createWorld();
    start(async (process) => {
      const pipe = createPipe(simulation);
      const reader = process.spawn(['reader'], {
        descriptors: new Map([[63, pipe.reader]]),
        program: async (child) => {
          await child.print(await readAllText(openForReading(child, '/dev/fd/63'), child.cancel));
          return (await openForReading(child, '/dev/null').read()) === undefined ? 0 : 1;
        },
      });
      await pipe.writer.write(new TextEncoder().encode('through the pipe\n'));
      pipe.writer.close();
      return (await reader.wait()).code;
    });
    await simulation.runUntilIdle(1000);
    expect(out.text).toBe('through the pipe\n');
  });
});
