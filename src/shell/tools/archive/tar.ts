import { FileError } from '#os/file-system.ts';
import { openForWriting, readFile } from '#os/open-file.ts';
import { parentPath } from '#os/path.ts';
import type { Process, Program } from '#os/process.ts';
import { processWith } from '#os/process-view.ts';
import { readAll } from '#os/readers.ts';
import { formatTar, parseTar, type TarEntry } from '#os/tar-format.ts';
import { UsageError } from '#sim/usage-error.ts';
import { matchesPattern } from '../../words/pattern.ts';
import { formatMode, groupName, userName } from '../file-operands.ts';
import { formatDate } from '../format-date.ts';
import { createTool, type ToolArguments } from '../tool.ts';
import { gunzipBytes, gzipBytes, isGzip } from './gzip-format.ts';

const syntax = {
  letters: 'cxtrvzf:C:kOphmP',
  long: {
    create: 'c',
    extract: 'x',
    get: 'x',
    list: 't',
    verbose: 'v',
    gzip: 'z',
    file: 'f',
    directory: 'C',
    'keep-old-files': 'k',
    'to-stdout': 'O',
    dereference: 'h',
    'absolute-names': 'P',
    'preserve-permissions': 'p',
    touch: 'm',
  },
  longWithValue: ['exclude', 'strip-components'],
};

const tarTool = createTool('tar', syntax, async (process, args) => {
  const modes = ['c', 'x', 't'].filter((mode) => args.has(mode));
  if (args.has('r')) throw new UsageError('appending to an archive (-r) is not supported', 2);
  if (modes.length === 0)
    throw new UsageError(
      "You must specify one of the '-Acdtrux', '--delete' or '--test-label' options\nTry 'tar --help' or 'tar --usage' for more information.",
      2,
    );
  if (modes.length > 1)
    throw new UsageError(
      "You may not specify more than one '-Acdtrux', '--delete' or  '--test-label' option\nTry 'tar --help' or 'tar --usage' for more information.",
      2,
    );
  try {
    return await (modes[0] === 'c' ? create(process, args) : read(process, args, modes[0] === 't'));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new UsageError(`${args.value('f') ?? error.path}: Cannot open: ${error.message}\ntar: Error is not recoverable: exiting now`, 2);
  }
});

/** tar; its first argument may be a bundle of letters without a dash, as in `tar czf`. */
export const tar: Program = (process) => {
  const [name = 'tar', first, ...rest] = process.argv;
  if (first === undefined || first.startsWith('-') || !/^[a-zA-Z]+$/.test(first)) return tarTool(process);
  const values: string[] = [];
  const words = [...first].flatMap((letter) => {
    if (letter !== 'f' && letter !== 'C') return [`-${letter}`];
    const value = rest[values.length] ?? '';
    values.push(value);
    return [`-${letter}`, value];
  });
  const argv = [name, ...words, ...rest.slice(values.length)];
  return tarTool(processWith(process, { argv }));
};

/** Where members are read from or written to. */
const baseOf = (process: Process, args: ToolArguments): string => process.resolvePath(args.value('C') ?? '.');

async function create(process: Process, args: ToolArguments): Promise<number> {
  if (args.operands.length === 0)
    throw new UsageError("Cowardly refusing to create an empty archive\nTry 'tar --help' or 'tar --usage' for more information.", 2);
  const entries: TarEntry[] = [];
  const base = baseOf(process, args);
  const file = args.value('f') ?? '-';
  let status = 0;
  const note = async (name: string): Promise<void> => {
    if (args.has('v')) await (file === '-' ? process.printError(`${name}\n`) : process.print(`${name}\n`));
  };
  const add = async (path: string, name: string): Promise<void> => {
    if (args.values('exclude').some((pattern) => matchesPattern(pattern, name) || matchesPattern(pattern, name.split('/').at(-1) ?? ''))) return;
    const { fs } = process;
    const stat = args.has('h') ? fs.stat(path) : fs.lstat(path);
    if (stat.type === 'device') throw new UsageError(`${name}: file is a device; devices are not archived`, 2);
    const stored = args.has('P') ? name : name.replace(/^\/+/, '');
    const type = stat.type === 'link' || stat.type === 'directory' ? stat.type : 'file';
    entries.push({
      name: type === 'directory' && !stored.endsWith('/') ? `${stored}/` : stored,
      type,
      mode: stat.mode,
      uid: stat.uid,
      gid: stat.gid,
      userName: userName(process, stat.uid),
      groupName: groupName(process, stat.gid),
      modifiedMs: stat.modifiedMs,
      target: type === 'link' ? fs.readLink(path) : '',
      bytes: type === 'file' ? await readFile(process, path) : new Uint8Array(0),
    });
    await note(type === 'directory' && !name.endsWith('/') ? `${name}/` : name);
    if (type === 'directory') for (const child of fs.list(path)) await add(`${path}/${child}`, `${name.replace(/\/$/, '')}/${child}`);
  };
  for (const [index, operand] of args.operands.entries()) {
    if (operand.startsWith('/') && !args.has('P') && index === 0) await process.printError("tar: Removing leading `/' from member names\n");
    try {
      await add(operand.startsWith('/') ? operand : `${base}/${operand}`, operand);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      await process.printError(`tar: ${operand}: Cannot stat: ${error.message}\n`);
      status = 2;
    }
  }
  const archive = formatTar(entries);
  const isZipped = args.has('z');
  await writeOut(process, file, isZipped ? gzipBytes(archive, process.simulation.clock.now) : archive);
  if (status !== 0) await process.printError('tar: Exiting with failure status due to previous errors\n');
  return status;
}

async function writeOut(process: Process, file: string, bytes: Uint8Array): Promise<void> {
  if (file === '-' && process.stdout.isTty)
    throw new UsageError('Refusing to write archive contents to terminal (missing -f option?)\ntar: Error is not recoverable: exiting now', 2);
  const writer = file === '-' ? process.stdout.retain() : openForWriting(process, file, 'truncate');
  try {
    await writer.write(bytes, process.cancel);
  } finally {
    writer.close();
  }
}

async function read(process: Process, args: ToolArguments, isListing: boolean): Promise<number> {
  const file = args.value('f') ?? '-';
  if (file === '-' && process.stdin.isTty)
    throw new UsageError('Refusing to read archive contents from terminal (missing -f option?)\ntar: Error is not recoverable: exiting now', 2);
  const packed = file === '-' ? await readAll(process.stdin, process.cancel) : await readFile(process, file);
  if (args.has('z') && !isGzip(packed)) {
    await process.printError('\ngzip: stdin: not in gzip format\n');
    throw new UsageError('Child returned status 1\ntar: Error is not recoverable: exiting now', 2);
  }
  const entries = parseTar(isGzip(packed) ? gunzipBytes(packed).bytes : packed);
  const wanted = args.operands.map((operand) => operand.replace(/\/$/, ''));
  const found = new Set<string>();
  const strip = Number(args.value('strip-components') ?? 0);
  const base = baseOf(process, args);
  if (!isListing && !process.fs.exists(base))
    throw new UsageError(`${args.value('C')}: Cannot open: No such file or directory\ntar: Error is not recoverable: exiting now`, 2);
  for (const entry of entries) {
    const bare = entry.name.replace(/\/$/, '');
    const match = wanted.find((name) => bare === name || bare.startsWith(`${name}/`));
    if (wanted.length > 0 && match === undefined) continue;
    if (match !== undefined) found.add(match);
    if (args.values('exclude').some((pattern) => matchesPattern(pattern, bare) || matchesPattern(pattern, bare.split('/').at(-1) ?? ''))) continue;
    if (isListing) await process.print(args.has('v') ? formatEntry(entry) : `${entry.name}\n`);
    else if (args.has('O')) await process.stdout.write(entry.bytes, process.cancel);
    else {
      if (args.has('v')) await process.print(`${entry.name}\n`);
      const name = entry.name.replace(/^\/+/, '').split('/').slice(strip).join('/');
      if (name !== '' && !name.split('/').includes('..')) await extract(process, args, `${base}/${name}`, entry);
    }
  }
  const missing = wanted.filter((name) => !found.has(name));
  for (const name of missing) await process.printError(`tar: ${name}: Not found in archive\n`);
  if (missing.length > 0) await process.printError('tar: Exiting with failure status due to previous errors\n');
  return missing.length > 0 ? 2 : 0;
}

function formatEntry(entry: TarEntry): string {
  const owner = `${entry.userName || entry.uid}/${entry.groupName || entry.gid}`;
  const size = String(entry.bytes.length).padStart(Math.max(0, 19 - owner.length - 1));
  const target = entry.type === 'link' ? ` -> ${entry.target}` : '';
  return `${formatMode({ type: entry.type, mode: entry.mode })} ${owner} ${size} ${formatDate('%Y-%m-%d %H:%M', entry.modifiedMs)} ${entry.name}${target}\n`;
}

async function extract(process: Process, args: ToolArguments, path: string, entry: TarEntry): Promise<void> {
  const { fs, user, umask } = process;
  const full = path.replace(/\/$/, '');
  const own = (made: string): void => {
    if (user.uid === 0) fs.changeOwner(made, entry.uid, entry.gid);
    else fs.changeOwner(made, user.uid, user.gid);
  };
  const mode = args.has('p') || user.uid === 0 ? entry.mode : entry.mode & ~umask;
  if (!fs.exists(parentPath(full))) fs.makeDirectory(parentPath(full), { recursive: true });
  if (entry.type === 'directory') {
    if (!fs.exists(full)) fs.makeDirectory(full, { mode });
    own(full);
    return;
  }
  if (args.has('k') && fs.exists(full))
    throw new UsageError(`${entry.name}: Cannot open: File exists\ntar: Exiting with failure status due to previous errors`, 2);
  if (entry.type === 'link') {
    fs.remove(full, { force: true });
    fs.link(entry.target, full);
    return;
  }
  const writer = openForWriting(process, full, 'truncate');
  try {
    await writer.write(entry.bytes, process.cancel);
  } finally {
    writer.close();
  }
  own(full);
  fs.changeMode(full, mode);
  if (!args.has('m')) fs.touch(full, entry.modifiedMs);
}
