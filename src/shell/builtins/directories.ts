import { EXECUTE, hasAccess } from '#os/executable.ts';
import { FileError } from '#os/file-system.ts';
import { ShellError } from '../control-flow.ts';
import { type Builtin, print, type Shell } from '../shell.ts';
import { parseBuiltinOptions } from './builtin-options.ts';

/** Goes to a directory; PWD and OLDPWD follow. @throws ShellError */
function changeDirectory(shell: Shell, target: string, isPhysical: boolean): void {
  const { process, variables } = shell;
  const path = process.resolvePath(target);
  try {
    const stat = process.fs.stat(path);
    if (stat.type !== 'directory') throw new ShellError(`${target}: Not a directory`);
    if (!hasAccess(stat, process.user, EXECUTE)) throw new ShellError(`${target}: Permission denied`);
  } catch (error) {
    if (error instanceof FileError) throw new ShellError(`${target}: ${error.message}`);
    throw error;
  }
  variables.set('OLDPWD', process.cwd).isExported = true;
  process.cwd = isPhysical ? process.fs.realPath(path) : path;
  variables.set('PWD', process.cwd).isExported = true;
}

const cd: Builtin = async (shell, args) => {
  const options = parseBuiltinOptions(
    args.filter((argument) => argument !== '-'),
    'LPe@',
  );
  const target = args.includes('-') ? '-' : options.rest[0];
  if (options.rest.length > 1) throw new ShellError('too many arguments');
  if (target === '-') {
    const previous = shell.variables.get('OLDPWD');
    if (previous === undefined) throw new ShellError('OLDPWD not set');
    changeDirectory(shell, previous, options.has('P'));
    await print(shell, `${shell.process.cwd}\n`);
    return 0;
  }
  const home = shell.variables.get('HOME');
  if (target === undefined && home === undefined) throw new ShellError('HOME not set');
  const wanted = target ?? home ?? '';
  if (wanted === '') return 0;
  const viaPath = searchPath(shell, wanted);
  changeDirectory(shell, viaPath ?? wanted, options.has('P'));
  if (viaPath !== undefined) await print(shell, `${shell.process.cwd}\n`);
  return 0;
};

/** A directory found through CDPATH; undefined when it is not used. */
function searchPath(shell: Shell, target: string): string | undefined {
  const path = shell.variables.get('CDPATH');
  if (!path || /^\.{0,2}(\/|$)/.test(target)) return undefined;
  for (const base of path.split(':')) {
    const candidate = shell.process.resolvePath(`${base || '.'}/${target}`);
    if (base !== '' && base !== '.' && shell.process.fs.exists(candidate)) return candidate;
  }
  return undefined;
}

const pwd: Builtin = async (shell, args) => {
  const options = parseBuiltinOptions(args, 'LP');
  await print(shell, `${options.has('P') ? shell.process.fs.realPath(shell.process.cwd) : shell.process.cwd}\n`);
  return 0;
};

const dirs: Builtin = async (shell, args) => {
  const options = parseBuiltinOptions(args, 'clpv');
  if (options.has('c')) {
    shell.directories.length = 0;
    return 0;
  }
  const home = shell.variables.get('HOME');
  const short = (path: string): string => (!options.has('l') && home && (path === home || path.startsWith(`${home}/`)) ? `~${path.slice(home.length)}` : path);
  const all = [shell.process.cwd, ...shell.directories].map(short);
  if (options.has('v')) await print(shell, all.map((path, index) => `${String(index).padStart(2)}  ${path}\n`).join(''));
  else await print(shell, `${all.join(options.has('p') ? '\n' : ' ')}\n`);
  return 0;
};

const pushd: Builtin = async (shell, args) => {
  const [target] = args;
  const before = shell.process.cwd;
  if (target === undefined) {
    const [top] = shell.directories;
    if (top === undefined) throw new ShellError('no other directory');
    changeDirectory(shell, top, false);
    shell.directories[0] = before;
  } else if (/^[+-]\d+$/.test(target)) {
    rotate(shell, target);
  } else {
    changeDirectory(shell, target, false);
    shell.directories.unshift(before);
  }
  return dirs(shell, []);
};

function rotate(shell: Shell, reference: string): void {
  const all = [shell.process.cwd, ...shell.directories];
  const count = Number(reference.slice(1));
  if (count >= all.length) throw new ShellError(`${reference}: directory stack index out of range`);
  const start = reference.startsWith('+') ? count : all.length - 1 - count;
  const [top = '/', ...rest] = [...all.slice(start), ...all.slice(0, start)];
  changeDirectory(shell, top, false);
  shell.directories.splice(0, shell.directories.length, ...rest);
}

const popd: Builtin = async (shell) => {
  const top = shell.directories.shift();
  if (top === undefined) throw new ShellError('directory stack empty');
  changeDirectory(shell, top, false);
  return dirs(shell, []);
};

export const directoryBuiltins: Readonly<Record<string, Builtin>> = { cd, pwd, dirs, pushd, popd };
