import type { PodHost } from '../pod-host.ts';
import type { PodState } from '../pod-state.ts';
import { type PodVolume, setUpVolume, type VolumeHost } from './volume.ts';
import { formatMountFailure, formatWaitFailure, VolumeError } from './volume-error.ts';

/** The volume manager looks at what is to be mounted every 100 ms; mounting takes 50 to 200 ms. */
const MOUNT_MS = 50;
const MOUNT_SPREAD_MS = 150;
/** A volume that cannot be set up is tried again after half a second, then twice as long up to two minutes. */
const RETRY_MS = 500;
const MAXIMUM_RETRY_MS = 122_000;
/** A claim that has no volume, or is not there, is looked at again with the pod's next sync. */
const PROCESS_RETRY_MS = 13_000;
/** How long a pod waits for its volumes before it says so. */
const PATIENCE_MS = 123_000;

/** The volumes of one pod. */
export interface VolumeSetUp {
  /** Sets all volumes up and calls `done`; tries again for as long as one of them fails. */
  begin(done: () => void): void;
  /** Brings files that come from other objects up to date. */
  refresh(): void;
}

/** @param onCourse wraps callbacks so that they end with what the pod is being set up for */
export function createVolumeSetUp(host: PodHost, state: PodState, onCourse: (run: () => void) => () => void): VolumeSetUp {
  const { clock } = host.simulation;

  const volumeHost = (): VolumeHost => ({
    simulation: host.simulation,
    random: host.random,
    source: host.source,
    nodeFs: host.nodeFs,
    around: { hostAddress: host.network.address, podAddress: state.podAddress ?? '', nodeAllocatable: host.allocatable },
  });
  const sayFailed = (message: string): void => host.event(state.pod, undefined, 'Warning', 'FailedMount', message);

  return {
    begin(done) {
      const ready = new Map<string, PodVolume>(state.volumes ?? []);
      const wanted = state.pod.spec?.volumes ?? [];
      let waitMs = RETRY_MS;
      let complaintAtMs = clock.now + PATIENCE_MS;

      const attempt = (): void => {
        const unprocessed: { readonly volume: string; readonly message: string }[] = [];
        for (const volume of wanted) {
          if (ready.has(volume.name)) continue;
          try {
            ready.set(volume.name, setUpVolume(state.pod, volume, volumeHost()));
          } catch (error) {
            if (!(error instanceof VolumeError)) throw error;
            if (error.operation === 'process') unprocessed.push({ volume: volume.name, message: error.message });
            else sayFailed(formatMountFailure(error, volume.name));
          }
        }
        const missing = wanted.filter((volume) => !ready.has(volume.name)).map((volume) => volume.name);
        if (missing.length === 0) {
          state.volumes = ready;
          done();
          return;
        }
        if (unprocessed.length > 0) {
          const volumes = unprocessed.map(({ volume }) => volume);
          sayFailed(formatWaitFailure(missing, volumes, unprocessed.map(({ message }) => message).join('; ')));
        } else if (clock.now >= complaintAtMs) {
          complaintAtMs = clock.now + PATIENCE_MS;
          sayFailed(formatWaitFailure(missing, [], 'context deadline exceeded'));
        }
        clock.after(unprocessed.length > 0 ? PROCESS_RETRY_MS : waitMs, onCourse(attempt));
        waitMs = Math.min(waitMs * 2, MAXIMUM_RETRY_MS);
      };
      clock.after(MOUNT_MS + host.random.below(MOUNT_SPREAD_MS), onCourse(attempt));
    },
    refresh() {
      for (const volume of state.volumes?.values() ?? []) {
        try {
          volume.refresh();
        } catch (error) {
          // As upstream: files of an object that has gone stay as they are; the kubelet goes on trying.
          if (!(error instanceof VolumeError)) throw error;
        }
      }
    },
  };
}
