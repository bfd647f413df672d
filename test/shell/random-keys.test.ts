import { expect, test } from 'vitest';
import { createRandom } from '#sim/random.ts';
import { openTerminal } from './terminal-session.ts';

const HOUR_MS = 3_600_000;

/** Letters, control keys, escape sequences whole and in pieces, pastes, wide characters, and bits of commands. */
const typed = [
  ...'abcdefghijklmnopqrstuvwxyz0123456789 -_./$"\'`(){}[]|&;<>!*?~#=\\'.split(''),
  ...Array.from({ length: 32 }, (_unused, code) => String.fromCharCode(code)),
  ...['\x1b[A', '\x1b[B', '\x1b[C', '\x1b[D', '\x1b[3~', '\x1b[1;5C', '\x1b[', '\x1b', '\x7f', '\x1bb', '\x1b5', '\x1b-', '\x1b.', '\x1b*', '\x1b?'],
  ...[
    '\x1b[200~pasted\nlines\x1b[201~',
    '你好',
    'e\u0301',
    '👩‍💻',
    'echo ',
    'ls -l\r',
    'cat\r',
    'sleep 5 &\r',
    'for i in 1 2\r',
    'done\r',
    '!!\r',
    '\x12',
    '\x18\x05',
    '\t\t',
  ],
];

test('random keys for an hour neither hang nor break anything, and nothing is left behind', async () => {
  const random = createRandom('random keys');
  const { simulation, machine, tty, shell, type } = await openTerminal();
  const endsAtMs = simulation.clock.now + HOUR_MS;
  let current = shell;
  while (simulation.clock.now < endsAtMs) {
    const keys = Array.from({ length: 1 + random.below(8) }, () => random.pick(typed)).join('');
    await type(keys, random.below(4000));
    if (random.below(40) === 0) simulation.inject(() => tty.resize(1 + random.below(120), 1 + random.below(40)));
    if (current.exited) current = machine.start(['bash'], { stdin: tty.reader, stdout: tty.writer, stderr: tty.writer, tty, cwd: '/root' });
  }
  await type('\x03\x1b\x03\x07\x03\r', 5000);
  for (const { pid } of machine.processes()) machine.kill(pid, 'KILL');
  await type('', 1000);
  expect(machine.processes()).toEqual([]);
  expect(await simulation.runUntilIdle(HOUR_MS)).toBe(true);
}, 120_000);
