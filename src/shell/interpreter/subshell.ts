import type { ChildProcess } from '#os/process.ts';
import { extraDescriptors, readerAt, writerAt } from '../descriptors.ts';
import { forkShell, type Shell, type SubshellOptions } from '../shell.ts';
import { finishShell } from './finish-shell.ts';

/** Runs `body` in a copy of the shell that is a process of its own, with the shell's present descriptors. */
export function runSubshell(shell: Shell, body: (copy: Shell) => Promise<number>, options: SubshellOptions): ChildProcess {
  const descriptors = options.descriptors ?? shell.descriptors;
  return shell.process.spawn([options.title ?? shell.process.argv[0] ?? shell.name], {
    stdin: readerAt(descriptors, 0),
    stdout: writerAt(descriptors, 1),
    stderr: writerAt(descriptors, 2),
    descriptors: extraDescriptors(descriptors),
    env: shell.process.env,
    ...(options.group === 'new' ? { newGroup: true } : options.group === undefined ? {} : { group: options.group }),
    program: (process) => {
      const copy = forkShell(shell, process);
      return finishShell(copy, () => body(copy));
    },
  });
}
