import { FileError } from '#os/file-system.ts';
import { parentPath } from '#os/path.ts';
import { applyMode } from './file-mode.ts';
import { forEachOperand, isDirectory } from './file-operands.ts';
import { createTool } from './tool.ts';

export const mkdir = createTool('mkdir', { letters: 'pvm:', long: { parents: 'p', verbose: 'v', mode: 'm' } }, (process, args) =>
  forEachOperand(
    process,
    'mkdir',
    args.operands,
    (path) => `cannot create directory '${path}'`,
    async (path, full) => {
      const given = args.value('m');
      const existed = process.fs.exists(full);
      if (existed && args.has('p') && isDirectory(process.fs, full)) return;
      process.fs.makeDirectory(full, { recursive: args.has('p'), mode: given === undefined ? 0o777 & ~process.umask : applyMode(given, 0o777, true) });
      if (process.user.uid !== 0) process.fs.changeOwner(full, process.user.uid, process.user.gid);
      if (args.has('v')) await process.print(`mkdir: created directory '${path}'\n`);
    },
  ),
);

export const rmdir = createTool(
  'rmdir',
  { letters: 'pv', long: { parents: 'p', verbose: 'v', 'ignore-fail-on-non-empty': 'ignore-fail-on-non-empty' } },
  (process, args) =>
    forEachOperand(
      process,
      'rmdir',
      args.operands,
      (path) => `failed to remove '${path}'`,
      (_path, full) => {
        if (!isDirectory(process.fs, full))
          throw new FileError(process.fs.exists(full) ? 'ENOTDIR' : 'ENOENT', process.fs.exists(full) ? 'Not a directory' : 'No such file or directory', full);
        process.fs.remove(full);
        for (let parent = parentPath(full); args.has('p') && parent !== process.cwd && parent !== '/'; parent = parentPath(parent)) process.fs.remove(parent);
      },
    ),
);
