import type { Process } from '#os/process.ts';
import { processWith } from '#os/process-view.ts';
import { type Line, readLineBatches } from '#os/readers.ts';
import type { ByteReader } from '#os/stream.ts';
import { UsageError } from '#sim/usage-error.ts';
import { createTool, forEachInput, parseCount } from './tool.ts';

const syntax = { letters: 'n:c:qvz', long: { lines: 'n', bytes: 'c', quiet: 'q', silent: 'q', verbose: 'v' } };

const withLineBreak = (line: Line): string => (line.ended ? `${line.text}\n` : line.text);

/** `head -5` means `head -n 5`. */
const modern =
  (program: ReturnType<typeof createTool>): typeof program =>
  (process) =>
    program(
      processWith(process, {
        argv: process.argv.map((argument, index) =>
          index > 0 && /^-\d+$/.test(argument) && !/^-[nc]$/.test(process.argv[index - 1] ?? '') ? `-n${argument.slice(1)}` : argument,
        ),
      }),
    );

export const head = modern(
  createTool('head', syntax, (process, args) => {
    const bytes = args.value('c');
    const given = bytes ?? args.value('n') ?? '10';
    const skipsEnd = given.startsWith('-');
    const count = countOf(given.replace(/^[-+]/, ''), bytes !== undefined);
    const showsNames = args.has('v') || (args.operands.length > 1 && !args.has('q'));
    return forEachInput(process, 'head', args.operands, async (reader, path, index) => {
      if (showsNames) await process.print(`${index > 0 ? '\n' : ''}==> ${path === '-' ? 'standard input' : path} <==\n`);
      if (bytes !== undefined) await copyBytes(process, reader, count, skipsEnd);
      else if (skipsEnd) await copyAllButLast(process, reader, count);
      else await copyLines(process, reader, count);
    });
  }),
);

function countOf(text: string, isBytes: boolean): number {
  if (!/^\d+[kKMGb]?B?$/.test(text)) throw new UsageError(`invalid number of ${isBytes ? 'bytes' : 'lines'}: '${text}'`);
  return parseCount(text, 'number');
}

async function copyLines(process: Process, reader: ByteReader, count: number): Promise<void> {
  let left = count;
  if (left === 0) return;
  for await (const batch of readLineBatches(reader, process.cancel)) {
    await process.print(batch.slice(0, left).map(withLineBreak).join(''));
    left -= batch.length;
    if (left <= 0) return;
  }
}

async function copyAllButLast(process: Process, reader: ByteReader, count: number): Promise<void> {
  let held: Line[] = [];
  for await (const batch of readLineBatches(reader, process.cancel)) {
    held.push(...batch);
    if (held.length <= count) continue;
    await process.print(
      held
        .slice(0, held.length - count)
        .map(withLineBreak)
        .join(''),
    );
    held = held.slice(held.length - count);
  }
}

async function copyBytes(process: Process, reader: ByteReader, count: number, skipsEnd: boolean): Promise<void> {
  let left = count;
  let held = new Uint8Array(0);
  for (
    let bytes = left > 0 || skipsEnd ? await reader.read(process.cancel) : undefined;
    bytes;
    bytes = left > 0 || skipsEnd ? await reader.read(process.cancel) : undefined
  ) {
    if (!skipsEnd) {
      await process.stdout.write(bytes.subarray(0, left));
      left -= bytes.length;
      continue;
    }
    const all = new Uint8Array(held.length + bytes.length);
    all.set(held);
    all.set(bytes, held.length);
    const ready = Math.max(0, all.length - count);
    await process.stdout.write(all.subarray(0, ready));
    held = all.slice(ready);
  }
}
