import type { FileSystem } from '#os/file-system.ts';
import { createMemoryFileSystem } from '#os/memory-file-system.ts';
import type { Simulation } from '#sim/simulation.ts';
import type { VolumeFile } from './payload-files.ts';

/** A directory whose files change all at once, as a program that follows its links sees it. */
export interface PayloadDirectory {
  readonly fs: FileSystem;
  /** Makes exactly these files visible; nothing happens when they are the ones that are. */
  publish(files: readonly VolumeFile[]): void;
}

/**
 * Creates the directory of a config map, secret, downward API or projected volume. The files lie in a directory named for the time,
 * `..data` links to it, and each file's first path part links through `..data`: one rename publishes all of them.
 */
export function createPayloadDirectory(simulation: Simulation): PayloadDirectory {
  const fs = createMemoryFileSystem(simulation);
  let published: readonly VolumeFile[] = [];
  let present = '';

  return {
    fs,
    publish(files) {
      if (present && isSame(files, published)) return;
      const directory = `..${formatStamp(simulation.clock.now)}.${1_000_000_000 + simulation.random.below(3_000_000_000)}`;
      fs.makeDirectory(`/${directory}`);
      for (const file of files) writeFile(fs, `/${directory}/${file.path}`, file);
      if (present) fs.remove('/..data');
      fs.link(directory, '/..data');
      const tops = new Set(files.map((file) => firstPart(file.path)));
      for (const old of new Set(published.map((file) => firstPart(file.path)))) if (!tops.has(old)) fs.remove(`/${old}`);
      for (const top of tops) if (!present || !published.some((file) => firstPart(file.path) === top)) fs.link(`..data/${top}`, `/${top}`);
      if (present) fs.remove(`/${present}`, { recursive: true });
      present = directory;
      published = files;
    },
  };
}

function writeFile(fs: FileSystem, path: string, file: VolumeFile): void {
  const parent = path.slice(0, path.lastIndexOf('/'));
  if (!fs.exists(parent)) fs.makeDirectory(parent, { recursive: true });
  if (typeof file.content === 'function') {
    const read = file.content;
    fs.installDynamic(path, { read: () => new TextEncoder().encode(read()) });
  } else fs.write(path, file.content, file.mode);
}

const firstPart = (path: string): string => path.split('/')[0] ?? path;

function isSame(a: readonly VolumeFile[], b: readonly VolumeFile[]): boolean {
  return (
    a.length === b.length &&
    a.every((file, i) => {
      const other = b[i];
      return file.path === other?.path && file.mode === other.mode && (file.identity ?? file.content) === (other.identity ?? other.content);
    })
  );
}

/** `2026_11_20_10_05_35` */
function formatStamp(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace(/[-T:]/g, '_');
}
