import { normalizePath } from '#os/path.ts';
import type { Process } from '#os/process.ts';
import { UsageError } from '#sim/usage-error.ts';

/** The folder of a kustomization. Files must lie in it or below; other kustomizations may lie anywhere. */
export interface KustomizeFolder {
  /** Absolute. */
  readonly path: string;
  /** @throws UsageError when there is no such file, or it lies outside */
  readBytes(file: string): Uint8Array;
  readText(file: string): string;
  /** The text of its kustomization file. @throws UsageError when there is none, or several */
  readKustomization(): string;
  /** The folder that a path names as seen from here. @throws UsageError when it is none */
  enter(path: string): KustomizeFolder;
}

const fileNames = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/**
 * Opens the folder that a command line names.
 * @param isRestricted whether files outside of it are refused
 * @throws UsageError when it is none
 */
export function openFolder(process: Process, named: string, isRestricted: boolean): KustomizeFolder {
  const path = process.resolvePath(named);
  if (/^(https?:\/\/|git@|git::|github\.com\/)/.test(named))
    throw new UsageError(`unable to fetch ${JSON.stringify(named)}: there is no network outside of the cluster`);
  if (!process.fs.exists(path))
    throw new UsageError(`must build at directory: not a valid directory: evalsymlink failure on '${named}' : lstat ${path}: no such file or directory`);
  if (process.fs.stat(path).type !== 'directory') throw new UsageError(`must build at directory: '${path}': file is not directory`);
  return folderAt(process, path, isRestricted);
}

function folderAt(process: Process, path: string, isRestricted: boolean): KustomizeFolder {
  const { fs } = process;
  const readBytes = (file: string): Uint8Array => {
    const absolute = normalizePath(file, path);
    if (!fs.exists(absolute)) throw new UsageError(`evalsymlink failure on '${absolute}' : lstat ${absolute}: no such file or directory`);
    if (fs.stat(absolute).type === 'directory') throw new UsageError(`'${absolute}' must resolve to a file`);
    if (isRestricted && !absolute.startsWith(path === '/' ? '/' : `${path}/`))
      throw new UsageError(`security; file '${absolute}' is not in or below '${path}'`);
    return fs.read(absolute);
  };
  return {
    path,
    readBytes,
    readText: (file) => new TextDecoder().decode(readBytes(file)),
    readKustomization() {
      const found = fileNames.filter((name) => fs.exists(normalizePath(name, path)));
      const [only] = found;
      if (only === undefined) throw new UsageError(`unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '${path}'`);
      if (found.length > 1) throw new UsageError(`Found multiple kustomization files: ${path}`);
      return fs.readText(normalizePath(only, path));
    },
    enter(target) {
      if (target.startsWith('/')) throw new UsageError(`new root '${target}' cannot be absolute`);
      const absolute = normalizePath(target, path);
      if (!fs.exists(absolute))
        throw new UsageError(
          `must build at directory: not a valid directory: evalsymlink failure on '${absolute}' : lstat ${absolute}: no such file or directory`,
        );
      if (fs.stat(absolute).type !== 'directory') throw new UsageError(`must build at directory: '${absolute}': file is not directory`);
      return folderAt(process, absolute, isRestricted);
    },
  };
}
