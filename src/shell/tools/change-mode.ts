import { FileError } from '#os/file-system.ts';
import type { Process } from '#os/process.ts';
import { processWith } from '#os/process-view.ts';
import { UsageError } from '#sim/usage-error.ts';
import { applyMode } from './file-mode.ts';
import { forEachOperand } from './file-operands.ts';
import { createTool } from './tool.ts';

/** A path and, with `-R`, everything below it; links are not followed below. */
function* withChildren(process: Process, full: string, isRecursive: boolean): Generator<string> {
  yield full;
  if (!isRecursive || process.fs.lstat(full).type !== 'directory') return;
  for (const name of process.fs.list(full)) {
    const child = `${full.replace(/\/$/, '')}/${name}`;
    if (process.fs.lstat(child).type !== 'link') yield* withChildren(process, child, true);
  }
}

const notPermitted = (process: Process, path: string): void => {
  const { uid } = process.user;
  if (uid !== 0 && process.fs.stat(path).uid !== uid) throw new FileError('EPERM', 'Operation not permitted', path);
};

const chmodTool = createTool('chmod', { letters: 'Rvfc', long: { recursive: 'R', verbose: 'v', silent: 'f', quiet: 'f', changes: 'c' } }, (process, args) => {
  const [mode, ...paths] = args.operands;
  if (mode === undefined) throw new UsageError(`missing operand\nTry 'chmod --help' for more information.`);
  if (paths.length === 0) throw new UsageError(`missing operand after '${mode}'\nTry 'chmod --help' for more information.`);
  const describe = (path: string): string => (process.fs.exists(process.resolvePath(path)) ? `changing permissions of '${path}'` : `cannot access '${path}'`);
  return forEachOperand(process, 'chmod', paths, describe, (_path, full) => {
    for (const each of withChildren(process, full, args.has('R'))) {
      notPermitted(process, each);
      const stat = process.fs.stat(each);
      process.fs.changeMode(each, applyMode(mode, stat.mode, stat.type === 'directory'));
    }
  });
});

/** `chmod -x file`: a mode that looks like an option. */
export const chmod: typeof chmodTool = (process) =>
  chmodTool(
    processWith(process, {
      argv: process.argv.flatMap((argument, index) => (index > 0 && /^-[rwxXst]+$/.test(argument) ? ['--', `a${argument}`] : [argument])),
    }),
  );

export const chown = createTool('chown', { letters: 'RvfhHLP', long: { recursive: 'R', verbose: 'v', 'no-dereference': 'h' } }, (process, args) => {
  const [spec, ...paths] = args.operands;
  if (spec === undefined) throw new UsageError(`missing operand\nTry 'chown --help' for more information.`);
  if (paths.length === 0) throw new UsageError(`missing operand after '${spec}'\nTry 'chown --help' for more information.`);
  const [userText = '', groupText] = spec.split(/[:.]/, 2);
  const { users } = process.machine;
  const idOf = (text: string, kind: 'user' | 'group'): number => {
    if (/^\d+$/.test(text)) return Number(text);
    const user = users.find((one) => one.name === text);
    if (!user && text !== 'root') throw new UsageError(`invalid ${kind}: '${spec}'`);
    return user ? (kind === 'user' ? user.uid : user.gid) : 0;
  };
  const uid = userText === '' ? undefined : idOf(userText, 'user');
  const gid = groupText === undefined ? undefined : groupText === '' ? uid : idOf(groupText, 'group');
  return forEachOperand(
    process,
    'chown',
    paths,
    (path) => (process.fs.exists(process.resolvePath(path)) ? `changing ownership of '${path}'` : `cannot access '${path}'`),
    (_path, full) => {
      for (const each of withChildren(process, full, args.has('R'))) {
        const stat = process.fs.stat(each);
        if (process.user.uid !== 0 && uid !== undefined && uid !== stat.uid) throw new FileError('EPERM', 'Operation not permitted', each);
        process.fs.changeOwner(each, uid ?? stat.uid, gid ?? stat.gid);
      }
    },
  );
});
