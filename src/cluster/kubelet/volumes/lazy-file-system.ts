import type { DynamicFile, FileStat, FileSystem } from '#os/file-system.ts';
import type { Program } from '#os/process.ts';

/** A tree that is made when somebody first looks into it: most pods never read the token that is mounted into every one of them. */
export function createLazyFileSystem(make: () => FileSystem): FileSystem {
  return new LazyFileSystem(make);
}

/** A class, so that thousands of them share their methods. */
class LazyFileSystem implements FileSystem {
  readonly #make: () => FileSystem;
  #made: FileSystem | undefined;

  constructor(make: () => FileSystem) {
    this.#make = make;
  }

  get #fs(): FileSystem {
    this.#made ??= this.#make();
    return this.#made;
  }

  stat(path: string): FileStat {
    return this.#fs.stat(path);
  }
  lstat(path: string): FileStat {
    return this.#fs.lstat(path);
  }
  exists(path: string): boolean {
    return this.#fs.exists(path);
  }
  read(path: string): Uint8Array {
    return this.#fs.read(path);
  }
  readText(path: string): string {
    return this.#fs.readText(path);
  }
  write(path: string, content: Uint8Array | string, mode?: number): void {
    this.#fs.write(path, content, mode);
  }
  append(path: string, content: Uint8Array | string): void {
    this.#fs.append(path, content);
  }
  makeDirectory(path: string, options?: { readonly recursive?: boolean; readonly mode?: number }): void {
    this.#fs.makeDirectory(path, options);
  }
  list(path: string): readonly string[] {
    return this.#fs.list(path);
  }
  remove(path: string, options?: { readonly recursive?: boolean; readonly force?: boolean }): void {
    this.#fs.remove(path, options);
  }
  rename(from: string, to: string): void {
    this.#fs.rename(from, to);
  }
  link(target: string, path: string): void {
    this.#fs.link(target, path);
  }
  readLink(path: string): string {
    return this.#fs.readLink(path);
  }
  realPath(path: string): string {
    return this.#fs.realPath(path);
  }
  changeMode(path: string, mode: number): void {
    this.#fs.changeMode(path, mode);
  }
  changeOwner(path: string, uid: number, gid: number): void {
    this.#fs.changeOwner(path, uid, gid);
  }
  touch(path: string, modifiedMs: number): void {
    this.#fs.touch(path, modifiedMs);
  }
  installProgram(path: string, program: Program): void {
    this.#fs.installProgram(path, program);
  }
  programAt(path: string): Program | undefined {
    return this.#fs.programAt(path);
  }
  installDynamic(path: string, file: DynamicFile): void {
    this.#fs.installDynamic(path, file);
  }
  mount(path: string, fs: FileSystem, options?: { readonly readOnly?: boolean; readonly subPath?: string }): void {
    this.#fs.mount(path, fs, options);
  }
  unmount(path: string): void {
    this.#fs.unmount(path);
  }
  mounts(): readonly { readonly path: string; readonly readOnly: boolean }[] {
    return this.#fs.mounts();
  }
  fork(): FileSystem {
    return this.#fs.fork();
  }
}
