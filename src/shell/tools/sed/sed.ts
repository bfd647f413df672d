import { FileError } from '#os/file-system.ts';
import type { Process } from '#os/process.ts';
import { processWith } from '#os/process-view.ts';
import { type Line, readLineBatches } from '#os/readers.ts';
import { UsageError } from '#sim/usage-error.ts';
import { createTool, openOperand } from '../tool.ts';
import { runScript, type SedStreams } from './run-script.ts';
import { parseScript } from './script.ts';

const syntax = {
  letters: 'nEre:f:i:suz',
  long: { quiet: 'n', silent: 'n', 'regexp-extended': 'E', expression: 'e', file: 'f', 'in-place': 'i', separate: 's', unbuffered: 'u' },
};

const sedTool = createTool('sed', syntax, async (process, args) => {
  const scripts = args.order.flatMap((option, index) =>
    option === 'e' || option === 'f' ? [{ option, value: args.values(option)[args.order.slice(0, index).filter((one) => one === option).length] ?? '' }] : [],
  );
  const texts = scripts.map(({ option, value }) => (option === 'e' ? value : process.fs.readText(process.resolvePath(value))));
  const [script, ...rest] = args.operands;
  if (texts.length === 0 && script === undefined)
    throw new UsageError('no script specified\nUsage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...');
  const source = texts.length > 0 ? texts.join('\n') : (script ?? '');
  const files = texts.length > 0 ? args.operands : rest;
  const commands = parseScript(source, args.has('E') || args.has('r') ? 'extended' : 'basic');
  const isQuiet = args.has('n') || source.startsWith('#n\n');
  const suffix = args.value('i');
  if (suffix === undefined && !args.has('s')) return runOver(process, files.length > 0 ? files : ['-'], commands, isQuiet);
  let status = 0;
  for (const path of files)
    status = Math.max(
      status,
      await (suffix === undefined ? runOver(process, [path], commands, isQuiet) : editInPlace(process, path, suffix, commands, isQuiet)),
    );
  return status;
});

/** `-i` may have a suffix joined to it and never takes the next argument. */
export const sed: typeof sedTool = (process) =>
  sedTool(
    processWith(process, {
      argv: process.argv.flatMap((argument, index) => (index === 0 || process.argv[index - 1] === '-e' ? [argument] : separateInPlace(argument))),
    }),
  );

function separateInPlace(argument: string): string[] {
  const match = /^-([nErsuz]*)i(.*)$/.exec(argument);
  if (!match) return [argument === '--in-place' ? '--in-place=' : argument];
  // `-ni` is `-n -i`; in `-in` the `n` is the suffix, as GNU's has it.
  return [...(match[1] ? [`-${match[1]}`] : []), `--in-place=${match[2]}`];
}

type Commands = ReturnType<typeof parseScript>;

/** Reads several files as one stream of lines, in the batches they come in. */
async function* readAllLines(process: Process, paths: readonly string[], failed: () => void): AsyncGenerator<readonly Line[]> {
  for (const path of paths) {
    try {
      const reader = openOperand(process, path);
      try {
        yield* readLineBatches(reader, process.cancel);
      } finally {
        reader.close();
      }
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      failed();
      await process.printError(error.code === 'EISDIR' ? `sed: couldn't edit ${path}: not a regular file\n` : `sed: can't read ${path}: ${error.message}\n`);
    }
  }
}

interface BatchedStreams extends SedStreams {
  end(): Promise<void>;
  /** The lines nobody took. */
  rest(): Promise<readonly Line[]>;
}

function createStreams(process: Process, batches: AsyncGenerator<readonly Line[]>, write: (text: string) => Promise<void>): BatchedStreams {
  let queue: readonly Line[] = [];
  let at = 0;
  let isAtEnd = false;
  let pending = '';
  let endedWithLineBreak = true;
  const send = async (): Promise<void> => {
    if (pending === '') return;
    const text = pending;
    pending = '';
    await write(text);
  };
  const fill = async (): Promise<boolean> => {
    if (at < queue.length) return true;
    if (isAtEnd) return false;
    await send(); // what is written must be seen before more input is waited for
    const next = await batches.next();
    isAtEnd = next.done === true;
    queue = next.done ? [] : next.value;
    at = 0;
    return !isAtEnd;
  };
  return {
    nextLine: async () => ((await fill()) ? queue[at++] : undefined),
    isLast: async () => !(await fill()),
    write(text) {
      if (!endedWithLineBreak) pending += '\n';
      endedWithLineBreak = text.endsWith('\n') || text === '';
      pending += text;
    },
    readFile: (path) => (process.fs.exists(process.resolvePath(path)) ? process.fs.readText(process.resolvePath(path)) : ''),
    appendFile(path, text) {
      if (path === '/dev/stdout') pending += text;
      else process.fs.append(process.resolvePath(path), text);
    },
    end: send,
    async rest() {
      const lines: Line[] = [];
      while (await fill()) {
        lines.push(...queue.slice(at));
        at = queue.length;
      }
      return lines;
    },
  };
}

async function runOver(process: Process, paths: readonly string[], commands: Commands, isQuiet: boolean): Promise<number> {
  let failed = false;
  const lines = readAllLines(process, paths, () => {
    failed = true;
  });
  const streams = createStreams(process, lines, (text) => process.print(text));
  const status = await runScript(commands, streams, isQuiet);
  await streams.end();
  await lines.return(undefined);
  return status || (failed ? 2 : 0);
}

async function editInPlace(process: Process, path: string, suffix: string, commands: Commands, isQuiet: boolean): Promise<number> {
  const full = process.resolvePath(path);
  if (!process.fs.exists(full)) {
    await process.printError(`sed: can't read ${path}: No such file or directory\n`);
    return 2;
  }
  let output = '';
  const lines = readAllLines(process, [path], () => {});
  const streams = createStreams(process, lines, async (text) => {
    output += text;
  });
  const before = process.fs.read(full);
  const status = await runScript(commands, streams, isQuiet);
  await streams.end();
  // What a `q` left unread stays in the file.
  for (const line of await streams.rest()) output += line.text + (line.ended ? '\n' : '');
  if (suffix !== '') process.fs.write(suffix.includes('*') ? full.replace(/[^/]+$/, (name) => suffix.replaceAll('*', name)) : full + suffix, before);
  process.fs.write(full, output);
  return status;
}
