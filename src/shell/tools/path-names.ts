import { FileError } from '#os/file-system.ts';
import { lastName, parentPath } from '#os/path.ts';
import { UsageError } from '#sim/usage-error.ts';
import { createTool } from './tool.ts';

const missing = (name: string): UsageError => new UsageError(`missing operand\nTry '${name} --help' for more information.`);
const trimSlashes = (path: string): string => path.replace(/(.)\/+$/, '$1');

export const basename = createTool('basename', { letters: 'as:z', long: { multiple: 'a', suffix: 's', zero: 'z' } }, async (process, args) => {
  if (args.operands.length === 0) throw missing('basename');
  const isMany = args.has('a') || args.has('s');
  const suffix = args.value('s') ?? (isMany ? '' : (args.operands[1] ?? ''));
  for (const path of isMany ? args.operands : args.operands.slice(0, 1)) {
    const name = lastName(trimSlashes(path)) || '/';
    await process.print(`${suffix !== '' && name !== suffix && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name}\n`);
  }
  return 0;
});

export const dirname = createTool('dirname', { letters: 'z', long: { zero: 'z' } }, async (process, args) => {
  if (args.operands.length === 0) throw missing('dirname');
  for (const path of args.operands) {
    const trimmed = trimSlashes(path);
    await process.print(`${trimmed.includes('/') ? trimSlashes(parentPath(trimmed)) : '.'}\n`);
  }
  return 0;
});

export const realpath = createTool(
  'realpath',
  { letters: 'emsqz', long: { 'canonicalize-existing': 'e', 'canonicalize-missing': 'm', 'no-symlinks': 's', quiet: 'q' } },
  async (process, args) => {
    if (args.operands.length === 0) throw missing('realpath');
    let status = 0;
    for (const path of args.operands) {
      const full = process.resolvePath(path);
      try {
        const parent = parentPath(full);
        const resolved = args.has('s')
          ? full
          : process.fs.exists(full)
            ? process.fs.realPath(full)
            : args.has('m')
              ? full
              : `${process.fs.realPath(parent).replace(/\/$/, '')}/${lastName(full)}`;
        if (args.has('e')) process.fs.stat(full);
        await process.print(`${resolved}\n`);
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        if (!args.has('q')) await process.printError(`realpath: ${path}: ${error.message}\n`);
        status = 1;
      }
    }
    return status;
  },
);

export const readlink = createTool(
  'readlink',
  { letters: 'femnqs', long: { canonicalize: 'f', 'canonicalize-existing': 'e', 'canonicalize-missing': 'm', 'no-newline': 'n' } },
  async (process, args) => {
    if (args.operands.length === 0) throw missing('readlink');
    let status = 0;
    for (const path of args.operands) {
      const full = process.resolvePath(path);
      try {
        const isResolving = args.has('f') || args.has('e') || args.has('m');
        const target = isResolving ? (process.fs.exists(full) ? process.fs.realPath(full) : full) : process.fs.readLink(full);
        await process.print(target + (args.has('n') ? '' : '\n'));
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        status = 1;
      }
    }
    return status;
  },
);

export const which = createTool('which', { letters: 'as', long: { all: 'a' } }, async (process, args) => {
  let status = 0;
  for (const name of args.operands) {
    const directories = (process.env.get('PATH') ?? '').split(':');
    const candidates = name.includes('/') ? [name] : directories.map((directory) => `${directory}/${name}`);
    const found = candidates.filter((path) => {
      const full = process.resolvePath(path);
      return process.fs.exists(full) && process.fs.stat(full).type === 'file' && (process.fs.stat(full).mode & 0o111) !== 0;
    });
    if (found.length === 0) status = 1;
    for (const path of args.has('a') ? found : found.slice(0, 1)) await process.print(`${path}\n`);
  }
  return status;
});

export const mktemp = createTool(
  'mktemp',
  { letters: 'dqtup:', long: { directory: 'd', quiet: 'q', 'dry-run': 'u' }, longWithValue: ['tmpdir', 'suffix'] },
  async (process, args) => {
    const [template = 'tmp.XXXXXXXXXX'] = args.operands;
    const directory =
      args.value('p') ?? args.value('tmpdir') ?? (args.operands.length === 0 || args.has('t') ? (process.env.get('TMPDIR') ?? '/tmp') : undefined);
    if (!/XXX/.test(template)) throw new UsageError(`too few X's in template '${template}'`);
    const filled = template.replace(/X{3,}(?!.*XXX)/, (letters) => process.simulation.random.suffix(letters.length)) + (args.value('suffix') ?? '');
    const path = directory === undefined ? filled : `${directory}/${filled}`;
    const full = process.resolvePath(path);
    if (!args.has('u')) {
      if (args.has('d')) process.fs.makeDirectory(full, { mode: 0o700 });
      else process.fs.write(full, '', 0o600);
      if (process.user.uid !== 0) process.fs.changeOwner(full, process.user.uid, process.user.gid);
    }
    await process.print(`${path}\n`);
    return 0;
  },
);
