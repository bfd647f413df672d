import { defineImage } from '#cluster/kubelet/runtime/image.ts';
import { waitForSignal } from './shared/wait-for-signal.ts';

/** The program that holds a pod's namespaces together: it waits to be told to end. */
export const pause = defineImage({
  name: 'registry.k8s.io/pause',
  tags: ['latest', '3.10.1', '3.10', '3.9', '3.8', '3.6', '3.1'].map((tag) => ({ tag, version: tag === 'latest' ? '3.10.1' : tag, sizeBytes: 320_448 })),
  entrypoint: ['/pause'],
  user: '65535:65535',
  memoryBytes: 512 * 1024,
  files(fs) {
    fs.installProgram('/pause', async (process) => {
      await waitForSignal(process, ['TERM', 'INT']);
      await process.print('Shutting down, got signal: Terminated\n');
      return 0;
    });
  },
});
