import type { PersistentVolume, Pod, Volume } from '#machinery/generated/types.ts';
import { openHostPath } from './host-path.ts';
import type { VolumeHost } from './volume.ts';
import { VolumeError } from './volume-error.ts';

/** The claim a volume of a pod stands for: one it names, or the one that was made for an ephemeral volume. */
export function claimOf(pod: Pod, volume: Volume): { readonly name: string; readonly readOnly: boolean } | undefined {
  const { persistentVolumeClaim: named, ephemeral } = volume;
  if (named) return { name: named.claimName, readOnly: named.readOnly ?? false };
  return ephemeral && { name: `${pod.metadata?.name ?? ''}-${volume.name}`, readOnly: false };
}

/** Finds the persistent volume behind a claim. @returns its path on the node. @throws VolumeError while it cannot be mounted */
export function openClaim(pod: Pod, claimName: string, host: VolumeHost): string {
  const namespace = pod.metadata?.namespace ?? '';
  const claim = host.source.claim(namespace, claimName);
  const unprocessed = (why: string): VolumeError => new VolumeError(`error processing PVC ${namespace}/${claimName}: ${why}`, { operation: 'process' });
  if (!claim) throw unprocessed(`failed to fetch PVC from API server: persistentvolumeclaims "${claimName}" not found`);
  if (claim.metadata.deletionTimestamp !== undefined) throw unprocessed('PVC is being deleted');
  const volumeName = claim.spec?.volumeName ?? '';
  if (claim.status?.phase !== 'Bound' || volumeName === '') throw unprocessed('PVC is not bound');
  const volume = host.source.persistentVolume(volumeName);
  if (!volume) throw unprocessed(`failed to fetch PV ${volumeName} from API server: persistentvolumes "${volumeName}" not found`);
  return openVolume(volume, volumeName, host);
}

function openVolume({ spec = {} }: PersistentVolume, volumeName: string, { nodeFs }: VolumeHost): string {
  if (spec.volumeMode === 'Block') throw new VolumeError('volumes of mode Block are not simulated', { volumeName });
  if (spec.local) {
    const { path } = spec.local;
    if (!nodeFs.exists(path)) throw new VolumeError(`path "${path}" does not exist`, { volumeName, operation: 'new-mounter' });
    return path;
  }
  if (spec.hostPath) {
    try {
      return openHostPath(nodeFs, spec.hostPath);
    } catch (error) {
      throw error instanceof VolumeError ? new VolumeError(error.message, { volumeName }) : error;
    }
  }
  const source = Object.keys(spec).find((key) => UNSUPPORTED_SOURCES.has(key)) ?? 'unknown';
  throw new VolumeError(`volumes of type ${source} are not simulated`, { volumeName });
}

/** Where the data of a volume can be that is not on a node. */
const UNSUPPORTED_SOURCES: ReadonlySet<string> = new Set([
  'awsElasticBlockStore',
  'azureDisk',
  'azureFile',
  'cephfs',
  'cinder',
  'csi',
  'fc',
  'flexVolume',
  'gcePersistentDisk',
  'glusterfs',
  'iscsi',
  'nfs',
  'portworxVolume',
  'rbd',
  'vsphereVolume',
]);
