import type { FileSystem } from '#os/file-system.ts';
import { createShellProgram } from '#shell/shell-program.ts';

/** Installs a shell and the tools that come with it: busybox's `ash`, or Debian's `bash` with `dash` as `sh`. */
export function installShell(fs: FileSystem, flavour: 'busybox' | 'debian'): void {
  if (flavour === 'busybox') {
    const ash = createShellProgram({ flavour: 'ash' });
    fs.installProgram('/bin/sh', ash);
    fs.installProgram('/bin/ash', ash);
  } else {
    fs.installProgram('/bin/sh', createShellProgram({ flavour: 'dash' }));
    fs.installProgram('/bin/bash', createShellProgram({ flavour: 'bash' }));
  }
}
