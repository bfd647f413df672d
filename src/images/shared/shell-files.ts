import type { FileSystem } from '#os/file-system.ts';
import { lazyProgram } from '#os/lazy-program.ts';
import type { Program } from '#os/process.ts';
import { coreTool, installMinimalTools } from '#shell/install-core-tools.ts';
import type { ShellProgramOptions } from '#shell/shell-program.ts';

/** Installs a shell and the tools that come with it: busybox's `ash`, or Debian's `bash` with `dash` as `sh`. */
export function installShell(fs: FileSystem, flavour: 'busybox' | 'debian'): void {
  installMinimalTools(fs);
  if (flavour === 'busybox') {
    const ash = lazyShell('ash');
    fs.installProgram('/bin/sh', ash);
    fs.installProgram('/bin/ash', ash);
    const vi = coreTool('vi');
    if (vi) fs.installProgram('/bin/vi', vi);
  } else {
    fs.installProgram('/bin/sh', lazyShell('dash'));
    fs.installProgram('/bin/bash', lazyShell('bash'));
  }
}

function lazyShell(flavour: ShellProgramOptions['flavour']): Program {
  return lazyProgram(async () => (await import('#shell/shell-program.ts')).createShellProgram({ flavour }));
}
