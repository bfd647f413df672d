import { cpuAccountOf } from '#cluster/kubelet/runtime/cpu-account.ts';
import { defineImage } from '#cluster/kubelet/runtime/image.ts';
import { memoryAccountOf } from '#cluster/kubelet/runtime/memory-account.ts';
import { debian, installBase } from './shared/base-files.ts';
import { quantityToBytes } from './shared/byte-sizes.ts';
import { installShell } from './shared/shell-files.ts';
import { waitForSignal } from './shared/wait-for-signal.ts';

/** A program that uses as much memory as it is told to, for lessons on limits: `stress --vm 1 --vm-bytes 150M`. */
export const stress = defineImage({
  name: 'polinux/stress',
  tags: [
    { tag: 'latest', version: '1.0.4', sizeBytes: 4_100_000 },
    { tag: '1.0.4', version: '1.0.4', sizeBytes: 4_100_000 },
  ],
  command: ['stress', '--help'],
  memoryBytes: 1024 * 1024,
  files(fs) {
    installBase(fs, debian);
    installShell(fs, 'debian');
    fs.installProgram('/usr/local/bin/stress', async (process) => {
      const args = process.argv.slice(1);
      const value = (flag: string): string | undefined => (args.includes(flag) ? args[args.indexOf(flag) + 1] : undefined);
      const workers = Number(value('--vm') ?? 0);
      const cpus = Number(value('--cpu') ?? 0);
      if (workers + cpus === 0) {
        await process.print(
          'stress imposes certain types of compute stress on your system\n\nUsage: stress [--vm N] [--vm-bytes B] [--cpu N] [--timeout SECONDS]\n',
        );
        return 0;
      }
      await process.print(`stress: info: [${process.pid}] dispatching hogs: ${cpus} cpu, 0 io, ${workers} vm, 0 hdd\n`);
      await process.sleep(100);
      cpuAccountOf(process.machine).keepBusy(`stress ${process.pid}`, workers + cpus);
      memoryAccountOf(process.machine)?.use('stress', workers * quantityToBytes(value('--vm-bytes') ?? '256M'));
      const timeout = value('--timeout');
      if (timeout === undefined) await waitForSignal(process, ['TERM', 'INT']);
      else await process.sleep(Number(timeout.replace(/s$/, '')) * 1000);
      cpuAccountOf(process.machine).keepBusy(`stress ${process.pid}`, 0);
      return 0;
    });
  },
});
