import type { FileSystem } from '#os/file-system.ts';

/** A tree that is made when somebody first looks into it: most pods never read the token that is mounted into every one of them. */
export function createLazyFileSystem(make: () => FileSystem): FileSystem {
  let made: FileSystem | undefined;
  const fs = (): FileSystem => {
    made ??= make();
    return made;
  };
  return {
    stat: (path) => fs().stat(path),
    lstat: (path) => fs().lstat(path),
    exists: (path) => fs().exists(path),
    read: (path) => fs().read(path),
    readText: (path) => fs().readText(path),
    write: (path, content, mode) => fs().write(path, content, mode),
    append: (path, content) => fs().append(path, content),
    makeDirectory: (path, options) => fs().makeDirectory(path, options),
    list: (path) => fs().list(path),
    remove: (path, options) => fs().remove(path, options),
    rename: (from, to) => fs().rename(from, to),
    link: (target, path) => fs().link(target, path),
    readLink: (path) => fs().readLink(path),
    realPath: (path) => fs().realPath(path),
    changeMode: (path, mode) => fs().changeMode(path, mode),
    changeOwner: (path, uid, gid) => fs().changeOwner(path, uid, gid),
    touch: (path, modifiedMs) => fs().touch(path, modifiedMs),
    installProgram: (path, program) => fs().installProgram(path, program),
    programAt: (path) => fs().programAt(path),
    installDynamic: (path, file) => fs().installDynamic(path, file),
    mount: (path, other, options) => fs().mount(path, other, options),
    unmount: (path) => fs().unmount(path),
    mounts: () => fs().mounts(),
    fork: () => fs().fork(),
  };
}
