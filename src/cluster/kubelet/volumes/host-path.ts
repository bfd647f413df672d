import type { HostPathVolumeSource } from '#machinery/generated/types.ts';
import type { FileSystem } from '#os/file-system.ts';
import { VolumeError } from './volume-error.ts';

/** Checks a hostPath against its type and creates what the type allows to create. @returns the path. @throws VolumeError */
export function openHostPath(nodeFs: FileSystem, source: HostPathVolumeSource): string {
  const { path, type = '' } = source;
  const exists = nodeFs.exists(path);
  if (!exists && (type === 'DirectoryOrCreate' || type === '')) nodeFs.makeDirectory(path, { recursive: true });
  if (!exists && type === 'FileOrCreate') nodeFs.write(path, '');
  if (type === '') return path;
  const found = nodeFs.exists(path) ? nodeFs.stat(path).type : 'nothing';
  if (type.startsWith('Directory') && found !== 'directory') throw new VolumeError(`hostPath type check failed: ${path} is not a directory`);
  if (type.startsWith('File') && found !== 'file') throw new VolumeError(`hostPath type check failed: ${path} is not a file`);
  if (!type.startsWith('Directory') && !type.startsWith('File'))
    throw new VolumeError(`hostPath type check failed: ${path} is not a ${type.toLowerCase()} file`);
  return path;
}
