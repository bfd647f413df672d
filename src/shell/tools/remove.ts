import { hasAccess, WRITE } from '#os/executable.ts';
import { FileError } from '#os/file-system.ts';
import { parentPath } from '#os/path.ts';
import { forEachOperand, lstatIfThere } from './file-operands.ts';
import { createTool } from './tool.ts';

export const rm = createTool(
  'rm',
  { letters: 'rRfivdI', long: { recursive: 'r', force: 'f', verbose: 'v', dir: 'd', 'no-preserve-root': 'no-preserve-root' } },
  async (process, args) => {
    const isRecursive = args.has('r') || args.has('R');
    if (args.has('f') && args.operands.length === 0) return 0;
    return forEachOperand(
      process,
      'rm',
      args.operands,
      (path) => `cannot remove '${path}'`,
      async (path, full) => {
        const stat = lstatIfThere(process.fs, full);
        if (!stat) {
          if (args.has('f')) return;
          throw new FileError('ENOENT', 'No such file or directory', path);
        }
        if (/(^|\/)\.\.?\/?$/.test(path)) throw new FileError('EINVAL', `refusing to remove '.' or '..' directory: skipping '${path}'`, path);
        if (stat.type === 'directory' && !isRecursive && !args.has('d')) throw new FileError('EISDIR', 'Is a directory', path);
        if (!hasAccess(process.fs.stat(parentPath(process.resolvePath(path))), process.user, WRITE)) throw new FileError('EACCES', 'Permission denied', path);
        process.fs.remove(full, { recursive: isRecursive });
        if (args.has('v')) await process.print(stat.type === 'directory' ? `removed directory '${path}'\n` : `removed '${path}'\n`);
      },
    );
  },
);
