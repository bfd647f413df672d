import { expect, test } from 'vitest';
import { encodeText } from '#os/bytes.ts';
import { createContainerLog } from './container-log.ts';

const all = { timestamps: false };

test('keeps whole lines with the time they came, in the order they came', () => {
  let now = 0;
  const log = createContainerLog(() => now, 1000);
  log.append(encodeText('one\ntwo\nth'));
  now = 1500;
  log.append(encodeText('ree\n'));
  expect(log.lineCount).toBe(3);
  expect(log.read(all)).toBe('one\ntwo\nthree\n');
  expect(log.read(all, 1)).toBe('two\nthree\n');
  expect(log.read({ ...all, tailLines: 1 })).toBe('three\n');
  expect(log.read({ ...all, fromMs: 1000 })).toBe('three\n');
  expect(log.read({ timestamps: true, tailLines: 1 })).toBe('1970-01-01T00:00:01.500000000Z three\n');
  expect(log.read({ ...all, limitBytes: 5 })).toBe('one\nt');
});

test('a line without an end is shown when the container has ended', () => {
  const log = createContainerLog(() => 0, 1000);
  log.append(encodeText('half'));
  expect(log.read(all)).toBe('');
  log.end();
  expect(log.read(all)).toBe('half');
  expect(log.ended).toBe(true);
});

test('a character that comes in two pieces is one', () => {
  const log = createContainerLog(() => 0, 1000);
  const bytes = encodeText('déjà\n');
  log.append(bytes.subarray(0, 2));
  log.append(bytes.subarray(2));
  expect(log.read(all)).toBe('déjà\n');
});

test('the oldest lines go when it grows too long, and line numbers go on', () => {
  const log = createContainerLog(() => 0, 100);
  for (let line = 0; line < 50; line++) log.append(encodeText(`line ${line}\n`));
  expect(log.lineCount).toBe(50);
  expect(log.read(all).length).toBeLessThanOrEqual(100);
  expect(log.read(all).endsWith('line 49\n')).toBe(true);
  expect(log.read(all, 48)).toBe('line 48\nline 49\n');
});

test('who follows is told of every growth until it leaves', () => {
  const log = createContainerLog(() => 0, 100);
  let told = 0;
  const leave = log.onGrowth(() => told++);
  log.append(encodeText('a\nb\n'));
  log.append(encodeText('c'));
  log.end();
  expect(told).toBe(2);
  leave();
});
