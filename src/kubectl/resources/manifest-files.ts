import { iterateYamlDocuments, YamlError } from '#machinery/yaml.ts';
import type { Process } from '#os/process.ts';
import { readAllText } from '#os/readers.ts';
import { UsageError } from '#sim/usage-error.ts';

/** What `-f`, `-k` and `-R` name. */
export interface ManifestSources {
  readonly filenames: readonly string[];
  readonly kustomize: string;
  readonly recursive: boolean;
}

/** One document of a manifest, or what was wrong with it. */
export type ManifestDocument = { readonly source: string; readonly value: unknown } | { readonly source: string; readonly error: Error };

const extensions = ['.json', '.yaml', '.yml'];

/** Whether any file was named at all. */
export function hasManifests(sources: ManifestSources): boolean {
  return sources.filenames.length > 0 || sources.kustomize !== '';
}

/**
 * Reads every document of the named files, in order. A broken document ends its file; the other files are read all the same.
 * @throws UsageError when a path is not there or cannot be a manifest
 */
export async function readManifests(process: Process, sources: ManifestSources): Promise<ManifestDocument[]> {
  if (sources.kustomize !== '') return readKustomized(process, sources);
  const documents: ManifestDocument[] = [];
  const paths = sources.filenames.flatMap((name) => (name === '-' ? ['-'] : expandPath(process, name, sources.recursive)));
  for (const path of paths) {
    const source = path === '-' ? 'STDIN' : path;
    const text = path === '-' ? await readAllText(process.stdin, process.cancel) : process.fs.readText(process.resolvePath(path));
    documents.push(...parseManifest(text, source));
  }
  return documents;
}

async function readKustomized(process: Process, { kustomize, filenames, recursive }: ManifestSources): Promise<ManifestDocument[]> {
  if (filenames.length > 0) throw new UsageError('only one of -f or -k can be specified');
  if (recursive) throw new UsageError("the -k flag can't be used with -f or -R");
  const { kustomizeFolder } = await process.simulation.load(() => import('../kustomize/kustomize-folder.ts'));
  const objects = await kustomizeFolder(process, kustomize, true);
  return objects.map((value) => ({ source: kustomize, value }));
}

/** The documents of one text; a broken one ends it and leaves those before it usable. */
export function parseManifest(text: string, source: string): ManifestDocument[] {
  const documents: ManifestDocument[] = [];
  try {
    for (const value of iterateYamlDocuments(text)) documents.push({ source, value });
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    documents.push({ source, error: new UsageError(`error parsing ${source}: ${error.message}`) });
  }
  return documents;
}

function expandPath(process: Process, name: string, recursive: boolean): string[] {
  if (/^https?:\/\//.test(name)) throw new UsageError(`unable to read URL "${name}", there is no network outside of the cluster`);
  const absolute = process.resolvePath(name);
  if (!process.fs.exists(absolute)) {
    const matches = matchGlob(process, name);
    if (matches.length === 0) throw new UsageError(`the path "${name}" does not exist`);
    return matches.flatMap((match) => expandPath(process, match, recursive));
  }
  if (process.fs.stat(absolute).type !== 'directory') return [name];
  const files = listFolder(process, name.replace(/(.)\/+$/, '$1'), recursive);
  if (files.length === 0) throw new UsageError(`error reading [${name}]: recognized file extensions are [${extensions.join(' ')}]`);
  return files;
}

function listFolder(process: Process, folder: string, recursive: boolean): string[] {
  return process.fs.list(process.resolvePath(folder)).flatMap((entry) => {
    const path = folder === '/' ? `/${entry}` : folder === '.' ? entry : `${folder}/${entry}`;
    const isFolder = process.fs.stat(process.resolvePath(path)).type === 'directory';
    if (isFolder) return recursive ? listFolder(process, path, true) : [];
    return extensions.some((extension) => entry.endsWith(extension)) ? [path] : [];
  });
}

/** A pattern that the shell left alone (it was quoted): `*` and `?` in the last part of the path. */
function matchGlob(process: Process, pattern: string): string[] {
  const slash = pattern.lastIndexOf('/');
  const folder = slash < 0 ? '.' : pattern.slice(0, slash) || '/';
  const last = pattern.slice(slash + 1);
  const absolute = process.resolvePath(folder);
  if (!/[*?]/.test(last) || !process.fs.exists(absolute)) return [];
  const expression = new RegExp(
    `^${last
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '[^/]*')
      .replaceAll('?', '[^/]')}$`,
  );
  const prefix = slash < 0 ? '' : pattern.slice(0, slash + 1);
  return process.fs
    .list(absolute)
    .filter((entry) => expression.test(entry))
    .map((entry) => `${prefix}${entry}`);
}
