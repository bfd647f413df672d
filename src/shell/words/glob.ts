import { FileError, type FileSystem } from '#os/file-system.ts';
import { normalizePath } from '#os/path.ts';
import { hasWildcard, patternSource, unescapePattern } from './pattern.ts';

export interface GlobOptions {
  readonly cwd: string;
  readonly dotglob: boolean;
  readonly globstar: boolean;
  readonly ignoreCase: boolean;
}

/** The paths a pattern matches, sorted; empty when there are none. */
export function expandGlob(fs: FileSystem, pattern: string, options: GlobOptions): readonly string[] {
  const isAbsolute = pattern.startsWith('/');
  const segments = pattern.split('/').filter((segment, index) => segment !== '' || index > 0);
  let found: readonly string[] = [isAbsolute ? '/' : ''];
  for (const [index, segment] of segments.entries()) {
    const isLast = index === segments.length - 1;
    if (segment === '') found = isLast ? found.filter((path) => isDirectory(fs, path, options)).map((path) => `${path}/`) : found;
    else if (segment === '**' && options.globstar) found = found.flatMap((path) => descend(fs, path, isLast, options));
    else found = found.flatMap((path) => matchSegment(fs, path, segment, isLast, options));
  }
  return found.filter((path) => path !== '').toSorted();
}

const join = (directory: string, name: string): string => (directory === '' ? name : directory.endsWith('/') ? directory + name : `${directory}/${name}`);
const absolute = (path: string, options: GlobOptions): string => normalizePath(path === '' ? '.' : path, options.cwd);

function isDirectory(fs: FileSystem, path: string, options: GlobOptions): boolean {
  const full = absolute(path, options);
  return fs.exists(full) && fs.stat(full).type === 'directory';
}

function matchSegment(fs: FileSystem, directory: string, segment: string, isLast: boolean, options: GlobOptions): string[] {
  if (!hasWildcard(segment)) {
    const path = join(directory, unescapePattern(segment));
    const isThere = isLast ? linkExists(fs, absolute(path, options)) : isDirectory(fs, path, options);
    return isThere ? [path] : [];
  }
  const expression = new RegExp(`^(?:${patternSource(segment, true)})$`, options.ignoreCase ? 'sui' : 'su');
  const showsHidden = segment.startsWith('.') || options.dotglob;
  const names = namesIn(fs, absolute(directory, options)).filter((name) => (showsHidden || !name.startsWith('.')) && expression.test(name));
  const paths = names.map((name) => join(directory, name));
  return isLast ? paths : paths.filter((path) => isDirectory(fs, path, options));
}

/** `**`: the directory, every directory below it and (as the last segment) every file. */
function descend(fs: FileSystem, directory: string, isLast: boolean, options: GlobOptions): string[] {
  const out = isLast && directory === '' ? [] : [directory];
  for (const name of namesIn(fs, absolute(directory, options))) {
    if (name.startsWith('.') && !options.dotglob) continue;
    const path = join(directory, name);
    if (isDirectory(fs, path, options)) out.push(...descend(fs, path, isLast, options));
    else if (isLast) out.push(path);
  }
  return out;
}

function linkExists(fs: FileSystem, path: string): boolean {
  try {
    fs.lstat(path);
    return true;
  } catch (error) {
    if (error instanceof FileError) return false;
    throw error;
  }
}

function namesIn(fs: FileSystem, path: string): readonly string[] {
  try {
    return fs.list(path);
  } catch (error) {
    if (error instanceof FileError) return [];
    throw error;
  }
}
