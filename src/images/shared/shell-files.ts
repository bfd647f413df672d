import type { FileSystem } from '#os/file-system.ts';
import { coreTool, installMinimalTools } from '#shell/install-core-tools.ts';
import { createShellProgram } from '#shell/shell-program.ts';

/** Installs a shell and the tools that come with it: busybox's `ash`, or Debian's `bash` with `dash` as `sh`. */
export function installShell(fs: FileSystem, flavour: 'busybox' | 'debian'): void {
  installMinimalTools(fs);
  if (flavour === 'busybox') {
    const ash = createShellProgram({ flavour: 'ash' });
    fs.installProgram('/bin/sh', ash);
    fs.installProgram('/bin/ash', ash);
    const vi = coreTool('vi');
    if (vi) fs.installProgram('/bin/vi', vi);
  } else {
    fs.installProgram('/bin/sh', createShellProgram({ flavour: 'dash' }));
    fs.installProgram('/bin/bash', createShellProgram({ flavour: 'bash' }));
  }
}
