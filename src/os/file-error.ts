import { FileError, type FileErrorCode } from './file-system.ts';

/** What strerror says. */
const messages: Readonly<Record<FileErrorCode, string>> = {
  ENOENT: 'No such file or directory',
  ENOTDIR: 'Not a directory',
  EISDIR: 'Is a directory',
  EEXIST: 'File exists',
  ENOTEMPTY: 'Directory not empty',
  ELOOP: 'Too many levels of symbolic links',
  EINVAL: 'Invalid argument',
  EACCES: 'Permission denied',
  EROFS: 'Read-only file system',
  ENOSPC: 'No space left on device',
  EBUSY: 'Device or resource busy',
  EPERM: 'Operation not permitted',
  EXDEV: 'Invalid cross-device link',
};

/** The error of a system call on a path. */
export function fileError(code: FileErrorCode, path: string): FileError {
  return new FileError(code, messages[code], path);
}
