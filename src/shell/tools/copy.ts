import { deviceAt } from '#os/devices.ts';
import { hasAccess, READ, WRITE } from '#os/executable.ts';
import { FileError } from '#os/file-system.ts';
import { readFile } from '#os/open-file.ts';
import { isWithin, lastName, parentPath } from '#os/path.ts';
import type { Process } from '#os/process.ts';
import { UsageError } from '#sim/usage-error.ts';
import { isDirectory, lstatIfThere } from './file-operands.ts';
import { createTool, type ToolArguments } from './tool.ts';

/** Where each source goes. @throws UsageError */
function planTargets(process: Process, name: string, args: ToolArguments): { source: string; target: string }[] {
  const given = args.value('t');
  const sources = given === undefined ? args.operands.slice(0, -1) : args.operands;
  const target = given ?? args.operands.at(-1);
  const usage = `\nTry '${name} --help' for more information.`;
  if (target === undefined || args.operands.length === 0) throw new UsageError(`missing file operand${usage}`);
  const [first = target] = sources;
  if (sources.length === 0) throw new UsageError(`missing destination file operand after '${first}'${usage}`);
  const intoDirectory = !args.has('T') && isDirectory(process.fs, process.resolvePath(target));
  if (sources.length > 1 && !intoDirectory)
    throw new UsageError(`target '${target}': ${process.fs.exists(process.resolvePath(target)) ? 'Not a directory' : 'No such file or directory'}`);
  return sources.map((source) => ({ source, target: intoDirectory ? `${target.replace(/\/+$/, '')}/${lastName(process.resolvePath(source))}` : target }));
}

/** Copies one file, link or (with `isRecursive`) directory. */
function copyTree(process: Process, from: string, to: string, keeps: { readonly links: boolean; readonly attributes: boolean }): void {
  const { fs, user } = process;
  const stat = keeps.links ? fs.lstat(from) : fs.stat(from);
  if (stat.type === 'link') {
    if (lstatIfThere(fs, to)) fs.remove(to);
    fs.link(fs.readLink(from), to);
    return;
  }
  if (stat.type === 'directory') {
    if (!fs.exists(to)) fs.makeDirectory(to, { mode: stat.mode });
    for (const name of fs.list(from)) copyTree(process, `${from}/${name}`, `${to}/${name}`, keeps);
  } else {
    if (!hasAccess(stat, user, READ)) throw new FileError('EACCES', 'Permission denied', from);
    if (fs.exists(to) ? !hasAccess(fs.stat(to), user, WRITE) : !hasAccess(fs.stat(parentPath(to)), user, WRITE))
      throw new FileError('EACCES', 'Permission denied', to);
    const program = fs.programAt(from);
    if (program) fs.installProgram(to, program);
    else fs.write(to, fs.read(from), stat.mode & ~process.umask);
  }
  if (keeps.attributes) {
    fs.changeMode(to, stat.mode);
    fs.touch(to, stat.modifiedMs);
    if (user.uid === 0) fs.changeOwner(to, stat.uid, stat.gid);
  } else if (user.uid !== 0) fs.changeOwner(to, user.uid, user.gid);
}

const copySyntax = {
  letters: 'aRrpdfinuvLPHTt:l',
  long: {
    archive: 'a',
    recursive: 'r',
    force: 'f',
    interactive: 'i',
    'no-clobber': 'n',
    update: 'u',
    verbose: 'v',
    preserve: 'p',
    'target-directory': 't',
    'no-target-directory': 'T',
    dereference: 'L',
  },
};

export const cp = createTool('cp', copySyntax, async (process, args) => {
  const isRecursive = args.has('r') || args.has('R') || args.has('a');
  let status = 0;
  const complain = async (message: string): Promise<void> => {
    await process.printError(`cp: ${message}\n`);
    status = 1;
  };
  for (const { source, target } of planTargets(process, 'cp', args)) {
    const [from, to] = [process.resolvePath(source), process.resolvePath(target)];
    const { fs } = process;
    if (deviceAt(from)) {
      fs.write(to, await readFile(process, from));
      continue;
    }
    const stat = lstatIfThere(fs, from);
    if (!stat) await complain(`cannot stat '${source}': No such file or directory`);
    else if (stat.type === 'directory' && !isRecursive) await complain(`-r not specified; omitting directory '${source}'`);
    else if (from === to) await complain(`'${source}' and '${target}' are the same file`);
    else if (stat.type === 'directory' && isWithin(to, from)) await complain(`cannot copy a directory, '${source}', into itself, '${target}'`);
    else if (stat.type === 'directory' && fs.exists(to) && !isDirectory(fs, to))
      await complain(`cannot overwrite non-directory '${target}' with directory '${source}'`);
    else if (!isDirectory(fs, parentPath(to))) await complain(`cannot create regular file '${target}': No such file or directory`);
    else if (!(args.has('n') && fs.exists(to)) && !(args.has('u') && fs.exists(to) && fs.stat(to).modifiedMs >= stat.modifiedMs)) {
      try {
        copyTree(process, from, to, {
          links: args.has('a') || args.has('d') || args.has('P') || (isRecursive && !args.has('L')),
          attributes: args.has('a') || args.has('p'),
        });
        if (args.has('v')) await process.print(`'${source}' -> '${target}'\n`);
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        await complain(
          error.path === from ? `cannot open '${source}' for reading: ${error.message}` : `cannot create regular file '${target}': ${error.message}`,
        );
      }
    }
  }
  return status;
});

const moveSyntax = {
  letters: 'finuvTt:',
  long: { force: 'f', interactive: 'i', 'no-clobber': 'n', update: 'u', verbose: 'v', 'target-directory': 't', 'no-target-directory': 'T' },
};

export const mv = createTool('mv', moveSyntax, async (process, args) => {
  let status = 0;
  for (const { source, target } of planTargets(process, 'mv', args)) {
    const [from, to] = [process.resolvePath(source), process.resolvePath(target)];
    const { fs } = process;
    if (!lstatIfThere(fs, from)) {
      await process.printError(`mv: cannot stat '${source}': No such file or directory\n`);
      status = 1;
      continue;
    }
    if (args.has('n') && fs.exists(to)) continue;
    try {
      if (from === to) throw new FileError('EINVAL', `'${source}' and '${target}' are the same file`, from);
      moveTree(process, from, to);
      if (args.has('v')) await process.print(`renamed '${source}' -> '${target}'\n`);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      await process.printError(
        error.message.startsWith("'")
          ? `mv: ${error.message}\n`
          : error.code === 'EINVAL'
            ? `mv: cannot move '${source}' to a subdirectory of itself, '${target}'\n`
            : `mv: cannot move '${source}' to '${target}': ${error.message}\n`,
      );
      status = 1;
    }
  }
  return status;
});

/** Renames; to another mounted tree it is a copy and a removal. */
function moveTree(process: Process, from: string, to: string): void {
  try {
    process.fs.rename(from, to);
  } catch (error) {
    if (!(error instanceof FileError) || error.code !== 'EXDEV') throw error;
    copyTree(process, from, to, { links: true, attributes: true });
    process.fs.remove(from, { recursive: true });
  }
}

export const ln = createTool(
  'ln',
  { letters: 'sfnvrTt:', long: { symbolic: 's', force: 'f', 'no-dereference': 'n', verbose: 'v', relative: 'r' } },
  async (process, args) => {
    if (!args.has('s')) throw new UsageError('hard links are not supported; use -s');
    const [only] = args.operands;
    const operands = args.operands.length === 1 && only !== undefined ? [only, lastName(only)] : args.operands;
    const [target, path] = [operands[0], operands.at(-1)];
    if (target === undefined || path === undefined) throw new UsageError(`missing file operand\nTry 'ln --help' for more information.`);
    const full = process.resolvePath(path);
    const isInto = isDirectory(process.fs, full) && !(args.has('n') && lstatIfThere(process.fs, full)?.type === 'link');
    const at = isInto ? `${full}/${lastName(target)}` : full;
    if (lstatIfThere(process.fs, at)) {
      if (!args.has('f')) throw new UsageError(`failed to create symbolic link '${path}': File exists`);
      process.fs.remove(at);
    }
    process.fs.link(target, at);
    return 0;
  },
);
