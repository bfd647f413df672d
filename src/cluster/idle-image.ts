import { defineImage } from './kubelet/runtime/image.ts';

/** What runs in place of an image that no registry offers where any image runs: a program that does nothing until it is told to end. */
export const idleImage = defineImage({
  name: 'idle',
  tags: [{ tag: 'latest', sizeBytes: 1, version: '' }],
  entrypoint: ['/idle'],
  files(fs) {
    fs.installProgram('/idle', async (process) => {
      await process.simulation.clock.wait<void>((wake) => {
        process.onSignal('TERM', wake);
        process.onSignal('INT', wake);
        return undefined;
      }, process.cancel);
      return 0;
    });
  },
});
