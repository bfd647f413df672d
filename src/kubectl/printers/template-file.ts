import { FileError } from '#os/file-system.ts';
import type { Process } from '#os/process.ts';
import { UsageError } from '#sim/usage-error.ts';

/** Reads the file of `-o jsonpath-file=…`, `-o go-template-file=…`. @throws UsageError */
export function readTemplateFile(process: Process, path: string): string {
  return readNamedFile(process, path, (reason) => `error reading --template ${path}, ${reason}\n`);
}

/** @param message makes the error's text of the reason: `open x: no such file or directory` */
export function readNamedFile(process: Process, path: string, message: (reason: string) => string): string {
  try {
    return process.fs.readText(process.resolvePath(path));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new UsageError(message(`open ${path}: ${error.message.toLowerCase()}`));
  }
}
