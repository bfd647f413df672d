import { defineImage } from '#cluster/kubelet/runtime/image.ts';
import { alpineLinux, installBase } from './shared/base-files.ts';
import { installShell } from './shared/shell-files.ts';

/** A program with a bug, for lessons on crash loops: it works for a moment (`CRASH_AFTER` seconds, 2 by default), then it fails. */
export const crasher = defineImage({
  name: 'drydock/crasher',
  tags: [
    { tag: 'latest', version: '1.0', sizeBytes: 4_100_000 },
    { tag: '1.0', version: '1.0', sizeBytes: 4_100_000 },
  ],
  entrypoint: ['/app/server'],
  memoryBytes: 3 * 1024 * 1024,
  files(fs) {
    installBase(fs, alpineLinux);
    installShell(fs, 'busybox');
    fs.makeDirectory('/app');
    fs.installProgram('/app/server', async (process) => {
      const seconds = Number(process.env.get('CRASH_AFTER') ?? 2);
      await process.print('starting server\nconnecting to database\n');
      await process.sleep(seconds * 1000);
      await process.printError(
        'panic: runtime error: invalid memory address or nil pointer dereference\n\ngoroutine 1 [running]:\nmain.main()\n\t/src/server.go:42 +0x1d\n',
      );
      return 2;
    });
  },
});
