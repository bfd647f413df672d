/** A volume could not be set up; the event about it says so in the words below. */
export class VolumeError extends Error {
  override readonly name = 'VolumeError';
  /** The persistent volume behind a pod's volume, by which events call it. */
  readonly volumeName: string | undefined;
  /** The step that failed; `process`: what is to be mounted is not even known. */
  readonly operation: VolumeOperation;

  constructor(message: string, options: { readonly volumeName?: string; readonly operation?: VolumeOperation } = {}) {
    super(message);
    this.volumeName = options.volumeName;
    this.operation = options.operation ?? 'set-up';
  }
}

export type VolumeOperation = 'set-up' | 'new-mounter' | 'process';

/** `MountVolume.SetUp failed for volume "config" : configmap "missing" not found` @param podVolume the volume's name in the pod */
export function formatMountFailure(error: VolumeError, podVolume: string): string {
  const step = error.operation === 'new-mounter' ? 'NewMounter initialization' : 'SetUp';
  return `MountVolume.${step} failed for volume ${JSON.stringify(error.volumeName ?? podVolume)} : ${error.message}`;
}

/** What is said of a pod that waits for volumes. @param missing the volumes that are not there @param unprocessed those of them that cannot be found */
export function formatWaitFailure(missing: readonly string[], unprocessed: readonly string[], why: string): string {
  return `Unable to attach or mount volumes: unmounted volumes=[${missing.join(' ')}], unattached volumes=[], failed to process volumes=[${unprocessed.join(' ')}]: ${why}`;
}
