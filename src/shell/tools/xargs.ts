import { ExecError, type Process } from '#os/process.ts';
import { emptyReader, readAllText } from '#os/readers.ts';
import { UsageError } from '#sim/usage-error.ts';
import { createTool, parseCount, type ToolArguments } from './tool.ts';

const syntax = {
  letters: 'n:I:L:d:0rtP:s:xa:p',
  long: {
    'max-args': 'n',
    replace: 'I',
    'max-lines': 'L',
    delimiter: 'd',
    null: '0',
    'no-run-if-empty': 'r',
    verbose: 't',
    'max-procs': 'P',
    'max-chars': 's',
    'arg-file': 'a',
  },
  stopsAtOperand: true,
};

/** Splits input at blanks; quotes and backslashes keep them. @throws UsageError */
function splitInput(text: string): string[] {
  const words: string[] = [];
  for (const match of text.matchAll(/(?:[^\s"'\\]|\\[\s\S]|"[^"\n]*"|'[^'\n]*')+|["']/g)) {
    if (/^["']$/.test(match[0]))
      throw new UsageError(`unmatched ${match[0] === '"' ? 'double' : 'single'} quote; by default quotes are special to xargs unless you use the -0 option`);
    words.push(match[0].replace(/\\(.)|"([^"\n]*)"|'([^'\n]*)'/gs, (_whole, escaped, double, single) => escaped ?? double ?? single ?? ''));
  }
  return words;
}

function readItems(text: string, args: ToolArguments): string[] {
  const delimiter = args.has('0') ? '\0' : args.value('d')?.replace('\\n', '\n').replace('\\t', '\t').replace('\\0', '\0');
  if (delimiter !== undefined) return text.split(delimiter).filter((item, index, all) => item !== '' || index < all.length - 1);
  if (args.has('I'))
    return text
      .split('\n')
      .map((line) => line.trimStart())
      .filter((line) => line !== '');
  return splitInput(text);
}

/** The command lines to run. */
function planRuns(items: readonly string[], text: string, args: ToolArguments): string[][] {
  const command = args.operands.length > 0 ? args.operands : ['echo'];
  const placeholder = args.value('I');
  if (placeholder !== undefined) return items.map((item) => command.map((word) => word.replaceAll(placeholder, item)));
  const lines = args.value('L');
  if (lines !== undefined) {
    const all = text.split('\n').filter((line) => line.trim() !== '');
    return chunk(all, parseCount(lines, 'number')).map((group) => [...command, ...group.flatMap(splitInput)]);
  }
  const most = args.value('n');
  if (items.length === 0) return args.has('r') ? [] : [[...command]];
  return (most === undefined ? [items] : chunk(items, parseCount(most, 'number'))).map((group) => [...command, ...group]);
}

function chunk<T>(list: readonly T[], size: number): T[][] {
  if (size < 1) throw new UsageError('value 0 for -n option should be >= 1');
  const out: T[][] = [];
  for (let at = 0; at < list.length; at += size) out.push(list.slice(at, at + size));
  return out;
}

/** Runs one command line. @returns what xargs makes of its status; 'stop' ends xargs */
async function runOne(process: Process, argv: readonly string[]): Promise<number | 'stop'> {
  const input = emptyReader();
  try {
    const { code } = await process.spawn(argv, { stdin: input }).wait(process.cancel);
    if (code === 255) {
      await process.printError(`xargs: ${argv[0]}: exited with status 255; aborting\n`);
      return 'stop';
    }
    return code === 0 ? 0 : 123;
  } catch (error) {
    if (!(error instanceof ExecError)) throw error;
    await process.printError(`xargs: ${argv[0]}: ${error.message}\n`);
    return error.code === 'ENOENT' ? 127 : 126;
  } finally {
    input.close();
  }
}

export const xargs = createTool('xargs', syntax, async (process, args) => {
  const file = args.value('a');
  const text = file === undefined ? await readAllText(process.stdin, process.cancel) : process.fs.readText(process.resolvePath(file));
  const runs = planRuns(readItems(text, args), text, args);
  const parallel = Math.max(1, Number(args.value('P') ?? 1) || runs.length);
  let status = 0;
  for (let at = 0; at < runs.length; at += parallel) {
    const group = runs.slice(at, at + parallel);
    if (args.has('t')) for (const argv of group) await process.printError(`${argv.join(' ')}\n`);
    for (const result of await Promise.all(group.map((argv) => runOne(process, argv)))) {
      if (result === 'stop') return 124;
      if (result !== 0) status = result;
      if (result === 127 || result === 126) return result;
    }
  }
  return status;
});
