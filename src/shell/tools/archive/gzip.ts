import { FileError } from '#os/file-system.ts';
import { openForWriting, readFile } from '#os/open-file.ts';
import type { Process, Program } from '#os/process.ts';
import { readAll } from '#os/readers.ts';
import { UsageError } from '#sim/usage-error.ts';
import { createTool, type ToolArguments } from '../tool.ts';
import { gunzipBytes, gzipBytes } from './gzip-format.ts';

const syntax = {
  letters: 'cdfklnNqtv123456789S:',
  long: {
    stdout: 'c',
    'to-stdout': 'c',
    decompress: 'd',
    uncompress: 'd',
    force: 'f',
    keep: 'k',
    list: 'l',
    'no-name': 'n',
    name: 'N',
    quiet: 'q',
    test: 't',
    verbose: 'v',
    fast: '1',
    best: '9',
    suffix: 'S',
  },
};

/** gzip under one of its names: what `gunzip` and `zcat` add to the options. */
function createGzip(name: 'gzip' | 'gunzip' | 'zcat', isUnpacking: boolean, isToStdout: boolean): Program {
  return createTool(name, syntax, async (process, args) => {
    const job: Job = { name, args, unpacks: isUnpacking || args.has('d') || args.has('t') || args.has('l'), toStdout: isToStdout || args.has('c') };
    if (args.operands.length === 0) return runStdin(process, job);
    let status = 0;
    for (const path of args.operands) status = Math.max(status, await runFile(process, job, path));
    return status;
  });
}

interface Job {
  readonly name: string;
  readonly args: ToolArguments;
  readonly unpacks: boolean;
  readonly toStdout: boolean;
}

async function runStdin(process: Process, { name, args, unpacks }: Job): Promise<number> {
  if (!unpacks && process.stdout.isTty && !args.has('f')) {
    throw new UsageError(`compressed data not written to a terminal. Use -f to force compression.\nFor help, type: ${name} -h`);
  }
  const bytes = await readAll(process.stdin, process.cancel);
  if (!unpacks) await process.stdout.write(gzipBytes(bytes, 0), process.cancel);
  else {
    const unpacked = unpackOrFail(bytes, 'stdin');
    if (!args.has('t')) await process.stdout.write(unpacked, process.cancel);
  }
  return 0;
}

/** @throws UsageError that names the file */
function unpackOrFail(bytes: Uint8Array, path: string): Uint8Array {
  try {
    return gunzipBytes(bytes).bytes;
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError(`${path}: ${error.message}`);
    throw error;
  }
}

async function runFile(process: Process, job: Job, path: string): Promise<number> {
  const { name, args, unpacks, toStdout } = job;
  const suffix = args.value('S') ?? '.gz';
  const complain = async (message: string, status = 1): Promise<number> => {
    await process.printError(`${name}: ${message}\n`);
    return status;
  };
  try {
    const { fs } = process;
    const source = unpacks && !path.endsWith(suffix) && !fs.exists(process.resolvePath(path)) ? path + suffix : path;
    if (fs.exists(process.resolvePath(source)) && fs.stat(process.resolvePath(source)).type === 'directory')
      return await complain(`${source} is a directory -- ignored`, 2);
    const bytes = await readFile(process, source);
    const result = unpacks ? unpackOrFail(bytes, source) : gzipBytes(bytes, fs.stat(process.resolvePath(source)).modifiedMs, source.split('/').at(-1));
    if (args.has('l'))
      return await list(process, bytes.length, result.length, source.endsWith('.tgz') ? `${source.slice(0, -4)}.tar` : source.slice(0, -suffix.length));
    if (args.has('t')) return 0;
    if (toStdout) {
      await process.stdout.write(result, process.cancel);
      return 0;
    }
    if (!unpacks && source.endsWith(suffix)) return await complain(`${source} already has ${suffix} suffix -- unchanged`, 2);
    if (unpacks && !source.endsWith(suffix) && !source.endsWith('.tgz')) return await complain(`${source}: unknown suffix -- ignored`, 2);
    const target = !unpacks ? source + suffix : source.endsWith('.tgz') ? `${source.slice(0, -4)}.tar` : source.slice(0, -suffix.length);
    if (fs.exists(process.resolvePath(target)) && !args.has('f')) return await complain(`${target} already exists;\tnot overwritten`, 2);
    await replaceFile(process, source, target, result, args.has('k'));
    if (args.has('v')) {
      const [small, large] = unpacks ? [bytes.length, result.length] : [result.length, bytes.length];
      await process.printError(`${source}:\t${formatRatio(small, large)} -- ${args.has('k') ? 'created' : 'replaced with'} ${target}\n`);
    }
    return 0;
  } catch (error) {
    if (error instanceof UsageError) return complain(error.message);
    if (error instanceof FileError) return complain(`${path}: ${error.message}`);
    throw error;
  }
}

/** Writes the result with the mode and time of its source, which goes away unless it is kept. */
async function replaceFile(process: Process, source: string, target: string, bytes: Uint8Array, isKept: boolean): Promise<void> {
  const { fs } = process;
  const { mode, modifiedMs } = fs.stat(process.resolvePath(source));
  const writer = openForWriting(process, target, 'truncate');
  try {
    await writer.write(bytes, process.cancel);
  } finally {
    writer.close();
  }
  fs.changeMode(process.resolvePath(target), mode);
  fs.touch(process.resolvePath(target), modifiedMs);
  if (!isKept) fs.remove(process.resolvePath(source));
}

const formatRatio = (small: number, large: number): string => `${(large === 0 ? 0 : (1 - small / large) * 100).toFixed(1).padStart(5)}%`;

async function list(process: Process, packed: number, unpacked: number, name: string): Promise<number> {
  await process.print('         compressed        uncompressed  ratio uncompressed_name\n');
  await process.print(`${String(packed).padStart(19)} ${String(unpacked).padStart(19)} ${formatRatio(packed, unpacked)} ${name}\n`);
  return 0;
}

export const gzip = createGzip('gzip', false, false);
export const gunzip = createGzip('gunzip', true, false);
export const zcat = createGzip('zcat', true, true);
