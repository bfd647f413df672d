import { installDevices } from '#os/devices.ts';
import type { FileSystem } from '#os/file-system.ts';
import { createMemoryFileSystem } from '#os/memory-file-system.ts';
import { parentPath } from '#os/path.ts';
import type { User } from '#os/process.ts';
import { hashText } from '#sim/hash.ts';
import type { Simulation } from '#sim/simulation.ts';
import type { ContainerImage, ImageTag } from './image.ts';
import { type ImageReference, parseImageReference } from './image-reference.ts';
import { readUsers } from './passwd.ts';

export interface MountPoint {
  readonly path: string;
  readonly type: 'directory' | 'file';
}

/** An image as a registry offers it. */
export interface FoundImage {
  readonly image: ContainerImage;
  readonly tag: ImageTag;
  /** `docker.io/library/nginx:1.25`, as the runtime reports it. */
  readonly name: string;
  /** `docker.io/library/nginx@sha256:…` */
  readonly id: string;
  /** The root file system; a container forks it. */
  rootFs(): FileSystem;
  /** The same with these mount points (paths to `directory` or `file`), made once for all containers that have them. */
  rootWith(mountPoints: readonly MountPoint[]): FileSystem;
  /** The users of its /etc/passwd. */
  users(): readonly User[];
}

/** All registries of the simulated world. */
export interface Registry {
  /** @returns `no repository` or `no tag` when it is not offered */
  find(reference: ImageReference): FoundImage | 'no repository' | 'no tag';
  /** Every image and tag, for nodes that have them all already. */
  all(): readonly FoundImage[];
}

/** @param images the catalog. @param anyImageRuns whether what the catalog lacks is offered all the same, as a program that does nothing */
export function createRegistry(simulation: Simulation, images: readonly ContainerImage[], idle: ContainerImage | undefined): Registry {
  const repositories = new Map(images.map((image) => [parseImageReference(image.name).repository, image]));
  const found = new Map<string, FoundImage>();

  const offer = (image: ContainerImage, tag: ImageTag, repository: string, name: string): FoundImage => {
    const known = found.get(name);
    if (known) return known;
    let root: FileSystem | undefined;
    let users: readonly User[] | undefined;
    const prepared = new Map<string, FileSystem>();
    const one: FoundImage = {
      image,
      tag,
      name,
      id: `${repository}@sha256:${digestOf(`${repository}:${tag.tag}`)}`,
      rootFs() {
        root ??= buildRoot(simulation, image, tag);
        return root;
      },
      rootWith(mountPoints) {
        const key = mountPoints.map((point) => `${point.type} ${point.path}`).join('\n');
        const ready = prepared.get(key) ?? withMountPoints(one.rootFs(), mountPoints);
        prepared.set(key, ready);
        return ready;
      },
      users() {
        users ??= readUsers(one.rootFs());
        return users;
      },
    };
    found.set(name, one);
    return one;
  };

  const findTag = (image: ContainerImage, reference: ImageReference): ImageTag | undefined => {
    if (reference.digest) return image.tags.find((tag) => `sha256:${digestOf(`${reference.repository}:${tag.tag}`)}` === reference.digest);
    const exact = image.tags.find((tag) => tag.tag === reference.tag);
    return exact ?? (reference.tag === 'latest' ? image.tags[0] : undefined);
  };

  return {
    find(reference) {
      const image = repositories.get(reference.repository);
      const tag = image && findTag(image, reference);
      if (image && tag) return offer(image, tag, reference.repository, reference.full);
      if (idle) return offer(idle, { tag: reference.tag, sizeBytes: 1, version: '' }, reference.repository, reference.full);
      return image ? 'no tag' : 'no repository';
    },
    all: () => [...repositories].flatMap(([repository, image]) => image.tags.map((tag) => offer(image, tag, repository, `${repository}:${tag.tag}`))),
  };
}

/** What every container has, whatever its image brings: a runtime mounts or makes these. */
const DIRECTORIES = ['/dev', '/etc', '/proc', '/sys', '/tmp', '/run', '/var', '/root'];

function buildRoot(simulation: Simulation, image: ContainerImage, tag: ImageTag): FileSystem {
  const fs = createMemoryFileSystem(simulation);
  image.files(fs, tag);
  for (const path of DIRECTORIES) if (!fs.exists(path)) fs.makeDirectory(path);
  if (!fs.exists('/var/run')) fs.link('/run', '/var/run');
  fs.changeMode('/tmp', 0o1777);
  installDevices(fs);
  return fs;
}

function withMountPoints(root: FileSystem, mountPoints: readonly MountPoint[]): FileSystem {
  const fs = root.fork();
  for (const { path, type } of mountPoints) {
    if (fs.exists(path)) continue;
    const directory = type === 'directory' ? path : parentPath(path);
    if (!fs.exists(directory)) fs.makeDirectory(directory, { recursive: true });
    if (type === 'file') fs.write(path, '');
  }
  return fs;
}

/** A digest that belongs to a text and to nothing else in this world: 64 hexadecimal digits. */
export function digestOf(text: string): string {
  let digest = '';
  for (let salt = 1; salt <= 8; salt++) digest += hashText(text, salt).toString(16).padStart(8, '0');
  return digest;
}
