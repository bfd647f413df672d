import type { FileSystem } from '#os/file-system.ts';
import { createMemoryFileSystem } from '#os/memory-file-system.ts';
import type { Random } from '#sim/random.ts';
import type { Simulation } from '#sim/simulation.ts';
import { createLazyFileSystem } from './lazy-file-system.ts';
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
export function createPayloadDirectory(simulation: Simulation, random: Random): PayloadDirectory {
  const stamp = { now: simulation.clock.now };
  let wanted: Payload = { directory: '', files: [] };
  let shown: Payload | undefined;
  let tree: FileSystem | undefined;

  return {
    fs: createLazyFileSystem(() => {
      tree = createMemoryFileSystem({ clock: stamp, limits: simulation.limits });
      shown = show(tree, wanted, undefined);
      return tree;
    }),
    publish(files) {
      if (wanted.directory && isSame(files, wanted.files)) return;
      stamp.now = simulation.clock.now;
      wanted = { directory: `..${formatStamp(stamp.now)}.${1_000_000_000 + random.below(3_000_000_000)}`, files };
      if (tree) shown = show(tree, wanted, shown);
    },
  };
}

interface Payload {
  readonly directory: string;
  readonly files: readonly VolumeFile[];
}

/** Puts new files in the place of old ones. */
function show(fs: FileSystem, next: Payload, before: Payload | undefined): Payload {
  fs.makeDirectory(`/${next.directory}`);
  for (const file of next.files) writeFile(fs, `/${next.directory}/${file.path}`, file);
  if (before) fs.remove('/..data');
  fs.link(next.directory, '/..data');
  const tops = topNames(next);
  const oldTops = before ? topNames(before) : new Set<string>();
  for (const top of oldTops) if (!tops.has(top)) fs.remove(`/${top}`);
  for (const top of tops) if (!oldTops.has(top)) fs.link(`..data/${top}`, `/${top}`);
  if (before) fs.remove(`/${before.directory}`, { recursive: true });
  return next;
}

const topNames = ({ files }: Payload): Set<string> => new Set(files.map((file) => file.path.split('/')[0] ?? file.path));

function writeFile(fs: FileSystem, path: string, file: VolumeFile): void {
  const parent = path.slice(0, path.lastIndexOf('/'));
  if (!fs.exists(parent)) fs.makeDirectory(parent, { recursive: true });
  if (typeof file.content === 'function') {
    const read = file.content;
    fs.installDynamic(path, { read: () => new TextEncoder().encode(read()) });
  } else fs.write(path, file.content, file.mode);
}

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
