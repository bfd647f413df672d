import type { FileSystem } from '#os/file-system.ts';
import type { SignalName } from '#os/process.ts';

/** What may differ between the tags of one image. */
export interface ImageTag {
  readonly tag: string;
  /** Compressed size of what is pulled, in bytes; with the node's bandwidth it gives the pull's duration. */
  readonly sizeBytes: number;
  /** The version the program itself reports. */
  readonly version: string;
}

/** A container image: a small file system and a program. Images are listed in `images/catalog.ts`. */
export interface ContainerImage {
  /** The repository without registry and tag as users type it: `nginx`, `registry.k8s.io/pause`. */
  readonly name: string;
  /** The first is `latest` unless one is called so. */
  readonly tags: readonly ImageTag[];
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
  readonly user: string;
  readonly exposedPorts: readonly number[];
  readonly stopSignal: SignalName;
  /** Fills the root file system: files, links and programs. Called once per tag; containers fork the result. */
  files(fs: FileSystem, tag: ImageTag): void;
  /** Working memory of the main program in bytes right after its start, for `top` and for OOM kills. */
  readonly memoryBytes: number;
}

/** Declares an image. The defaults are Docker's: no entrypoint, working directory `/`, user root, SIGTERM. */
export function defineImage(image: Pick<ContainerImage, 'name' | 'tags' | 'files'> & Partial<ContainerImage>): ContainerImage {
  return {
    entrypoint: [],
    command: [],
    env: {},
    workingDirectory: '/',
    user: '0',
    exposedPorts: [],
    stopSignal: 'TERM',
    memoryBytes: 4 * 1024 * 1024,
    ...image,
  };
}
