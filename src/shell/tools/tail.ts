import type { Process } from '#os/process.ts';
import { processWith } from '#os/process-view.ts';
import { type Line, readAll, readLineBatches } from '#os/readers.ts';
import type { ByteReader } from '#os/stream.ts';
import { UsageError } from '#sim/usage-error.ts';
import { createTool, forEachInput, openOperand, parseCount } from './tool.ts';

/** How often `tail -f` looks at its files, in virtual milliseconds. */
const DEFAULT_POLL_MS = 1000;

const syntax = {
  letters: 'n:c:fFqvs:z',
  long: { lines: 'n', bytes: 'c', follow: 'f', quiet: 'q', silent: 'q', verbose: 'v', 'sleep-interval': 's', retry: 'retry' },
  longWithValue: ['pid'],
};

const tailTool = createTool('tail', syntax, async (process, args) => {
  const bytes = args.value('c');
  const given = bytes ?? args.value('n') ?? '10';
  const fromStart = given.startsWith('+');
  if (!/^[-+]?\d+[kKMGb]?B?$/.test(given)) throw new UsageError(`invalid number of ${bytes === undefined ? 'lines' : 'bytes'}: '${given}'`);
  const count = parseCount(given.replace(/^[-+]/, ''), 'number');
  const follows = args.has('f') || args.has('F');
  const showsNames = args.has('v') || (args.operands.length > 1 && !args.has('q'));
  const followed: { reader: ByteReader; path: string }[] = [];
  let shown = '';
  const title = async (path: string): Promise<void> => {
    if (showsNames && shown !== path) await process.print(`${shown === '' ? '' : '\n'}==> ${path === '-' ? 'standard input' : path} <==\n`);
    shown = path;
  };
  const status = await forEachInput(process, 'tail', args.operands, async (reader, path) => {
    await title(path);
    if (bytes !== undefined) await copyLastBytes(process, reader, count, fromStart);
    else if (fromStart) await copyFromLine(process, reader, count);
    else await copyLastLines(process, reader, count);
    if (follows && path !== '-') followed.push({ reader: reader.retain(), path });
  });
  if (follows) await follow(process, followed, args.has('F') ? args.operands : [], Number(args.value('s') ?? 0) * 1000 || DEFAULT_POLL_MS, title);
  return status;
});

/** `tail -5` and `tail +5` mean `tail -n`. */
export const tail: typeof tailTool = (process) =>
  tailTool(
    processWith(process, {
      argv: process.argv.map((argument, index) =>
        index > 0 && /^[-+]\d+$/.test(argument) && !/^-[ncs]$/.test(process.argv[index - 1] ?? '') ? `-n${argument.replace(/^-/, '')}` : argument,
      ),
    }),
  );

const withLineBreak = (line: Line): string => (line.ended ? `${line.text}\n` : line.text);

async function copyLastLines(process: Process, reader: ByteReader, count: number): Promise<void> {
  let held: Line[] = [];
  for await (const batch of readLineBatches(reader, process.cancel)) {
    held.push(...batch);
    if (held.length > count) held = count === 0 ? [] : held.slice(-count);
  }
  await process.print(held.map(withLineBreak).join(''));
}

async function copyFromLine(process: Process, reader: ByteReader, first: number): Promise<void> {
  let skip = Math.max(0, first - 1);
  for await (const batch of readLineBatches(reader, process.cancel)) {
    await process.print(batch.slice(skip).map(withLineBreak).join(''));
    skip = Math.max(0, skip - batch.length);
  }
}

async function copyLastBytes(process: Process, reader: ByteReader, count: number, fromStart: boolean): Promise<void> {
  const all = await readAll(reader, process.cancel);
  await process.stdout.write(fromStart ? all.subarray(Math.max(0, count - 1)) : all.subarray(Math.max(0, all.length - count)));
}

/** Writes what is added to the files, for ever. @param awaited files that may appear only later (`-F`) */
async function follow(
  process: Process,
  followed: { reader: ByteReader; path: string }[],
  awaited: readonly string[],
  pollMs: number,
  title: (path: string) => Promise<void>,
): Promise<void> {
  if (followed.length === 0 && awaited.length === 0) return;
  for (;;) {
    for (const path of awaited) {
      if (!followed.some((file) => file.path === path) && process.fs.exists(process.resolvePath(path)))
        followed.push({ reader: openOperand(process, path), path });
    }
    for (const { reader, path } of followed) {
      for (let bytes = await reader.read(process.cancel); bytes; bytes = await reader.read(process.cancel)) {
        await title(path);
        await process.stdout.write(bytes);
      }
    }
    await process.sleep(pollMs);
  }
}
