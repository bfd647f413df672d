import type { Pod, Volume } from '#machinery/generated/types.ts';
import { quantityToValue } from '#machinery/quantity.ts';
import type { FileSystem } from '#os/file-system.ts';
import { createMemoryFileSystem } from '#os/memory-file-system.ts';
import type { Random } from '#sim/random.ts';
import type { Simulation } from '#sim/simulation.ts';
import type { ConfigSource } from '../config-source.ts';
import type { PodSurroundings } from '../downward-api.ts';
import { claimOf, openClaim } from './claim-volume.ts';
import { openHostPath } from './host-path.ts';
import { createPayloadDirectory } from './payload-directory.ts';
import { planConfigMapFiles, planDownwardFiles, planProjectedFiles, planSecretFiles, type VolumeFile } from './payload-files.ts';
import { VolumeError } from './volume-error.ts';

/** What setting up a volume may use of its node. */
export interface VolumeHost {
  readonly simulation: Simulation;
  readonly random: Random;
  readonly source: ConfigSource;
  readonly around: PodSurroundings;
  /** The node's own files, for hostPath. */
  readonly nodeFs: FileSystem;
}

/** A volume of a pod that containers can mount. */
export interface PodVolume {
  readonly fs: FileSystem;
  /** What of `fs` the volume is: `/` but for what lies on the node. */
  readonly root: string;
  /** Secrets, config maps and the downward API cannot be written to, nor can a claim that a pod asks to only read. */
  readonly readOnly: boolean;
  /** Brings the files up to date with their sources. @throws VolumeError */
  refresh(): void;
}

/** Sets a volume up. @throws VolumeError */
export function setUpVolume(pod: Pod, volume: Volume, host: VolumeHost): PodVolume {
  const plan = payloadPlan(pod, volume, host);
  if (plan) {
    const directory = createPayloadDirectory(host.simulation, host.random);
    directory.publish(plan());
    return { fs: directory.fs, root: '/', readOnly: true, refresh: () => directory.publish(plan()) };
  }
  const plain = (fs: FileSystem, root = '/'): PodVolume => ({ fs, root, readOnly: false, refresh() {} });
  if (volume.emptyDir) return plain(emptyDirectory(volume.emptyDir.sizeLimit, host.simulation));
  if (volume.hostPath) return plain(host.nodeFs, openHostPath(host.nodeFs, volume.hostPath));
  const claim = claimOf(pod, volume);
  if (claim) return { ...plain(host.nodeFs, openClaim(pod, claim.name, host)), readOnly: claim.readOnly };
  const kind = Object.keys(volume).find((key) => key !== 'name') ?? 'emptyDir';
  if (kind === 'emptyDir') return plain(emptyDirectory(undefined, host.simulation));
  throw new VolumeError(`volumes of type ${kind} are not simulated`);
}

function payloadPlan(pod: Pod, volume: Volume, host: VolumeHost): (() => readonly VolumeFile[]) | undefined {
  const { configMap, secret, downwardAPI, projected } = volume;
  if (configMap) return () => planConfigMapFiles(pod, configMap, host);
  if (secret) return () => planSecretFiles(pod, { ...secret, name: secret.secretName ?? '' }, host);
  if (downwardAPI) return () => planDownwardFiles(pod, downwardAPI, host);
  if (projected) return () => planProjectedFiles(pod, projected, host);
  return undefined;
}

function emptyDirectory(sizeLimit: string | undefined, simulation: Simulation): FileSystem {
  const { clock, limits } = simulation;
  const limit = sizeLimit === undefined ? limits.fileSystemBytes : Math.min(quantityToValue(sizeLimit), limits.fileSystemBytes);
  const fs = createMemoryFileSystem({ clock, limits: { fileBytes: limits.fileBytes, fileSystemBytes: limit } });
  fs.changeMode('/', 0o777);
  return fs;
}
