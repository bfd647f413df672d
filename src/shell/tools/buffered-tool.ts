import type { IFileSystem } from 'just-bash';
import { FileError, type FileSystem } from '#os/file-system.ts';
import { normalizePath } from '#os/path.ts';
import type { Program } from '#os/process.ts';
import { readAllText } from '#os/readers.ts';
import { quoteAlways } from '../words/quote.ts';

/** Tools that are taken from the library `just-bash`, loaded when one is first used. */
export type BufferedToolName = 'jq' | 'tree' | 'od' | 'comm' | 'join' | 'split' | 'strings' | 'du' | 'file' | 'expand' | 'unexpand';

/**
 * A tool that reads all of its input before it writes anything.
 * @param readsStdin whether it needs stdin when called with these arguments
 */
export function createBufferedTool(name: BufferedToolName, readsStdin: (args: readonly string[]) => boolean): Program {
  return async (process) => {
    const args = process.argv.slice(1);
    const stdin = readsStdin(args) ? await readAllText(process.stdin, process.cancel) : '';
    const { simulation } = process;
    const run = async (): Promise<{ stdout: string; stderr: string; exitCode: number }> => {
      const { Bash } = await import('just-bash');
      const bash = new Bash({
        fs: adaptFileSystem(process.fs),
        cwd: process.cwd,
        env: Object.fromEntries(process.env),
        commands: [name],
        defenseInDepth: false,
      });
      return bash.exec([name, ...args].map(quoteAlways).join(' '), { stdin, rawScript: true });
    };
    const result = await simulation.hold(run());
    await process.print(result.stdout);
    await process.printError(result.stderr.replace(/^bash: line \d+: /gm, ''));
    return result.exitCode;
  };
}

/** Our file system as the library wants one: every method a promise, errors with the code in their text. */
function adaptFileSystem(fs: FileSystem): IFileSystem {
  const act = async <T>(action: () => T): Promise<T> => {
    try {
      return action();
    } catch (error) {
      if (error instanceof FileError) throw new Error(`${error.code}: ${error.message.toLowerCase()}, '${error.path}'`);
      throw error;
    }
  };
  const describe = (path: string, isFollowed: boolean) => {
    const stat = isFollowed ? fs.stat(path) : fs.lstat(path);
    return {
      isFile: stat.type === 'file',
      isDirectory: stat.type === 'directory',
      isSymbolicLink: stat.type === 'link',
      mode: stat.mode,
      size: stat.sizeBytes,
      mtime: new Date(stat.modifiedMs),
    };
  };
  const copy = (from: string, to: string): void => fs.write(to, fs.read(from));
  return {
    readFile: (path) => act(() => fs.readText(path)),
    readFileBuffer: (path) => act(() => fs.read(path)),
    writeFile: (path, content) => act(() => fs.write(path, content)),
    appendFile: (path, content) => act(() => fs.append(path, content)),
    exists: (path) => act(() => fs.exists(path)),
    stat: (path) => act(() => describe(path, true)),
    lstat: (path) => act(() => describe(path, false)),
    mkdir: (path, options) => act(() => fs.makeDirectory(path, { recursive: options?.recursive ?? false })),
    readdir: (path) => act(() => [...fs.list(path)]),
    rm: (path, options) => act(() => fs.remove(path, { recursive: options?.recursive ?? false, force: options?.force ?? false })),
    cp: (from, to) => act(() => copy(from, to)),
    mv: (from, to) => act(() => fs.rename(from, to)),
    resolvePath: (base, path) => normalizePath(path, base),
    getAllPaths: () => [],
    chmod: (path, mode) => act(() => fs.changeMode(path, mode)),
    symlink: (target, path) => act(() => fs.link(target, path)),
    link: (from, to) => act(() => copy(from, to)),
    readlink: (path) => act(() => fs.readLink(path)),
    realpath: (path) => act(() => fs.realPath(path)),
    utimes: (path, _accessed, modified) => act(() => fs.touch(path, modified.getTime())),
  };
}

/** How many operands are no options, when these options take a value. */
export function countOperands(args: readonly string[], withValue: ReadonlySet<string>): number {
  let count = 0;
  for (let at = 0; at < args.length; at++) {
    const argument = args[at] as string;
    if (withValue.has(argument)) at += argument === '--arg' || argument === '--argjson' || argument === '--slurpfile' || argument === '--rawfile' ? 2 : 1;
    else if (!/^-./.test(argument)) count++;
  }
  return count;
}
