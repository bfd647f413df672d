import { decodeText } from './bytes.ts';
import { FileError, type FileStat, type FileSystem } from './file-system.ts';
import { normalizePath } from './path.ts';
import { ExecError, type Program, type User } from './process.ts';

/** What execve finds behind a command: the program, and the arguments it starts with. */
export interface Executable {
  readonly program: Program;
  readonly argv: readonly string[];
  readonly path: string;
}

/** Where commands are looked for when the environment has no PATH. */
export const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

export const READ = 4;
export const WRITE = 2;
export const EXECUTE = 1;

/** Whether a user may read (4), write (2) or execute (1) a file; root may read and write everything. */
export function hasAccess(stat: FileStat, user: Pick<User, 'uid' | 'gid'>, wanted: number): boolean {
  if (user.uid === 0) return wanted !== EXECUTE || stat.type === 'directory' || (stat.mode & 0o111) !== 0;
  const shift = stat.uid === user.uid ? 6 : stat.gid === user.gid ? 3 : 0;
  return ((stat.mode >> shift) & wanted) === wanted;
}

/**
 * Finds the file a command name means: the first executable file on PATH.
 * @returns its path; undefined when there is none
 */
export function findOnPath(fs: FileSystem, name: string, pathVariable: string, cwd: string, user: User): string | undefined {
  for (const directory of pathVariable.split(':')) {
    const candidate = normalizePath(`${directory || '.'}/${name}`, cwd);
    if (isExecutableFile(fs, candidate, user)) return candidate;
  }
  return undefined;
}

function isExecutableFile(fs: FileSystem, path: string, user: User): boolean {
  if (!fs.exists(path)) return false;
  const stat = fs.stat(path);
  return stat.type === 'file' && hasAccess(stat, user, EXECUTE);
}

/** From what a caller types to what runs. */
export interface ExecutableRequest {
  readonly argv: readonly string[];
  readonly path: string;
  readonly cwd: string;
  readonly user: User;
}

/**
 * Looks a command up as execvp does: by path when it has a slash, else on PATH; scripts by their `#!` line.
 * @throws ExecError ENOENT, EACCES, EISDIR, or ENOEXEC for a text file without `#!` (a shell then reads it itself)
 */
export function findExecutable(fs: FileSystem, request: ExecutableRequest, depth = 0): Executable {
  const [name = ''] = request.argv;
  const path = name.includes('/') ? normalizePath(name, request.cwd) : findOnPath(fs, name, request.path, request.cwd, request.user);
  if (path === undefined) throw new ExecError('ENOENT', 'No such file or directory');
  const stat = statForExec(fs, path);
  if (stat.type === 'directory') throw new ExecError('EISDIR', 'Is a directory');
  if (!hasAccess(stat, request.user, EXECUTE)) throw new ExecError('EACCES', 'Permission denied');
  const program = fs.programAt(path);
  if (program) return { program, argv: request.argv, path };
  const interpreter = /^#![ \t]*(\S+)(?:[ \t]+(.*?))?[ \t]*(?:\n|$)/.exec(decodeText(fs.read(path).subarray(0, 256)));
  if (!interpreter || depth > 4) throw new ExecError('ENOEXEC', 'Exec format error');
  const [, command = '', argument] = interpreter;
  const argv = [command, ...(argument ? [argument] : []), name.includes('/') ? name : path, ...request.argv.slice(1)];
  try {
    return findExecutable(fs, { ...request, argv }, depth + 1);
  } catch (error) {
    // As bash names it: the script is there, what should run it is not.
    if (error instanceof ExecError && error.code === 'ENOENT') throw new ExecError('ENOENT', `${command}: bad interpreter: No such file or directory`);
    throw error;
  }
}

function statForExec(fs: FileSystem, path: string): FileStat {
  try {
    return fs.stat(path);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new ExecError(error.code === 'EACCES' ? 'EACCES' : 'ENOENT', error.message);
  }
}
